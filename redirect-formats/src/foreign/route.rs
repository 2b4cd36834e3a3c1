//! Next.js routes, which path-to-regexp reads: `:name`, `:name*`, `:name(regex)`, `(regex)`, `{...}?`.

use std::iter::Peekable;
use std::str::Chars;

use super::regex::segment;
use super::{Anchoring, Node, parse_regex};
use crate::report::Reason;

/// More braces than this are refused; they may be nested.
const MOST_BRACES: usize = 32;

/// Reads a route; unnamed groups are captured as `0`, `1` and so on.
pub(crate) fn parse_route(text: &str, notes: &mut Vec<String>) -> Result<Node, Reason> {
    if text.matches('{').count() > MOST_BRACES {
        return Err(Reason::new(
            "too-many-variants",
            format!("the source has more than {MOST_BRACES} pairs of braces"),
        ));
    }
    let mut unnamed = 0;
    route(text, &mut unnamed, notes)
}

fn route(text: &str, unnamed: &mut u32, notes: &mut Vec<String>) -> Result<Node, Reason> {
    let mut rest = text.chars().peekable();
    let mut nodes: Vec<Node> = Vec::new();
    let mut literal = String::new();
    while let Some(c) = rest.next() {
        match c {
            '\\' => literal.extend(rest.next()),
            ':' if rest.peek().is_some_and(|&c| is_word(c)) => {
                let name = word(&mut rest);
                let written = if rest.next_if_eq(&'(').is_some() {
                    Some(balanced(&mut rest, '(', ')')?)
                } else {
                    None
                };
                push_parameter(&name, written, &mut rest, &mut literal, &mut nodes, notes)?;
            }
            '(' => {
                let key = unnamed.to_string();
                *unnamed += 1;
                let written = balanced(&mut rest, '(', ')')?;
                push_parameter(
                    &key,
                    Some(written),
                    &mut rest,
                    &mut literal,
                    &mut nodes,
                    notes,
                )?;
            }
            '{' => {
                nodes.push(Node::Literal(std::mem::take(&mut literal)));
                let inner = route(&balanced(&mut rest, '{', '}')?, unnamed, notes)?;
                nodes.push(match rest.next_if(|c| matches!(c, '?' | '*' | '+')) {
                    None => inner,
                    Some('?') => inner.optional(),
                    Some(_) => return Err(repeats()),
                });
            }
            c => literal.push(c),
        }
    }
    nodes.push(Node::Literal(literal));
    Ok(Node::Sequence(nodes))
}

/// Takes the modifier, and with it the `/` before the parameter, which is optional with it.
pub(super) fn push_parameter(
    key: &str,
    written: Option<String>,
    rest: &mut Peekable<Chars<'_>>,
    literal: &mut String,
    nodes: &mut Vec<Node>,
    notes: &mut Vec<String>,
) -> Result<(), Reason> {
    let inner = match &written {
        Some(regex) => parse_regex(regex, Anchoring::Whole, notes)?,
        None => segment(),
    };
    let is_plain = inner == segment() || matches!(inner_any(&inner), Some(Node::Any { .. }));
    let modifier = rest.next_if(|c| matches!(c, '?' | '*' | '+'));
    let is_last = rest.peek().is_none();
    let inner = match modifier {
        Some('*' | '+') if is_plain => Node::Path,
        Some('*' | '+') => return Err(repeats()),
        Some('?') => without_empty_choice(inner),
        _ => inner,
    };
    let prefix = match modifier {
        Some('?' | '*') if literal.ends_with(['/', '.']) => literal.pop(),
        _ => None,
    };
    nodes.push(Node::Literal(std::mem::take(literal)));
    let capture = inner.capture(key);
    nodes.push(match (modifier, prefix) {
        (Some('?' | '*'), Some(prefix)) => {
            Node::Sequence(vec![Node::Literal(prefix.to_string()), capture]).optional()
        }
        (Some('?' | '*'), None) => capture.optional(),
        _ => capture,
    });
    if modifier == Some('*') && is_last {
        // A slash behind the last segment is no part of the value.
        nodes.push(Node::literal("/").optional());
    }
    Ok(())
}

/// Leaves out the empty choice of a node that is optional as a whole.
fn without_empty_choice(node: Node) -> Node {
    match node {
        Node::Sequence(mut nodes) if nodes.len() == 1 => match nodes.pop() {
            Some(only) => without_empty_choice(only),
            None => Node::Sequence(nodes),
        },
        Node::Alternation(mut nodes) => {
            nodes.retain(|node| node.text().is_none_or(|text| !text.is_empty()));
            Node::Alternation(nodes)
        }
        node => node,
    }
}

fn inner_any(node: &Node) -> Option<&Node> {
    match node {
        Node::Sequence(nodes) => match nodes.as_slice() {
            [only] => inner_any(only),
            _ => None,
        },
        node => Some(node),
    }
}

fn repeats() -> Reason {
    Reason::new(
        "repeated-group",
        "a part with its own expression that repeats can't be written as a pattern",
    )
}

pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

pub(super) fn word(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut name = String::new();
    while let Some(c) = rest.next_if(|&c| is_word(c)) {
        name.push(c);
    }
    name
}

/// The text up to the bracket that closes the one just read.
pub(super) fn balanced(
    rest: &mut Peekable<Chars<'_>>,
    open: char,
    close: char,
) -> Result<String, Reason> {
    let mut text = String::new();
    let mut depth = 1_u32;
    while let Some(c) = rest.next() {
        if c == '\\' {
            text.push(c);
            text.extend(rest.next());
            continue;
        }
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Ok(text);
            }
        }
        text.push(c);
    }
    Err(Reason::new("unclosed", format!("a `{open}` is not closed")))
}

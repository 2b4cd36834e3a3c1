//! Sources that are text with a few placeholders: Netlify, AWS Amplify, Rails.

use super::regex::segment;
use super::route::{is_word, word};
use super::{Anchoring, Node, parse_regex};
use crate::report::Reason;

/// Netlify: `/:name` is a segment, whatever stands in the name; `*` is anything, referred to as `:splat` without the
/// slash that it begins with; `/a/*` is `/a`, too.
pub(crate) fn parse_netlify(text: &str, notes: &mut Vec<String>) -> Result<Node, Reason> {
    let mut nodes = Vec::new();
    let mut literal = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '*' => {
                let splat = Node::ANY.capture("splat");
                let is_last = rest.peek().is_none();
                if !is_last {
                    notes.push(
                        "`*` stands before the end, where Netlify promises nothing".to_owned(),
                    );
                }
                let slash = Node::literal("/");
                if is_last && literal.ends_with('/') && (literal.len() > 1 || !nodes.is_empty()) {
                    literal.pop();
                    nodes.push(Node::Literal(std::mem::take(&mut literal)));
                    nodes.push(Node::Sequence(vec![slash, splat]).optional());
                } else if is_last && !literal.is_empty() && !literal.ends_with('/') {
                    nodes.push(Node::Literal(std::mem::take(&mut literal)));
                    nodes.extend([slash.optional(), splat]);
                } else {
                    nodes.push(Node::Literal(std::mem::take(&mut literal)));
                    nodes.push(splat);
                }
            }
            ':' if literal.ends_with('/') && rest.peek().is_some_and(|&c| is_word(c)) => {
                nodes.push(Node::Literal(std::mem::take(&mut literal)));
                let mut name = String::new();
                while let Some(c) = rest.next_if(|&c| c != '/') {
                    name.push(c);
                }
                nodes.push(segment().capture(name));
            }
            c => literal.push(c),
        }
    }
    nodes.push(Node::Literal(literal));
    Ok(Node::Sequence(nodes))
}

/// Cloudflare: `:name` is a part of a segment, `*` anything, referred to as `:splat`. What would bind a name twice is
/// read over there. With `joins` the destination makes one slash of its own and the one that `*` begins with.
pub(crate) fn parse_cloudflare(text: &str, joins: bool) -> Result<Node, Reason> {
    let mut nodes = Vec::new();
    let mut literal = String::new();
    let mut names: Vec<String> = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let (name, node) = match c {
            '*' => ("splat".to_owned(), Node::ANY),
            ':' if rest.peek().is_some_and(char::is_ascii_alphabetic) => {
                (word(&mut rest), segment())
            }
            c => {
                literal.push(c);
                continue;
            }
        };
        // Names are looked for as text, so that one that begins another is found in it.
        let is_taken =
            |other: &String| other.starts_with(&name) || name.starts_with(other.as_str());
        if names.iter().any(is_taken) {
            return Err(Reason::new(
                "never-matches",
                format!(
                    "Cloudflare drops a rule that binds `{name}` twice (`*` binds `splat`, and a name that begins another is found in it)"
                ),
            ));
        }
        if joins && c == '*' && !literal.is_empty() && !literal.ends_with('/') {
            nodes.push(Node::Literal(std::mem::take(&mut literal)));
            nodes.push(Node::literal("/").optional());
        }
        nodes.push(Node::Literal(std::mem::take(&mut literal)));
        nodes.push(node.capture(name.as_str()));
        names.push(name);
    }
    nodes.push(Node::Literal(literal));
    Ok(Node::Sequence(nodes))
}

/// AWS Amplify: `<*>` is anything, `<name>` a segment, `</regex/>` a regular expression.
pub(crate) fn parse_amplify(text: &str, notes: &mut Vec<String>) -> Result<Node, Reason> {
    if let Some(regex) = text
        .strip_prefix("</")
        .and_then(|text| text.strip_suffix("/>"))
    {
        return parse_regex(regex, Anchoring::Search, notes);
    }
    let mut nodes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        let Some((name, after)) = after.split_once('>') else {
            break;
        };
        nodes.push(Node::literal(before));
        nodes.push(match name {
            "*" => Node::ANY.capture("*"),
            name => segment().capture(name),
        });
        rest = after;
    }
    nodes.push(Node::literal(rest));
    Ok(Node::Sequence(nodes))
}

/// Rails: `(*name)` is anything.
pub(crate) fn parse_rails(text: &str) -> Node {
    let mut nodes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("(*") {
        let Some((name, after)) = after.split_once(')') else {
            break;
        };
        nodes.push(Node::literal(before));
        nodes.push(Node::ANY.capture(name));
        rest = after;
    }
    nodes.push(Node::literal(rest));
    Node::Sequence(nodes)
}

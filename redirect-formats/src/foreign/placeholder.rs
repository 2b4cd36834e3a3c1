//! Sources that are text with a few placeholders: Netlify, AWS Amplify, Rails.

use super::regex::segment;
use super::route::{is_word, word};
use super::{Anchoring, Node, parse_regex};
use crate::report::Reason;

/// Netlify: `/:name` is a segment, `*` is anything, referred to as `:splat`; `/a/*` is `/a`, too.
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
                if is_last && literal.ends_with('/') && (literal.len() > 1 || !nodes.is_empty()) {
                    literal.pop();
                    nodes.push(Node::Literal(std::mem::take(&mut literal)));
                    nodes.push(Node::Sequence(vec![Node::literal("/"), splat]).optional());
                } else {
                    nodes.push(Node::Literal(std::mem::take(&mut literal)));
                    nodes.push(splat);
                }
            }
            ':' if literal.ends_with('/') && rest.peek().is_some_and(|&c| is_word(c)) => {
                nodes.push(Node::Literal(std::mem::take(&mut literal)));
                nodes.push(segment().capture(word(&mut rest)));
            }
            c => literal.push(c),
        }
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

//! Endings behind a part that takes all it can.

use crate::foreign::{Class, Node, Repeat, members};

/// An optional text after a greedy `.*`, or an optional part before a final one, takes part in no match.
pub(super) fn drop_dead_endings(nodes: &mut Vec<Node>, used: &[String]) {
    let is_text = |node: &Node| matches!(node, Node::Optional(inner) if inner.text().is_some());
    let is_unused = |node: &Node| {
        let mut keys = Vec::new();
        node.captures(&mut keys);
        matches!(node, Node::Optional(_)) && !keys.iter().any(|key| used.contains(key))
    };
    if let [.., before, last] = nodes.as_slice() {
        if before.ends_greedily() && is_text(last) {
            nodes.pop();
        } else if *last == Node::ANY && is_unused(before) {
            let last = nodes.pop();
            nodes.pop();
            nodes.extend(last);
        }
    }
}

/// A class that takes all it can, before something that could take the same characters: what follows is nothing, or
/// begins with a character that the class does not take. Where nobody asks what the class took, the fewest characters
/// that it needs will do, and the rest takes the others.
pub(super) fn close_open_classes(nodes: &mut [Node], used: &[String]) {
    for index in 1..nodes.len() {
        let Some((before, after)) = nodes.split_at_mut_checked(index) else {
            return;
        };
        let is_last = after.len() == 1;
        let (Some(before), Some(next)) = (before.last_mut(), after.first_mut()) else {
            return;
        };
        let Some(class) = before.open_class() else {
            continue;
        };
        let rest = match &*next {
            Node::Optional(inner) if is_segment(inner, 1) => inner.as_ref().clone().optional(),
            segment if is_segment(segment, 0) => segment.clone(),
            // Only at the end: `.*` takes the rest.
            Node::Any { some: false, .. } if is_last => Node::ANY,
            _ => continue,
        };
        if before.shorten(used) {
            continue;
        }
        let within_segment = rest != Node::ANY;
        let others = PATH_CHARACTERS.chars().filter(|&c| !has(class, c));
        let others = others.filter(|&c| c != '/' || !within_segment);
        let others = others.map(|c| Node::Literal(c.to_string())).collect();
        *next = Node::Sequence(vec![Node::Alternation(others), rest]).optional();
    }
    for node in nodes {
        match node {
            Node::Sequence(nodes) => close_open_classes(nodes, used),
            Node::Alternation(nodes) => {
                for node in nodes {
                    close_open_classes(std::slice::from_mut(node), used);
                }
            }
            Node::Optional(node) | Node::Capture(_, node) => {
                close_open_classes(std::slice::from_mut(node.as_mut()), used);
            }
            _ => {}
        }
    }
}

/// `[^/]+` or `[^/]*`, on its own.
fn is_segment(node: &Node, min: u32) -> bool {
    match node {
        Node::Sequence(nodes) => matches!(nodes.as_slice(), [only] if is_segment(only, min)),
        node => *node == Node::Class(Class::Segment, Repeat { min, max: None }),
    }
}

/// Characters of a path besides percent-encoded ones.
const PATH_CHARACTERS: &str =
    "/-._~!$&'()*+,;=:@0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn has(class: Class, c: char) -> bool {
    u32::from(c) < 128 && members(class) & (1 << u32::from(c)) != 0
}

//! From the tree to patterns of the policy language: one source may need several.

use super::check::{TOUCHING, check};
use super::ending::{close_open_classes, drop_dead_endings};
use super::item::{Item, Kind, Variants, is_bound};
use super::join::joined;
use super::name::name_parameters;
use super::wildcard::resolve_any;
use crate::foreign::{Class, Node, Repeat, WHOLE};
use crate::report::Reason;

/// No pattern within 1 KiB has more parts.
const MOST_NODES: usize = 256;
/// Enumerations are cut so that a pattern stays well within 1 KiB.
const LONGEST_ENUMERATION: usize = 700;

/// Lowers a source. `used` are the captures that the destination refers to; `notes` collects what is not to the letter.
pub(crate) fn lower(
    node: &Node,
    used: &[String],
    notes: &mut Vec<String>,
) -> Result<Variants, Reason> {
    let mut nodes = Vec::new();
    splice(node, &mut nodes);
    nodes.retain(|node| node.text().is_none_or(|text| !text.is_empty()));
    if nodes.len() > MOST_NODES {
        return Err(Reason::new(
            "too-long",
            format!("the source has more than {MOST_NODES} parts"),
        ));
    }
    drop_dead_endings(&mut nodes, used);
    close_open_classes(&mut nodes, used);
    keep_first_slash(&mut nodes);
    let compact = patterns(&nodes, used, false, notes);
    match &compact {
        // A choice that touches a variable can still stand as one pattern for each of its texts.
        Err(reason) if reason.code == TOUCHING => patterns(&nodes, used, true, notes).or(compact),
        _ => compact,
    }
}

fn patterns(
    nodes: &[Node],
    used: &[String],
    spread: bool,
    notes: &mut Vec<String>,
) -> Result<Variants, Reason> {
    let whole = used.iter().any(|key| key == WHOLE);
    let lowering = Lowering { used, spread };
    let mut out = Vec::new();
    for mut items in lowering.sequence(nodes, whole)? {
        if whole {
            items = vec![Item::Capture(WHOLE.to_owned(), items)];
        }
        out.extend(resolve_any(items, used, notes));
    }
    for items in &mut out {
        name_parameters(items, None, &mut Vec::new());
        check(items)?;
    }
    out.dedup();
    Ok(out)
}

fn splice(node: &Node, out: &mut Vec<Node>) {
    match node {
        Node::Sequence(nodes) => nodes.iter().for_each(|node| splice(node, out)),
        node => out.push(node.clone()),
    }
}

/// A source that is optional as a whole, but for a slash at its end, still begins with the `/` that every path has.
fn keep_first_slash(nodes: &mut Vec<Node>) {
    let slash = Node::literal("/");
    let (inner, end) = match nodes.as_slice() {
        [Node::Optional(inner)] => (inner, None),
        [Node::Optional(inner), Node::Optional(end)] if **end == slash => (inner, Some(end)),
        _ => return,
    };
    let mut inside = Vec::new();
    splice(inner, &mut inside);
    let Some((first, rest)) = inside.split_first() else {
        return;
    };
    if *first != slash {
        return;
    }
    let mut rest = rest.to_vec();
    rest.extend(end.map(|end| Node::Optional(end.clone())));
    let rest = Node::Sequence(rest);
    let rest = match rest.begins_with_any() {
        true => rest,
        false => rest.optional(),
    };
    *nodes = vec![slash, rest];
}

struct Lowering<'a> {
    used: &'a [String],
    /// True if choices become patterns, not enumerations.
    spread: bool,
}

impl Lowering<'_> {
    fn sequence(&self, nodes: &[Node], within_used: bool) -> Result<Variants, Reason> {
        let mut out: Variants = vec![Vec::new()];
        for (index, node) in nodes.iter().enumerate() {
            let before_slash =
                matches!(nodes.get(index + 1), Some(Node::Literal(text)) if text.starts_with('/'));
            let parts = match node {
                // Between slashes, `*` and `+` are the same: a segment is never empty.
                Node::Class(class, Repeat { min: 0, max }) if before_slash => {
                    vec![vec![parameter(*class, Repeat { min: 1, max: *max })]]
                }
                node => self.node(node, within_used)?,
            };
            let is_last = index + 1 == nodes.len();
            out = joined(&out, &parts, is_last)?;
        }
        Ok(out)
    }

    fn node(&self, node: &Node, within_used: bool) -> Result<Variants, Reason> {
        Ok(match node {
            Node::Literal(text) => vec![vec![Item::Literal(text.clone())]],
            Node::Class(class, repeat) if repeat.min == 0 => {
                let some = Repeat {
                    min: 1,
                    max: repeat.max,
                };
                vec![vec![Item::Group(vec![parameter(*class, some)])]]
            }
            Node::Class(class, repeat) => vec![vec![parameter(*class, *repeat)]],
            Node::Any { some, .. } => vec![vec![Item::Any { some: *some }]],
            Node::Path => vec![vec![Item::Parameter {
                name: String::new(),
                kind: Kind::Path,
            }]],
            Node::Sequence(nodes) => self.sequence(nodes, within_used)?,
            Node::Alternation(nodes) => self.alternation(nodes, within_used)?,
            Node::Spread(nodes) => {
                let mut out = Vec::new();
                for node in nodes {
                    out.extend(self.node(node, within_used)?);
                }
                out
            }
            Node::Optional(inner) => {
                let present = self.node(inner, within_used)?;
                self.optional(present, inner, within_used)
            }
            Node::Capture(key, inner) => {
                let within_used = within_used || self.used.contains(key);
                let inner = self.node(inner, within_used)?;
                let capture = |items| vec![Item::Capture(key.clone(), items)];
                inner.into_iter().map(capture).collect()
            }
        })
    }

    /// Texts become an enumeration, the other choices a pattern each.
    fn alternation(&self, nodes: &[Node], within_used: bool) -> Result<Variants, Reason> {
        let mut values: Vec<String> = Vec::new();
        let mut others: Variants = Vec::new();
        let mut can_be_empty = false;
        for node in nodes {
            match node.text() {
                Some(text) if text.is_empty() => can_be_empty = true,
                Some(text) if !self.spread && !text.contains(['/', '|']) => {
                    if !values.contains(&text) {
                        values.push(text);
                    }
                }
                Some(text) => others.push(vec![Item::Literal(text)]),
                None => others.extend(self.node(node, within_used)?),
            }
        }
        let mut out = enumerations(values);
        out.append(&mut others);
        if can_be_empty {
            let whole = Node::Alternation(nodes.to_vec());
            out = self.optional(out, &whole, within_used);
        }
        Ok(out)
    }

    /// A group where the language has one; else the patterns with it, then the one without.
    fn optional(&self, mut present: Variants, node: &Node, within_used: bool) -> Variants {
        let mut keys = Vec::new();
        node.captures(&mut keys);
        let is_used = within_used || keys.iter().any(|key| self.used.contains(key));
        match present.as_slice() {
            [] => return vec![Vec::new()],
            // A group that the destination repeats must bind something there.
            [only] if !is_used || captures_bind(only, self.used, within_used) => {
                return match only.as_slice() {
                    [Item::Group(_)] => present,
                    _ => vec![vec![Item::Group(only.clone())]],
                };
            }
            _ => {}
        }
        let absent = keys.into_iter().map(|key| Item::Capture(key, Vec::new()));
        present.push(absent.collect());
        present
    }
}

/// Returns true if every capture that the destination uses binds something, whatever else it holds.
fn captures_bind(items: &[Item], used: &[String], within_used: bool) -> bool {
    let mut inside = items.iter().filter_map(|item| match item {
        Item::Capture(key, inner) => Some((inner, used.contains(key))),
        Item::Group(inner) => Some((inner, false)),
        _ => None,
    });
    (!within_used || is_bound(items))
        && inside.all(|(inner, is_used)| captures_bind(inner, used, is_used))
}

fn parameter(class: Class, repeat: Repeat) -> Item {
    Item::Parameter {
        name: String::new(),
        kind: Kind::Class(class, repeat),
    }
}

fn enumerations(values: Vec<String>) -> Variants {
    let mut chunks: Vec<Vec<String>> = Vec::new();
    let mut length = 0;
    for value in values {
        length += value.len() + 1;
        match chunks.last_mut() {
            Some(chunk) if length <= LONGEST_ENUMERATION => chunk.push(value),
            _ => {
                length = value.len();
                chunks.push(vec![value]);
            }
        }
    }
    let item = |mut chunk: Vec<String>| match (chunk.len(), chunk.pop()) {
        (1, Some(only)) => vec![Item::Literal(only)],
        (_, last) => {
            chunk.extend(last);
            vec![Item::Parameter {
                name: String::new(),
                kind: Kind::Enumeration(chunk),
            }]
        }
    };
    chunks.into_iter().map(item).collect()
}

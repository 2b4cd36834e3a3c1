//! Items of a pattern of the policy language, and how they are written.

use crate::foreign::{Class, Repeat, members, name};
use crate::text::{Field, literal, push_literal};

/// The patterns of a source, in the order in which the source tries them.
pub(crate) type Variants = Vec<Vec<Item>>;

/// The texts that a parameter matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Class(Class, Repeat),
    Path,
    Enumeration(Vec<String>),
}

/// An item of a pattern; captures remember which part of the source a reference of the destination means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Literal(String),
    Parameter {
        name: String,
        kind: Kind,
    },
    /// `.*` or `.+` that is not yet decided to be `*` or a path.
    Any {
        some: bool,
    },
    Wildcard,
    Group(Vec<Item>),
    Capture(String, Vec<Item>),
}

impl Kind {
    /// The kind between angle brackets; empty for a segment of any length.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Path => "path".to_owned(),
            Self::Enumeration(values) => {
                let values = values.iter().map(|value| literal(value, Field::Source));
                values.collect::<Vec<_>>().join("|")
            }
            Self::Class(
                Class::Segment,
                Repeat {
                    min: 0 | 1,
                    max: None,
                },
            ) => String::new(),
            Self::Class(class, repeat) => {
                let class = name(*class);
                match (repeat.min, repeat.max) {
                    (0 | 1, None) => class.to_owned(),
                    (min, None) => format!("{class}{{{min},255}}"),
                    (min, Some(max)) if min == max => format!("{class}{{{min}}}"),
                    (min, Some(max)) => format!("{class}{{{},{max}}}", min.max(1)),
                }
            }
        }
    }

    /// The ASCII characters that a value may hold.
    pub(super) fn characters(&self) -> u128 {
        match self {
            Self::Class(class, _) => members(*class),
            Self::Path => u128::MAX,
            Self::Enumeration(values) => values
                .iter()
                .flat_map(|value| value.bytes())
                .filter(u8::is_ascii)
                .fold(0, |all, byte| all | 1 << byte),
        }
    }
}

/// Writes items as the `source` of a rule.
pub(crate) fn render_source(items: &[Item]) -> String {
    let mut out = String::new();
    render_into(&flat(items), &mut out);
    out
}

fn render_into(items: &[Item], out: &mut String) {
    for (index, item) in items.iter().enumerate() {
        match item {
            Item::Literal(text) => push_literal(out, text, Field::Source),
            Item::Parameter { name, kind } => {
                out.push(':');
                out.push_str(name);
                let mut kind = kind.written();
                let runs_on = matches!(items.get(index + 1), Some(Item::Literal(next)) if next.starts_with(|c: char| c.is_ascii_alphanumeric()));
                if kind.is_empty() && runs_on {
                    kind.push_str("segment");
                }
                if !kind.is_empty() {
                    out.extend(["<", &kind, ">"]);
                }
            }
            Item::Wildcard | Item::Any { .. } => out.push('*'),
            Item::Group(inner) => {
                out.push('(');
                render_into(inner, out);
                out.push(')');
            }
            Item::Capture(_, inner) => render_into(inner, out),
        }
    }
}

/// The items without the marks of captures, literals joined.
pub(crate) fn flat(items: &[Item]) -> Vec<Item> {
    let mut out = Vec::new();
    flatten(items, &mut out);
    out
}

fn flatten(items: &[Item], out: &mut Vec<Item>) {
    for item in items {
        match item {
            Item::Capture(_, inner) => flatten(inner, out),
            Item::Group(inner) => {
                let inner = flat(inner);
                if !inner.is_empty() {
                    out.push(Item::Group(inner));
                }
            }
            Item::Literal(text) if text.is_empty() => {}
            Item::Literal(text) => match out.last_mut() {
                Some(Item::Literal(last)) => last.push_str(text),
                _ => out.push(item.clone()),
            },
            _ => out.push(item.clone()),
        }
    }
}

/// The items of a capture, and the groups around it that may be absent (how many).
pub(crate) fn find_capture<'a>(items: &'a [Item], key: &str) -> Option<(&'a [Item], usize)> {
    items.iter().find_map(|item| match item {
        Item::Capture(name, inner) if name == key => Some((inner.as_slice(), 0)),
        Item::Capture(_, inner) => find_capture(inner, key),
        Item::Group(inner) => find_capture(inner, key).map(|(found, depth)| (found, depth + 1)),
        _ => None,
    })
}

/// Returns true if the items bind anything.
pub(crate) fn is_bound(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Parameter { .. } | Item::Any { .. } | Item::Wildcard => true,
        Item::Group(inner) | Item::Capture(_, inner) => is_bound(inner),
        Item::Literal(_) => false,
    })
}

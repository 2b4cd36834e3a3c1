//! The tree that every system's source is read into.

/// The capture that stands for everything that matched (nginx `$request_uri`).
pub(crate) const WHOLE: &str = "whole match";

/// A class of characters that the policy language has a kind for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Int,
    Alpha,
    Hex,
    Alnum,
    Slug,
    Segment,
}

/// The fewest and the most times that a class repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
}

impl Repeat {
    pub(crate) const ONCE: Self = Self {
        min: 1,
        max: Some(1),
    };
    pub(crate) const SOME: Self = Self { min: 1, max: None };
    pub(crate) const MANY: Self = Self { min: 0, max: None };
}

/// A node of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Literal(String),
    Class(Class, Repeat),
    /// Anything: `.*`, or `.+` where `some`.
    Any {
        some: bool,
        lazy: bool,
    },
    /// One or more segments.
    Path,
    Sequence(Vec<Node>),
    Alternation(Vec<Node>),
    /// A choice that needs a pattern for each, in this order.
    Spread(Vec<Node>),
    Optional(Box<Node>),
    Capture(String, Box<Node>),
}

impl Node {
    pub(crate) const ANY: Self = Self::Any {
        some: false,
        lazy: false,
    };

    pub(crate) fn literal(text: &str) -> Self {
        Self::Literal(text.to_owned())
    }

    pub(crate) fn optional(self) -> Self {
        Self::Optional(Box::new(self))
    }

    pub(crate) fn capture(self, key: impl Into<String>) -> Self {
        Self::Capture(key.into(), Box::new(self))
    }

    /// The text, if the node is nothing but text.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Literal(text) => Some(text.clone()),
            Self::Sequence(nodes) => nodes.iter().map(Self::text).collect(),
            Self::Alternation(nodes) => match nodes.as_slice() {
                [only] => only.text(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The names of all captures inside.
    pub(crate) fn captures(&self, into: &mut Vec<String>) {
        match self {
            Self::Sequence(nodes) | Self::Alternation(nodes) | Self::Spread(nodes) => {
                nodes.iter().for_each(|node| node.captures(into));
            }
            Self::Optional(node) => node.captures(into),
            Self::Capture(key, node) => {
                into.push(key.clone());
                node.captures(into);
            }
            _ => {}
        }
    }

    /// Returns true if the node ends in a greedy `.*`, which leaves nothing for what follows.
    pub(crate) fn ends_greedily(&self) -> bool {
        match self {
            Self::Any { lazy, .. } => !lazy,
            Self::Capture(_, node) => node.ends_greedily(),
            Self::Sequence(nodes) => nodes.last().is_some_and(Self::ends_greedily),
            _ => false,
        }
    }

    /// The class that ends the node and takes as many characters as there are.
    pub(crate) fn open_class(&self) -> Option<Class> {
        match self {
            Self::Class(class, Repeat { max: None, .. }) => Some(*class),
            Self::Capture(_, node) => node.open_class(),
            Self::Sequence(nodes) => nodes.last().and_then(Self::open_class),
            _ => None,
        }
    }

    /// Leaves the class that ends the node only the characters that it needs, unless a capture tells how many there are.
    pub(crate) fn shorten(&mut self, used: &[String]) -> bool {
        match self {
            // A percent-encoded character counts as three.
            Self::Class(Class::Segment | Class::Slug, _) => false,
            Self::Class(_, Repeat { min: 0, .. }) => {
                *self = Self::Sequence(Vec::new());
                true
            }
            Self::Class(_, repeat) => {
                repeat.max = Some(repeat.min);
                true
            }
            Self::Capture(key, node) => !used.contains(key) && node.shorten(used),
            Self::Sequence(nodes) => nodes.last_mut().is_some_and(|node| node.shorten(used)),
            _ => false,
        }
    }

    /// Returns true if the node begins with anything at all.
    pub(crate) fn begins_with_any(&self) -> bool {
        match self {
            Self::Any { .. } => true,
            Self::Capture(_, node) => node.begins_with_any(),
            Self::Sequence(nodes) => nodes.first().is_some_and(Self::begins_with_any),
            _ => false,
        }
    }

    /// Returns true if every way through the node begins with `/`.
    pub(crate) fn begins_with_slash(&self) -> bool {
        match self {
            Self::Literal(text) => text.starts_with('/'),
            Self::Capture(_, node) => node.begins_with_slash(),
            Self::Alternation(nodes) => nodes.iter().all(Self::begins_with_slash),
            Self::Sequence(nodes) => {
                for node in nodes {
                    match node {
                        Self::Optional(inner) if inner.begins_with_slash() => {}
                        _ => return node.begins_with_slash(),
                    }
                }
                false
            }
            _ => false,
        }
    }
}

//! A pattern or template as a flat list with places: what all checks walk over.
//!
//! Groups are pairs of tokens that always balance, so no check needs recursion and none enumerates expansions.

use std::ops::Range;

use super::{Kind, Part};

/// One token with its place in the text, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) at: Range<usize>,
    pub(super) kind: TokenKind,
}

#[derive(Clone, Debug)]
pub(super) enum TokenKind {
    /// `(`; the place is that of the whole group.
    Open,
    /// `)`.
    Close,
    /// A `/` between segments (in a query or fragment it is text).
    Slash,
    /// Canonical text, never empty.
    Text(String),
    /// `:name<kind>`.
    Parameter { name: String, kind: WrittenKind },
    /// `*`.
    Wildcard,
    /// The `?` or `#` of a destination that opens a part.
    Switch(Part),
    /// Something that could not be read and has its error; checks make no guesses about it.
    Fault,
}

/// The text between `<` and `>`.
#[derive(Clone, Debug)]
pub(super) enum WrittenKind {
    /// Nothing is written.
    Absent,
    /// A kind.
    Known(Kind),
    /// Something that has its error.
    Faulty,
}

impl Token {
    /// The name of a parameter, or `*`.
    pub(super) fn name(&self) -> Option<&str> {
        match &self.kind {
            TokenKind::Parameter { name, .. } => Some(name),
            TokenKind::Wildcard => Some("*"),
            _ => None,
        }
    }
}

/// Which of the languages a text is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// The source of a rule.
    Source,
    /// The pattern of a value, which need not look like a path.
    Value,
    /// A destination.
    Destination,
}

//! The items of a source without groups, and a source that is one literal.

use crate::pattern::{Item, Parameter, Pattern};

/// An item of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'p> {
    /// Text.
    Literal(String),
    /// A parameter.
    Parameter(&'p Parameter),
    /// A parameter and a separator, which may be missing; see [`locators::optional`](super::locators::optional).
    Optional(&'p Parameter, u8),
    /// `*`.
    Wildcard,
}

impl<'p> Token<'p> {
    /// The name that it binds.
    pub(super) fn name(&self) -> Option<&'p str> {
        match self {
            Token::Literal(_) => None,
            Token::Parameter(parameter) | Token::Optional(parameter, _) => Some(&parameter.name),
            Token::Wildcard => Some("*"),
        }
    }
}

/// The path of a source that is one literal.
pub(super) fn literal_path(pattern: &Pattern) -> Option<&str> {
    match pattern.items.as_slice() {
        [Item::Literal(text)] if text.starts_with('/') => Some(text),
        _ => None,
    }
}

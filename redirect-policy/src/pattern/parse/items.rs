//! The items of a source or value, made of its tokens.

use crate::pattern::check::adjacency::adjacent_variables;
use crate::pattern::check::duplicates::duplicate_names;
use crate::pattern::check::wildcard::one_wildcard;
use crate::pattern::error::in_order;
use crate::pattern::literal::push_literal;
use crate::pattern::token::{Language, Token, TokenKind, WrittenKind};
use crate::pattern::{Item, Kind, Parameter, Pattern, PatternError};

/// The checks that hold wherever names are bound.
pub(super) fn check_variables(
    text: &str,
    tokens: &[Token],
    language: Language,
    default_kind: &Kind,
    errors: &mut Vec<PatternError>,
) {
    duplicate_names(text, tokens, errors);
    one_wildcard(text, tokens, language, default_kind, errors);
    adjacent_variables(text, tokens, default_kind, errors);
}

/// The items that tokens stand for; a name without a kind gets the default one.
pub(super) fn items(tokens: Vec<Token>, default_kind: &Kind) -> Vec<Item> {
    let mut outside: Vec<Vec<Item>> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    for Token { at, kind } in tokens {
        match kind {
            TokenKind::Open => outside.push(std::mem::take(&mut items)),
            TokenKind::Close => {
                let outer = outside.pop().unwrap_or_default();
                let group = std::mem::replace(&mut items, outer);
                items.push(Item::Group(group));
            }
            TokenKind::Slash => push_literal(&mut items, "/"),
            TokenKind::Text(text) => push_literal(&mut items, &text),
            TokenKind::Parameter { name, kind } => {
                let (kind, explicit_kind) = match kind {
                    WrittenKind::Known(kind) => (kind, true),
                    WrittenKind::Absent | WrittenKind::Faulty => (default_kind.clone(), false),
                };
                items.push(Item::Parameter(Parameter {
                    name,
                    kind,
                    explicit_kind,
                    at,
                }));
            }
            TokenKind::Wildcard => items.push(Item::Wildcard { at }),
            // A source has no parts; what could not be read has its error.
            TokenKind::Switch(_) | TokenKind::Fault => {}
        }
    }
    items
}

/// The pattern, unless there are errors: then these, in the order of the text.
pub(super) fn finish(
    text: &str,
    items: Vec<Item>,
    errors: Vec<PatternError>,
) -> Result<Pattern, Vec<PatternError>> {
    if !errors.is_empty() {
        return Err(in_order(errors));
    }
    Ok(Pattern {
        text: text.to_owned(),
        items,
    })
}

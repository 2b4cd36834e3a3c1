//! Literal text: patterns that are nothing else, and text at the end of others.

use redirect_runtime::canonical::{self, delimiters};

use super::check::dots::resolve;
use super::{Item, Part, Pattern, Piece};

impl Pattern {
    /// The source of a row of a table: all text stands for itself, `( ) : *` too, in canonical form with dot segments
    /// resolved.
    ///
    /// ```
    /// let row = redirect_policy::pattern::Pattern::literal("/wiki/Block_(CSS)/../동");
    /// assert_eq!(row.literal_text(), Some("/wiki/%EB%8F%99"));
    /// ```
    pub fn literal(text: &str) -> Pattern {
        let mut canonical = String::with_capacity(text.len());
        canonical::push_characters(text, &mut canonical);
        let canonical = resolve(&delimiters::decoded(&canonical));
        let items = if canonical.is_empty() {
            Vec::new()
        } else {
            vec![Item::Literal(canonical)]
        };
        Pattern {
            text: text.to_owned(),
            items,
        }
    }

    /// The canonical text of a pattern that is one literal.
    pub fn literal_text(&self) -> Option<&str> {
        match self.items.as_slice() {
            [Item::Literal(text)] => Some(text),
            _ => None,
        }
    }
}

/// Appends text to the items of a pattern: to its last literal, if it ends in one.
pub(crate) fn push_literal(items: &mut Vec<Item>, more: &str) {
    match items.last_mut() {
        _ if more.is_empty() => {}
        Some(Item::Literal(text)) => text.push_str(more),
        _ => items.push(Item::Literal(more.to_owned())),
    }
}

/// Appends text to the pieces of a template: to its last literal, if it ends in one of that part.
pub(super) fn push_piece(pieces: &mut Vec<Piece>, more: &str, in_part: Part) {
    match pieces.last_mut() {
        _ if more.is_empty() => {}
        Some(Piece::Literal { text, part }) if *part == in_part => text.push_str(more),
        _ => pieces.push(Piece::Literal {
            text: more.to_owned(),
            part: in_part,
        }),
    }
}

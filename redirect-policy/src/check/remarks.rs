//! Names and lints that a rule or table says of itself.

use crate::model::Located;

/// The name, the note and the allowed lints of a rule.
pub(super) struct Remarks {
    pub(super) id: Option<String>,
    pub(super) note: Option<String>,
    pub(super) allow: Vec<Located<String>>,
}

/// The first character that cannot stand where it does in the name of a handler; a space for an empty name.
pub(super) fn not_in_a_name(name: &str) -> Option<(usize, char)> {
    let mut characters = name.char_indices();
    match characters.next() {
        Some((_, first)) if first.is_ascii_alphabetic() => {
            characters.find(|(_, c)| !c.is_ascii_alphanumeric() && *c != '_')
        }
        first => first.or(Some((0, ' '))),
    }
}

//! Paths that hold encoded [delimiters], which literals of sources match as they match the delimiters themselves.
//!
//! Such requests are rare, and are handled here, so that others pay nothing for them. They concern only rules whose literals
//! hold delimiters; a policy without such a rule lacks the flag [`DELIMITERS`]. Candidates are looked for with the decoded
//! path: literal paths by hash as always, patterns from the state [`ENCODED_ROOT`]. There each parameter stands for any
//! segment, since its kind must be tested on the text that the request wrote. So every candidate is marked as still to be
//! matched encoded, and its program then matches the path as it came.

use super::segments::Path;
use super::{Gather, Section, Table, literals, walk};
use crate::canonical::delimiters;
use crate::table::{DELIMITERS, ENCODED_ROOT, FOLDS};

/// Tells whether some literal may match a canonical path by its decoded delimiters.
pub(crate) fn is_encoded(table: &Table<'_>, path: &str) -> bool {
    table.has(DELIMITERS) && delimiters::has_encoded(path)
}

/// Hands on the candidates that match a path by its decoded delimiters. With those that match it as it stands, they are all.
pub(super) fn find<'a>(table: &Table<'a>, path: &str, found: &mut Gather<'_, 'a, '_>) {
    let decoded = delimiters::decoded(path);
    let lower = decoded.to_ascii_lowercase();
    if let Some(record) = literals::probe(table, Section::Literals, decoded.as_bytes()) {
        record.add(table, found);
    }
    if table.has(FOLDS) {
        if let Some(record) = literals::probe(table, Section::Folded, lower.as_bytes()) {
            record.add(table, found);
        }
    }
    let lower = Path::new(lower.as_bytes(), false);
    walk::walk(*table, lower, ENCODED_ROOT, found);
    found.match_encoded();
}

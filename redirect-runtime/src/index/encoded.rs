//! Paths that hold encoded [delimiters], which literals of sources match as they match the delimiters themselves.
//!
//! Such requests are rare, and take a way of their own, so that others need not ask. A rule can match them differently from how its
//! literals stand only if these hold delimiters. Where some rule's do ([`DELIMITERS`]), its candidates are found by the
//! decoded path: literal ones as ever; patterns stand once more under [`ENCODED_ROOT`], all their kinds being any segment, as
//! these test what the request wrote. All candidates come as to be matched encoded, and are then matched by their programs, with the
//! path as it is.

use super::segments::Path;
use super::{Gather, Section, Table, literals, walk};
use crate::canonical::delimiters;
use crate::table::{DELIMITERS, ENCODED_ROOT, FOLDS};

/// Tells whether literals may match a canonical path otherwise than as it stands.
pub(crate) fn is_encoded(table: &Table<'_>, path: &str) -> bool {
    table.has(DELIMITERS) && delimiters::has_encoded(path)
}

/// Hands on the candidates that match a path's literals decoded; together with those that match it as it stands, they are all.
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

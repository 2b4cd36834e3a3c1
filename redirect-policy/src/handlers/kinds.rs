//! Kinds, compared.

use crate::pattern::{Class, Kind};

/// Returns true if two names are bound by one kind; the order of a choice's values does not matter.
pub(super) fn are_one(a: Option<&Kind>, b: Option<&Kind>) -> bool {
    match (a, b) {
        (Some(Kind::Enumeration(a)), Some(Kind::Enumeration(b))) => {
            a.len() == b.len() && a.iter().all(|value| b.contains(value))
        }
        (Some(a), Some(b)) => in_path(a) == in_path(b),
        (a, b) => a == b,
    }
}

/// A kind as it is in a path: a name is a segment wherever it is bound.
fn in_path(kind: &Kind) -> Kind {
    match kind.clone() {
        Kind::Class {
            class: Class::Value,
            min,
            max,
        } => Kind::Class {
            class: Class::Segment,
            min,
            max,
        },
        kind => kind,
    }
}

//! Kinds, compared and spelled.

use crate::pattern::{Class, Kind};

/// Whether two names are bound by one kind; the order of a choice's values makes no other one.
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

/// The kind as it is written between `<` and `>`.
pub(super) fn spelled(kind: &Kind) -> String {
    match kind {
        Kind::Uuid => "uuid".to_owned(),
        Kind::Path => "path".to_owned(),
        Kind::Enumeration(values) => values.join("|"),
        Kind::Class { class, min, max } => {
            let name = match class {
                Class::Segment | Class::Value => "segment",
                Class::Slug => "slug",
                Class::Int => "int",
                Class::Hex => "hex",
                Class::Alpha => "alpha",
                Class::Alnum => "alnum",
                Class::Any => "any",
            };
            match max {
                Some(max) if min == max => format!("{name}{{{max}}}"),
                Some(max) if *class != Class::Int || (*min, *max) != (1, 19) => {
                    format!("{name}{{{min},{max}}}")
                }
                _ => name.to_owned(),
            }
        }
    }
}

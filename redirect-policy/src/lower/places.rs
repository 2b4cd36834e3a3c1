//! Where names are bound: parameters that are always the same segment of a path need no program.

use redirect_runtime::bindings::{NO_PLACE, TO_THE_END};

use crate::pattern::{Item, Kind};

/// The place of a name in the paths that a source matches, or [`NO_PLACE`].
pub(super) fn place(name: &str, items: &[Item]) -> u8 {
    found(name, items).unwrap_or(NO_PLACE)
}

fn found(name: &str, items: &[Item]) -> Option<u8> {
    let mut slashes = 0usize;
    for (at, item) in items.iter().enumerate() {
        let spans = match item {
            Item::Literal(text) => {
                slashes += text.matches('/').count();
                continue;
            }
            Item::Parameter(parameter) if parameter.name == name => parameter.kind == Kind::Path,
            Item::Wildcard { .. } if name == "*" => true,
            // One segment, whatever it is.
            Item::Parameter(parameter) if parameter.kind != Kind::Path => continue,
            // What may be there or not, or hold slashes, moves what follows.
            _ => return None,
        };
        let front = items.get(at.checked_sub(1)?)?;
        if !matches!(front, Item::Literal(text) if text.ends_with('/')) {
            return None;
        }
        let behind = items.get(at + 1..)?;
        let segment = u8::try_from(slashes.checked_sub(1)?).ok();
        let segment = segment.filter(|&segment| segment < TO_THE_END - 1)?;
        return match spans {
            true => behind.is_empty().then_some(segment | TO_THE_END),
            false => ends_segment(behind).then_some(segment),
        };
    }
    None
}

/// Whether a segment ends before these items, however they are present.
fn ends_segment(items: &[Item]) -> bool {
    match items {
        [] => true,
        [Item::Literal(text), ..] => text.starts_with('/'),
        [Item::Group(inner), behind @ ..] => ends_segment(inner) && ends_segment(behind),
        _ => false,
    }
}

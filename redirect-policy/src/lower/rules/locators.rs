//! Where names are bound: parameters that are always the same part of the same segment of a path need no program.

use redirect_runtime::pattern::locator::{MOST_SEGMENTS, Place};

use crate::pattern::{Class, Item, Kind, Parameter};

/// The place of a name in the paths that a source matches.
pub(in crate::lower) fn place(name: &str, items: &[Item]) -> Place {
    found(name, items).unwrap_or(Place::NONE)
}

/// What stands in a segment.
enum Piece<'p> {
    Literal(&'p str),
    Parameter(&'p Parameter),
    Group(&'p [Item]),
}

fn found(name: &str, items: &[Item]) -> Option<Place> {
    let mut slashes = 0usize;
    let mut pieces = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let is_last = at + 1 == items.len();
        match item {
            Item::Literal(text) => {
                let mut parts = text.split('/');
                pieces.extend(piece_of(parts.next()?));
                for part in parts {
                    if let Some(place) = in_segment(name, &pieces) {
                        return numbered(place, slashes);
                    }
                    slashes += 1;
                    pieces = piece_of(part).into_iter().collect();
                }
            }
            Item::Parameter(parameter) if parameter.kind != Kind::Path => {
                pieces.push(Piece::Parameter(parameter));
            }
            // What spans segments is bound to all of them where nothing stands beside it.
            Item::Parameter(Parameter { name: own, .. }) if own == name && is_last => {
                return spanning(&pieces, slashes);
            }
            Item::Wildcard { .. } if name == "*" && is_last => return spanning(&pieces, slashes),
            // The same where all of it may be missing: then the path has no such segment.
            Item::Group(inner) if is_last && spans(name, inner) => {
                return spanning(&[], slashes + slashes_of(inner));
            }
            // What may be there or not, or hold slashes, moves what follows.
            Item::Group(inner) if !may_hold_slash(inner) => pieces.push(Piece::Group(inner)),
            Item::Group(_) if ends_segment(items.get(at..)?) => break,
            _ => return None,
        }
    }
    numbered(in_segment(name, &pieces)?, slashes)
}

fn piece_of(text: &str) -> Option<Piece<'_>> {
    (!text.is_empty()).then_some(Piece::Literal(text))
}

/// Whether items are whole segments of literals, and behind them what spans all others.
fn spans(name: &str, items: &[Item]) -> bool {
    let (text, last) = match items {
        [Item::Literal(text), last] => (text, last),
        _ => return false,
    };
    let named = match last {
        Item::Wildcard { .. } => name == "*",
        Item::Parameter(parameter) => parameter.kind == Kind::Path && parameter.name == name,
        _ => false,
    };
    named && text.starts_with('/') && text.ends_with('/')
}

fn slashes_of(items: &[Item]) -> usize {
    match items {
        [Item::Literal(text), ..] => text.matches('/').count(),
        _ => 0,
    }
}

/// The place in the segment behind so many slashes.
fn numbered(place: impl Fn(u8) -> Place, slashes: usize) -> Option<Place> {
    let number = u8::try_from(slashes.checked_sub(1)?).ok();
    number.filter(|&number| number < MOST_SEGMENTS).map(place)
}

fn spanning(pieces: &[Piece<'_>], slashes: usize) -> Option<Place> {
    if pieces.is_empty() {
        numbered(Place::from_segment, slashes)
    } else {
        None
    }
}

/// The place of a name in a segment of these pieces, by the number of the segment.
fn in_segment(name: &str, pieces: &[Piece<'_>]) -> Option<impl Fn(u8) -> Place + use<>> {
    let (front, pieces) = match pieces {
        [Piece::Literal(text), rest @ ..] => (text.len(), rest),
        _ => (0, pieces),
    };
    let (back, pieces) = match pieces {
        [rest @ .., Piece::Literal(text)] => (text.len(), rest),
        _ => (0, pieces),
    };
    let (front, back) = (u8::try_from(front).ok()?, u8::try_from(back).ok()?);
    let trimmed = move |number| Place::segment(number).trimmed(front, back);
    let (before, separator, behind) = match pieces {
        [Piece::Parameter(only)] if only.name == name => (None, 0, *only),
        [
            Piece::Parameter(before),
            Piece::Literal(separator),
            Piece::Parameter(behind),
        ] => (Some(*before), separator_of(separator)?, *behind),
        [
            Piece::Group([Item::Parameter(before), Item::Literal(separator)]),
            Piece::Parameter(behind),
        ] => (Some(before), separator_of(separator)?, *behind),
        _ => return None,
    };
    // Each parameter takes as much as it can: the separator is the last one, where any byte may stand beside it.
    if before.is_some_and(|before| !is_any(before) || !is_any(behind)) {
        return None;
    }
    let side = match before {
        None => 0,
        Some(before) if before.name == name => 1,
        Some(_) if behind.name == name => 2,
        Some(_) => return None,
    };
    Some(move |number| match side {
        0 => trimmed(number),
        1 => trimmed(number).before(separator),
        _ => trimmed(number).behind(separator),
    })
}

/// A separator that is one byte, and never part of a triplet.
fn separator_of(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [byte] if byte.is_ascii_punctuation() && *byte != b'%' => Some(*byte),
        _ => None,
    }
}

/// Whether a parameter takes any bytes of a segment.
fn is_any(parameter: &Parameter) -> bool {
    parameter.kind
        == Kind::Class {
            class: Class::Segment,
            min: 1,
            max: None,
        }
}

fn may_hold_slash(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Literal(text) => text.contains('/'),
        Item::Parameter(parameter) => parameter.kind == Kind::Path,
        Item::Wildcard { .. } => true,
        Item::Group(inner) => may_hold_slash(inner),
    })
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

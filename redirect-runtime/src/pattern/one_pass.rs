//! Programs whose every choice is decided by the next byte.

use super::captures::Captures;
use super::program::{END, Item, equal, item};
use super::{class_bits, steps};
use crate::simd::find::slashes;

/// Matches a whole text against a program whose every choice is decided by the next byte, so that no sets of positions are
/// needed.
///
/// A run of a class ends where the class does, a group is present when its first byte is there, `*` and paths take
/// the rest.
pub(super) fn captures(mut program: &[u8], text: &[u8], fold: bool) -> Option<Captures> {
    let mut captures = Captures::default();
    let mut at = 0;
    let mut groups = 0usize;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some((next, behind)) = item(program) else {
            let ends = program.first() == Some(&END) && rest.is_empty() && groups == 0;
            return ends.then_some(captures);
        };
        program = behind;
        let (name, length) = match next {
            Item::Literal(literal) => {
                let here = rest.get(..literal.len());
                if !here.is_some_and(|here| equal(here, literal, fold)) {
                    return None;
                }
                at += literal.len();
                continue;
            }
            Item::Class {
                name,
                class,
                min,
                max,
            } => {
                let length = class_bits::run(class, rest);
                if length < min || length > max {
                    return None;
                }
                (name, length)
            }
            Item::Wildcard(name) => (name, rest.len()),
            Item::Path(name) if is_path(rest) => (name, rest.len()),
            Item::Group { .. } => {
                if enters(behind, rest, fold) {
                    groups += 1;
                } else {
                    match behind_group(behind) {
                        Some(behind) => program = behind,
                        None => return None,
                    }
                }
                continue;
            }
            Item::GroupEnd if groups > 0 => {
                groups -= 1;
                continue;
            }
            _ => return None,
        };
        steps::count(length);
        captures.bind(name, at, at.saturating_add(length));
        at = at.saturating_add(length);
    }
}

/// Tells whether a text is one or more segments, none of them empty.
fn is_path(text: &[u8]) -> bool {
    // A slash stands before it.
    let mut before = 1;
    for chunk in text.chunks(64) {
        let slashes = slashes(chunk);
        if slashes & (slashes << 1 | before) != 0 {
            return false;
        }
        before = slashes >> (chunk.len() - 1);
    }
    before == 0
}

/// Tells whether a text begins with the literal that a group begins with, as far as one byte tells.
fn enters(group: &[u8], text: &[u8], fold: bool) -> bool {
    match (item(group), text.first()) {
        (Some((Item::Literal([first, ..]), _)), Some(byte)) => {
            first == byte || fold && first.eq_ignore_ascii_case(byte)
        }
        _ => false,
    }
}

/// Returns the program behind the group whose items begin here.
fn behind_group(mut program: &[u8]) -> Option<&[u8]> {
    let mut depth = 1usize;
    while depth > 0 {
        let (next, rest) = item(program)?;
        program = rest;
        match next {
            Item::Group { .. } => depth = depth.checked_add(1)?,
            Item::GroupEnd => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    Some(program)
}

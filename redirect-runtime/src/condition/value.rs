//! Values of query keys, header fields and cookies.

use std::borrow::Cow;

use super::findings::Findings;
use crate::pattern::glob;
use crate::pattern::strategy::Strategy;
use crate::simd::chunks::read_bytes;

/// A value that must not be there.
pub const ABSENT: u8 = 0;
/// A value that must be there.
pub const PRESENT: u8 = 0xff;
/// A value that is this text.
pub const TEXT: u8 = 0;
/// A value that has these texts in it, one behind the other.
pub const GLOB: u8 = 1;
/// A value that a program matches.
pub const PROGRAM: u8 = 2;
/// Added to the form of a value whose ASCII letters match in either case.
pub const FOLDED: u8 = 0x80;

/// Tells whether a value is as its pattern says.
pub(super) fn value(
    bytes: &[u8],
    found: Option<Cow<'_, str>>,
    findings: &mut Findings,
) -> Option<bool> {
    let (&count, mut rest) = bytes.split_first()?;
    match (count, found) {
        (ABSENT, found) => Some(found.is_none()),
        (PRESENT, found) => Some(found.is_some()),
        (_, None) => Some(false),
        (count, Some(found)) => {
            for _ in 0..count {
                let (form, tail) = read_bytes(rest)?;
                rest = tail;
                if is_value(form, &found, findings)? {
                    return Some(true);
                }
            }
            Some(false)
        }
    }
}

/// Tells whether a value has one form; binds the names in it.
fn is_value(form: &[u8], found: &str, findings: &mut Findings) -> Option<bool> {
    let (&form, rest) = form.split_first()?;
    let folds = form & FOLDED != 0;
    Some(match form & !FOLDED {
        TEXT if folds => found.as_bytes().eq_ignore_ascii_case(rest),
        TEXT => found.as_bytes() == rest,
        GLOB if folds => glob::matches(rest, &found.to_ascii_lowercase()),
        GLOB => glob::matches(rest, found),
        _ => {
            let captures = Strategy::Rightmost.captures(rest, found.as_bytes(), folds);
            if let Some(captures) = &captures {
                findings.bind(captures, found, Some(rest).filter(|_| folds));
            }
            captures.is_some()
        }
    })
}

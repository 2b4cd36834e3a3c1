//! The path is none of these.

use crate::pattern::solve;
use crate::pattern::strategy::Strategy;
use crate::simd::chunks::{read_bytes, u16_at};

/// Tells whether a path is none of those that are excepted.
#[inline]
pub(super) fn holds(rest: &[u8], path: &str) -> Option<bool> {
    let (&folds, rest) = rest.split_first()?;
    let count = u16_at(rest, 0)?;
    let mut rest = rest.get(2..)?;
    for _ in 0..count {
        let (program, tail) = read_bytes(rest)?;
        rest = tail;
        let (bytes, folds) = (path.as_bytes(), folds != 0);
        let captures = Strategy::Rightmost.captures(program, bytes, folds);
        // Literals match encoded delimiters too.
        let encoded = || solve::encoded_captures(program, bytes, folds);
        if captures.is_some() || bytes.contains(&b'%') && encoded().is_some() {
            return Some(false);
        }
    }
    Some(true)
}

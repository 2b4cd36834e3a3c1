//! Matching one segment with a parameter, or a mix of literals and parameters.

use super::positions::is_uuid;
use super::program::{CLASS, END, LITERAL, SEGMENT, UUID, WILDCARD, splits_no_triplet};
use super::strategy::Strategy;
use super::{class_bits, steps, substring};
use crate::simd::chunks::read_bytes;

/// Tells whether a segment matches a program of literals and parameters; `plain` segments are known to hold no `%`.
///
/// Linear in the length of the segment.
pub fn matches(program: &[u8], segment: &[u8], plain: bool) -> bool {
    quick(program, segment, plain).unwrap_or_else(|| solve(program, segment))
}

/// Matches a segment by its program, whatever that is.
#[inline(never)]
fn solve(program: &[u8], segment: &[u8]) -> bool {
    match *program {
        [UUID, _, END, ..] => is_uuid(segment),
        _ => Strategy::Rightmost
            .captures(program, segment, false)
            .is_some(),
    }
}

/// Tells whether a segment matches a program of literals and parameters, where that is decided by taking for each
/// parameter as little as possible. `plain` segments are known to hold no `%`.
///
/// It is when all parameters are of one class without limits and the whole segment belongs to it, or is of the
/// class of segments: then whatever matches at all still matches with shorter parameters in front.
fn quick(program: &[u8], segment: &[u8], plain: bool) -> Option<bool> {
    steps::count(segment.len());
    if let [CLASS, _, class, min, max, END, ..] = *program {
        let most = if max == 0 {
            usize::MAX
        } else {
            usize::from(max)
        };
        let fits = (usize::from(min.max(1))..=most).contains(&segment.len());
        return Some(fits && class_bits::run(class, segment) == segment.len());
    }
    let (mut program, mut rest) = (program, segment);
    // Whether a parameter stands before what comes next; it needs a byte of its own.
    let mut open = false;
    let mut class = None;
    loop {
        match program {
            [END, ..] => break,
            [CLASS, _, this, 1, 0, tail @ ..] => {
                if open || *class.get_or_insert(*this) != *this {
                    return None;
                }
                open = true;
                program = tail;
            }
            [LITERAL, operands @ ..] => {
                let (literal, tail) = read_bytes(operands)?;
                if !plain && !splits_no_triplet(literal) {
                    return None;
                }
                program = tail;
                let last = program.first() == Some(&END);
                let from = usize::from(open);
                let found = match (open, last) {
                    (false, _) => rest.starts_with(literal).then_some(0),
                    (true, true) => rest
                        .len()
                        .checked_sub(literal.len())
                        .filter(|&at| at >= from && rest.ends_with(literal)),
                    (true, false) => rest
                        .get(from..)
                        .and_then(|rest| {
                            let found = substring::first(rest, literal);
                            steps::count(found.unwrap_or(rest.len()));
                            found
                        })
                        .and_then(|at| at.checked_add(from)),
                };
                let Some(at) = found else {
                    return Some(false);
                };
                rest = rest.get(at.checked_add(literal.len())?..)?;
                open = false;
                if last && !rest.is_empty() {
                    return Some(false);
                }
            }
            [WILDCARD, _, END, ..] if !open => return Some(true),
            _ => return None,
        }
    }
    let class = class?;
    if class != SEGMENT && class_bits::run(class, segment) < segment.len() {
        return None;
    }
    Some(open != rest.is_empty())
}

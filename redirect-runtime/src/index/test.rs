//! Tests of a segment: parameters of a kind, literals and parameters beside one another, and what a tail begins with.
//!
//! A test is [`TEST`] bytes: up to eight bytes that the segment must begin with, up to eight that it must end with,
//! how many they are (a byte each), the fewest bytes of a segment (`u16`), the offset plus one in `Blob` of a program that it
//! must match besides (0: none), and the state that it leads to.
//!
//! * Tests that tell together where a segment leads: their number, the tests, then the states for each combination of
//!   them, the first test being the lowest bit.
//! * Tests that each lead to a state of their own: with [`FEW`] a list of tests; else prefixes (see [`index`](super))
//!   whose payloads are lists of triples: program, fewest bytes, state.

use super::prefixes;
use crate::pattern::segment;
use crate::simd::chunks::{chunk_at, offset_at, u16_at, u32_at, u64_at};
use crate::table::{FEW, Section, Table};

/// Bytes of a test.
pub const TEST: usize = 32;
/// The most tests that tell together where a segment leads.
pub const MOST_TESTS: usize = 3;

/// The state behind a segment of which `first` are the first eight bytes.
pub(super) fn target(
    table: &Table<'_>,
    tests: u32,
    first: u64,
    text: &[u8],
    plain: bool,
) -> Option<u32> {
    let bytes = table.from(Section::Lists, tests.checked_sub(1)? as usize);
    let count = offset_at(bytes, 0)?.min(MOST_TESTS);
    let bytes = bytes.get(4..)?;
    let mut passed = 0;
    for number in 0..count {
        let test = chunk_at(bytes, number * TEST)?;
        passed |= usize::from(passes(table, test, first, text, plain)?) << number;
    }
    u32_at(bytes, count * TEST + 4 * passed)
}

/// Calls `found` with the state of each test that a segment passes, of which `first` are the first eight bytes.
pub(super) fn each(
    table: &Table<'_>,
    tests: u32,
    first: u64,
    text: &[u8],
    plain: bool,
    mut found: impl FnMut(u32),
) -> Option<()> {
    if tests & FEW == 0 {
        return prefixes::each(table, tests, text, |list| {
            let mut list = table.list(list).unwrap_or_default();
            while let (Some(program), Some(fewest), Some(state)) =
                (list.first(), list.at(1), list.at(2))
            {
                if text.len() >= fewest as usize && matches(table, program, text, plain) {
                    found(state);
                }
                list = list.rest().rest().rest();
            }
        });
    }
    let bytes = table.from(Section::Lists, (tests & !FEW).checked_sub(1)? as usize);
    let count = offset_at(bytes, 0)?;
    let tests = bytes.get(4..)?.chunks_exact(TEST).take(count);
    for test in tests.filter_map(<[u8]>::first_chunk) {
        if passes(table, test, first, text, plain)? {
            found(u32_at(test, 24)?);
        }
    }
    Some(())
}

/// Tells whether a segment passes a test.
#[inline]
fn passes(
    table: &Table<'_>,
    test: &[u8; TEST],
    first: u64,
    text: &[u8],
    plain: bool,
) -> Option<bool> {
    let last = text.last_chunk().map(|last| u64::from_le_bytes(*last));
    let head = first ^ u64_at(test, 0)?;
    let (front, back) = (u32::from(test[16]), u32::from(test[17]));
    // Little-endian: the first byte is the lowest, the last one the highest.
    let begins = head.checked_shl(64 - 8 * front.min(8)).unwrap_or(0) == 0;
    let ends = match last {
        Some(last) => {
            let tail = last ^ u64_at(test, 8)?;
            tail.checked_shr(64 - 8 * back.min(8)).unwrap_or(0) == 0
        }
        None => text.ends_with(test.get(16_usize.checked_sub(back as usize)?..16)?),
    };
    let fewest = usize::from(u16_at(test, 18)?);
    let may = begins & ends & (text.len() >= fewest);
    Some(may && matches(table, u32_at(test, 20)?, text, plain))
}

/// Tells whether a segment matches a program, if there is one.
#[inline]
fn matches(table: &Table<'_>, program: u32, text: &[u8], plain: bool) -> bool {
    match program.checked_sub(1) {
        None => true,
        Some(program) => segment::matches(table.blob(program), text, plain),
    }
}

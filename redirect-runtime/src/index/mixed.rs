//! Segments of literals and parameters: which of a node's come into question.
//!
//! With [`FEW`] a list of entries of [`ENTRY`] bytes that are looked at one by one: up to eight bytes
//! that the segment must begin with, up to eight that it must end with, how many they are (a byte each), the fewest
//! bytes of a segment (`u16`), program in `Blob`, child node. Else prefixes (see [`matcher`](super)) whose payloads are lists of triples:
//! program, fewest bytes, child node.

use super::prefixes;
use crate::simd::chunks::{offset_at, u16_at, u32_at, u64_at};
use crate::table::{FEW, Section, Table};

/// Bytes of an entry.
pub const ENTRY: usize = 32;

/// Calls `found` with program and child of each that may match a segment, of which `first` are the first eight bytes.
#[inline]
pub(super) fn each(
    table: &Table<'_>,
    mixed: u32,
    first: u64,
    text: &[u8],
    mut found: impl FnMut(u32, u32),
) -> Option<()> {
    if mixed & FEW == 0 {
        return prefixes::each(table, mixed, text, |list| {
            let mut list = table.list(list).unwrap_or_default();
            while let (Some(program), Some(fewest), Some(child)) =
                (list.first(), list.at(1), list.at(2))
            {
                if text.len() >= fewest as usize {
                    found(program, child);
                }
                list = list.rest().rest().rest();
            }
        });
    }
    let bytes = table.from(Section::Lists, (mixed & !FEW).checked_sub(1)? as usize);
    let count = offset_at(bytes, 0)?;
    let entries = bytes.get(4..)?.chunks_exact(ENTRY).take(count);
    let last = text.last_chunk().map(|last| u64::from_le_bytes(*last));
    for entry in entries.filter_map(<[u8]>::first_chunk) {
        if may_match(entry, first, last, text.len())? {
            found(u32_at(entry, 20)?, u32_at(entry, 24)?);
        }
    }
    Some(())
}

/// Whether the ends of a segment are those of an entry.
#[inline(always)]
fn may_match(entry: &[u8; ENTRY], first: u64, last: Option<u64>, length: usize) -> Option<bool> {
    let head = first ^ u64_at(entry, 0)?;
    let tail = last.map_or(0, |last| last ^ u64_at(entry, 8).unwrap_or(0));
    let (front, back) = (u32::from(entry[16]), u32::from(entry[17]));
    // Little-endian: the first byte is the lowest, the last one the highest.
    let begins = head.checked_shl(64 - 8 * front.min(8)).unwrap_or(0) == 0;
    let ends = tail.checked_shr(64 - 8 * back.min(8)).unwrap_or(0) == 0;
    let fewest = usize::from(u16_at(entry, 18)?);
    Some(begins & ends & (length >= fewest))
}

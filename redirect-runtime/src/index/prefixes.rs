//! All texts of a sorted list that a text begins with.

use crate::simd::chunks::{offset_at, u32_at};
use crate::table::{Section, Table};

const ENTRY: usize = 16;

/// Calls `found` with the payload of each entry that `text` begins with, the longest first.
///
/// Logarithmic in the number of entries, plus the number of those found and of the entries that the nearest one
/// extends.
#[inline]
pub(super) fn each<'a>(
    table: &Table<'a>,
    offset_plus_one: u32,
    text: &[u8],
    mut found: impl FnMut(u32),
) -> Option<()> {
    let offset = offset_plus_one.checked_sub(1)? as usize;
    let lists = table.section(Section::Lists);
    let count = offset_at(lists, offset)?;
    let entries = lists.get(offset.checked_add(4)?..)?;
    let entry = |number: usize| -> Option<(&'a [u8], u32, u32)> {
        let at = number.checked_mul(ENTRY)?;
        let start = offset_at(entries, at)?;
        let length = offset_at(entries, at.checked_add(4)?)?;
        let text = table
            .section(Section::Blob)
            .get(start..start.checked_add(length)?)?;
        Some((
            text,
            u32_at(entries, at.checked_add(8)?)?,
            u32_at(entries, at.checked_add(12)?)?,
        ))
    };
    // The last entry that is not greater than the text: it, or one that it extends, is the longest prefix.
    let (mut low, mut high) = (0usize, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if entry(middle)?.0 <= text {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let mut next = low;
    for _ in 0..count {
        let (prefix, shorter, payload) = entry(next.checked_sub(1)?)?;
        if text.starts_with(prefix) {
            found(payload);
        }
        next = shorter as usize;
    }
    Some(())
}

//! Literal paths: one hash of the whole path, one slot, one comparison.

use super::is_literal_length;
use crate::table::{COMPLETE, List, SLOT, Section, Table};
use crate::word::{hash, offset_at, u16_at, u32_at};

/// What is known of a literal path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    /// The rules that match it, in file order.
    pub(super) candidates: List<'a>,
    /// Whether there are no others, patterns included.
    pub(super) complete: bool,
}

/// The record of a path, if it is literal in some rule. With `fold` the records are in lower case.
#[inline]
pub(super) fn probe<'a>(
    table: &Table<'a>,
    section: Section,
    path: &[u8],
    fold: bool,
) -> Option<Record<'a>> {
    let slots = table.section(section);
    let mask = (slots.len() / SLOT).checked_sub(1)?;
    if !is_literal_length(table, path.len()) {
        return None;
    }
    let hash = if fold {
        hash(&path.to_ascii_lowercase())
    } else {
        hash(path)
    };
    let tag = (hash >> 32) as u32;
    let mut slot = hash as usize & mask;
    // A damaged table could have no empty slot: never look longer than there are slots.
    for _ in 0..=mask {
        let at = slot.wrapping_mul(SLOT);
        let offset = offset_at(slots, at.wrapping_add(4))?.checked_sub(1)?;
        if u32_at(slots, at)? == tag {
            if let Some(record) = record(table, offset, path, fold) {
                return Some(record);
            }
        }
        slot = slot.wrapping_add(1) & mask;
    }
    None
}

/// The record at an offset, if it is that of a path.
#[inline]
fn record<'a>(table: &Table<'a>, offset: usize, path: &[u8], fold: bool) -> Option<Record<'a>> {
    let bytes = table.section(Section::Records).get(offset..)?;
    let length = usize::from(u16_at(bytes, 0)?);
    let count = u16_at(bytes, 2)?;
    let rest = bytes.get(4..)?;
    let (candidates, rest) = rest.split_at_checked(usize::from(count & !COMPLETE) * 4)?;
    let text = rest.get(..length)?;
    let equal = text == path || fold && text.eq_ignore_ascii_case(path);
    equal.then_some(Record {
        candidates: List::new(candidates),
        complete: count & COMPLETE != 0,
    })
}

//! Literal paths: one hash of the whole path, one slot, one comparison.

use super::candidates::Candidates;
use super::{is_literal_length, selector};
use crate::request::Request;
use crate::table::{COMPLETE, List, SELECTED, SLOT, Section, Table};
use crate::word::{hash, next_slot, offset_at, slot_of, u32_at};

/// What is known of a literal path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    /// The rules that match it, in file order; or one number, a selector.
    candidates: List<'a>,
    selected: bool,
    /// Whether there are no others, patterns included.
    pub(super) complete: bool,
}

impl<'a> Record<'a> {
    /// Adds the record's candidates.
    #[inline]
    pub(super) fn add(
        &self,
        table: &Table<'a>,
        request: Option<&Request<'_>>,
        found: &mut Candidates<'a>,
    ) {
        if self.selected {
            if let Some(reference) = self.candidates.at(0) {
                selector::add(table, reference, request, found);
            }
        } else {
            found.add(self.candidates);
        }
    }
}

/// The record of a path, if it is literal in some rule.
#[inline(always)]
pub(super) fn probe<'a>(table: &Table<'a>, section: Section, path: &[u8]) -> Option<Record<'a>> {
    if !is_literal_length(table, path.len()) {
        return None;
    }
    let slots = table.section(section);
    let count = slots.len() / SLOT;
    let hash = hash(path);
    let mut slot = slot_of(hash, count);
    // A damaged table could have no empty slot: never look longer than there are slots.
    for _ in 0..count {
        let slot_bytes = slots.get(slot.wrapping_mul(SLOT)..)?;
        let offset = offset_at(slot_bytes, 4)?.checked_sub(1)?;
        if u32_at(slot_bytes, 0)? == hash as u32 {
            if let Some(record) = record(table, offset, path) {
                return Some(record);
            }
        }
        slot = next_slot(slot, count);
    }
    None
}

/// The record at an offset, if it is that of a path.
#[inline]
fn record<'a>(table: &Table<'a>, offset: usize, path: &[u8]) -> Option<Record<'a>> {
    let bytes = table.section(Section::Records).get(offset..)?;
    let (&[low, high, count_low, count_high], rest) = bytes.split_first_chunk()?;
    let length = usize::from(u16::from_le_bytes([low, high]));
    let count = u16::from_le_bytes([count_low, count_high]);
    let own = usize::from(count & !(COMPLETE | SELECTED));
    let (candidates, rest) = rest.split_at_checked(own.wrapping_mul(4))?;
    (rest.get(..length)? == path).then_some(Record {
        candidates: List::new(candidates),
        selected: count & SELECTED != 0,
        complete: count & COMPLETE != 0,
    })
}

//! Literal paths: one hash of the whole path, one slot, one comparison.

use super::candidates::Candidates;
use super::{is_literal_length, selector};
use crate::request::Request;
use crate::table::{HELD, List, SELECTED, SLOT, Section, Table};
use crate::word::{hash, next_slot, same, slot_of};

/// What is known of a literal path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// The rules that match it, in file order; or one number, a selector.
    candidates: List<'a>,
    flags: u16,
}

impl<'a> Record<'a> {
    /// Whether a flag is set.
    #[inline]
    pub(crate) const fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// The first candidate.
    #[inline]
    pub(crate) fn first(&self) -> Option<u32> {
        self.candidates.first()
    }

    /// Adds the record's candidates.
    #[inline]
    pub(super) fn add(
        &self,
        table: &Table<'a>,
        request: Option<&Request<'_>>,
        found: &mut Candidates<'a>,
    ) {
        if self.has(SELECTED) {
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
    let count = table.length(section) / SLOT;
    let hash = hash(path);
    let mut slot = slot_of(hash, count);
    // A damaged table could have no empty slot: never look longer than there are slots.
    for _ in 0..count {
        let bytes: &[u8; SLOT] = table.chunk(section, slot.wrapping_mul(SLOT))?;
        let bytes = u64::from_le_bytes(*bytes);
        let offset = ((bytes >> 32) as usize).checked_sub(1)?;
        if bytes as u32 == hash as u32 {
            if let Some(record) = record(table, offset, path) {
                return Some(record);
            }
        }
        slot = next_slot(slot, count);
    }
    None
}

/// The record at an offset, if it is that of a path.
#[inline(always)]
fn record<'a>(table: &Table<'a>, offset: usize, path: &[u8]) -> Option<Record<'a>> {
    let bytes = table.from(Section::Records, offset);
    let (&[low, high, flags_low, flags_high], rest) = bytes.split_first_chunk()?;
    let length = usize::from(u16::from_le_bytes([low, high]));
    let flags = u16::from_le_bytes([flags_low, flags_high]);
    let (candidates, rest) = rest.split_at_checked(usize::from(flags & HELD) * 4)?;
    same(rest.get(..length)?, path).then_some(Record {
        candidates: List::new(candidates),
        flags,
    })
}

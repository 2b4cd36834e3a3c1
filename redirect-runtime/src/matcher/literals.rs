//! Literal paths: one hash of the whole path, one look at a group of slots, one comparison.

use super::accept::Accept;
use super::{is_literal_length, selector};
use crate::bytes::{equal_bytes, has_empty_tag};
use crate::hash::{hash, next_slot, slot_of, tag};
use crate::table::{GROUP, HELD, List, SELECTED, Section, Table};
use crate::word::{same, u32_at};

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

    /// Hands on the record's candidates.
    #[inline(always)]
    pub(super) fn add(&self, table: &Table<'a>, found: &mut impl Accept<'a>) {
        if self.has(SELECTED) {
            if let Some(reference) = self.candidates.at(0) {
                selector::add(table, reference, found);
            }
        } else {
            found.list(self.candidates);
        }
    }
}

/// The record of a path, if it is literal in some rule.
#[inline(always)]
pub(super) fn probe<'a>(table: &Table<'a>, section: Section, path: &[u8]) -> Option<Record<'a>> {
    if !is_literal_length(table, path.len()) {
        return None;
    }
    let count = table.length(section) / GROUP;
    let hash = hash(path);
    let mut group = slot_of(hash, count);
    // A damaged table could have no empty slot: never look longer than there are groups.
    for _ in 0..count {
        let bytes: &[u8; GROUP] = table.chunk(section, group.wrapping_mul(GROUP))?;
        let (tags, offsets) = bytes.split_first_chunk()?;
        let tags = u64::from_le_bytes(*tags);
        let mut marks = equal_bytes(tags, tag(hash));
        while marks != 0 {
            let slot = (marks.trailing_zeros() / 8) as usize;
            let offset = u32_at(offsets, slot * 4)?;
            if let Some(record) = record(table, offset as usize, path) {
                return Some(record);
            }
            marks &= marks - 1;
        }
        if has_empty_tag(tags) {
            return None;
        }
        group = next_slot(group, count);
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

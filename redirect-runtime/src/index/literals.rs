//! Literal paths: one hash of the whole path, one look at the tags of a group of slots, one comparison.

use super::accept::{self, Accept};
use super::candidate::Candidate;
use crate::simd::chunks::{same, u16_at, u32_at};
use crate::simd::find::{equal_bytes, has_empty_tag};
use crate::simd::hash::{hash, next_slot, slot_of, tag};
use crate::table::{HELD, List, PLACES, SELECTED, Section, TAGS, Table, UNIT};

/// The record of a literal path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// The rules that match it, in file order; or one number, a selector.
    candidates: List<'a>,
    flags: u16,
}

impl<'a> Record<'a> {
    /// Tells whether a flag is set.
    #[inline]
    pub(crate) const fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// The first candidate.
    #[inline]
    pub(crate) fn first(&self) -> Option<Candidate> {
        self.candidates.first().map(Candidate::of_bits)
    }

    /// Hands on the record's candidates.
    #[inline(always)]
    pub(super) fn add(&self, table: &Table<'a>, found: &mut impl Accept<'a>) {
        if self.has(SELECTED) {
            if let Some(reference) = self.candidates.at(0) {
                accept::add(table, reference, found);
            }
        } else {
            found.list(self.candidates);
        }
    }
}

/// The record of a path, if it is literal in some rule.
#[inline(always)]
pub(super) fn probe<'a>(table: &Table<'a>, section: Section, path: &[u8]) -> Option<Record<'a>> {
    let count = table.groups(section);
    if count == 0 {
        return None;
    }
    let hash = hash(path);
    let group = slot_of(hash, count);
    let tags = tags(table, section, group)?;
    let marks = equal_bytes(tags, tag(hash));
    if marks != 0 {
        let record = record_at(table, section, group, marks, path);
        if record.is_some() {
            return record;
        }
    } else if has_empty_tag(tags) {
        return None;
    }
    probe_on(table, section, path, hash)
}

/// Looks on through any group and any of its slots: few paths come here.
#[inline(never)]
fn probe_on<'a>(table: &Table<'a>, section: Section, path: &[u8], hash: u64) -> Option<Record<'a>> {
    let count = table.groups(section);
    let mut group = slot_of(hash, count);
    // A damaged table could have no empty slot: never look longer than there are groups.
    for _ in 0..count {
        let tags = tags(table, section, group)?;
        let mut marks = equal_bytes(tags, tag(hash));
        while marks != 0 {
            let record = record_at(table, section, group, marks, path);
            if record.is_some() {
                return record;
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

/// The tags of a group.
#[inline(always)]
fn tags(table: &Table<'_>, section: Section, group: usize) -> Option<u64> {
    let tags = table.chunk(section, group.wrapping_mul(TAGS))?;
    Some(u64::from_le_bytes(*tags))
}

/// The record that the first of the marked slots points at, if it is that of a path.
#[inline(always)]
fn record_at<'a>(
    table: &Table<'a>,
    section: Section,
    group: usize,
    marks: u64,
    path: &[u8],
) -> Option<Record<'a>> {
    let slot = (marks.trailing_zeros() / 8) as usize;
    // The places of all groups stand behind the tags of all groups.
    let tags = table.groups(section).wrapping_mul(TAGS);
    let places: &[u8; PLACES] = table.chunk(section, tags.wrapping_add(group * PLACES))?;
    let base = u32_at(places, 0)? as usize;
    let distance = usize::from(u16_at(places, 4 + 2 * slot)?);
    let bytes = table.from(Section::Records, base.wrapping_add(distance * UNIT));
    let (&[low, high, flags_low, flags_high], candidate_and_path) = bytes.split_first_chunk()?;
    let length = usize::from(u16::from_le_bytes([low, high]));
    let flags = u16::from_le_bytes([flags_low, flags_high]);
    let (candidate, rest) = candidate_and_path.split_first_chunk::<4>()?;
    let (own, more) = rest.split_at_checked(length)?;
    if !same(own, path) {
        return None;
    }
    let candidates = match flags & HELD {
        1 => candidate,
        count => more.get(..usize::from(count) * 4)?,
    };
    Some(Record {
        candidates: List::new(candidates),
        flags,
    })
}

//! The prefilter: two bits for the front of a path, which end most requests.

use super::segments::{Path, filter_key, second_filter_key, second_segment};
use crate::canonical::keeps_front;
use crate::canonical::regular_path::is_regular_path;
use crate::table::{BEGINS_LITERAL, BEGINS_PATTERN, SECONDS, Section, Table};

/// The sources that begin as a path does, as far as its front tells: literal paths, patterns, both or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prefilter {
    /// [`BEGINS_LITERAL`] and [`BEGINS_PATTERN`].
    bits: u8,
}

impl Prefilter {
    /// Looks at the front of a canonical path: up to eight bytes of its first segment, and where that may be a name of some pattern,
    /// of its second.
    #[inline(always)]
    pub(crate) fn of(table: &Table<'_>, path: &[u8]) -> Self {
        let key = filter_key(path, 1);
        let bits = table.filter_bits(key);
        if bits & BEGINS_PATTERN != 0 || !table.is_open(key) {
            return Prefilter { bits };
        }
        Prefilter {
            bits: bits | open_bits(table, path),
        }
    }

    /// Tells whether it is certain that a target which [`Prefilter::of`] has looked at as it came begins as its canonical path does.
    #[inline(never)]
    pub(crate) fn holds_as_it_came(table: &Table<'_>, target: &[u8]) -> bool {
        // The second segment was looked at only behind a first one that patterns leave open.
        match table.has(SECONDS) && table.is_open(filter_key(target, 1)) {
            true => is_regular_path(target),
            false => keeps_front(target),
        }
    }

    /// Looks at the whole first segment too, which takes longer.
    #[inline]
    pub(crate) fn narrowed(self, table: &Table<'_>, path: &Path<'_>) -> Self {
        if table.length(Section::Segments) == 0 {
            return self;
        }
        let length = path.segment(&mut path.from(1));
        let front = path.front(1, length);
        let open = u8::from(table.is_open(front.0 | 0x20)) * BEGINS_PATTERN;
        Prefilter {
            bits: self.bits & (table.segment_bits(front, length) | open),
        }
    }

    /// Tells whether no source begins so.
    #[inline(always)]
    pub(crate) const fn is_none(self) -> bool {
        self.bits == 0
    }

    /// Tells whether some literal path begins so.
    #[inline(always)]
    pub(crate) const fn has_literals(self) -> bool {
        self.bits & BEGINS_LITERAL != 0
    }

    /// Tells whether some pattern begins so.
    #[inline(always)]
    pub(crate) const fn has_patterns(self) -> bool {
        self.bits & BEGINS_PATTERN != 0
    }
}

/// [`BEGINS_PATTERN`], if a pattern whose first segment is not literal may begin as a path does, by its second segment.
#[inline(never)]
fn open_bits(table: &Table<'_>, path: &[u8]) -> u8 {
    let start = match table.has(SECONDS) {
        true => second_segment(path),
        false => None,
    };
    let bits = start.map(|start| table.filter_bits(second_filter_key(path, start)));
    bits.unwrap_or(BEGINS_PATTERN) & BEGINS_PATTERN
}

//! The names of a rule: first those bound by its source, then those bound by its conditions, then those that only its
//! destination uses.
//!
//! A count of one byte, then of each name `NAME` bytes: `u32` offset and `u16` length of its text in the section
//! `Names`, and its [locator](crate::pattern::locator).

use super::{MOST_BYTES, Table};
use crate::pattern::locator::{CaptureLocator, LOCATOR};
use crate::simd::chunks::chunk_at;

/// Bytes of a name.
const NAME: usize = 6 + LOCATOR;

/// Writes names: the offset and length of the text of each, and its locator.
#[must_use]
pub fn write(names: &[(u32, u16, CaptureLocator)]) -> Vec<u8> {
    let count = u8::try_from(names.len()).unwrap_or(u8::MAX);
    let mut out = vec![count];
    for (start, length, locator) in names.iter().take(usize::from(count)) {
        out.extend_from_slice(&start.to_le_bytes());
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&locator.bytes());
    }
    out
}

/// The place of the names of a rule that matched: a state of the index may know locators that fit the path better than the
/// rule's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NamesAt {
    /// Their offset in `Blob` plus one.
    offset: u32,
}

impl NamesAt {
    /// The place that the rule itself names.
    pub(crate) const RULE: Self = NamesAt { offset: 0 };
    /// No place: nothing is bound. No offset is as large, since no table is longer.
    pub(crate) const NOWHERE: Self = NamesAt {
        offset: MOST_BYTES as u32,
    };

    /// The place at an offset in `Blob` plus one; 0 is that of the rule.
    #[inline]
    pub(crate) const fn of_offset(offset: u32) -> Self {
        NamesAt { offset }
    }

    /// The offset in `Blob` plus one, in 31 bits; 0 for the place of the rule.
    #[inline]
    pub(crate) const fn offset(self) -> u32 {
        self.offset
    }

    /// The names at this place; `None` for that of the rule.
    #[inline]
    pub(crate) fn known<'a>(self, table: &Table<'a>) -> Option<Names<'a>> {
        if self == NamesAt::NOWHERE {
            return Some(Names::NONE);
        }
        Some(Names::read(table.blob(self.offset.checked_sub(1)?)))
    }
}

/// Names in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    entries: &'a [u8],
}

impl<'a> Names<'a> {
    /// No names.
    pub(crate) const NONE: Self = Names { entries: &[] };

    /// The names that stand here.
    #[inline]
    pub(crate) fn read(bytes: &'a [u8]) -> Self {
        let names = || {
            let (&count, rest) = bytes.split_first()?;
            rest.get(..usize::from(count).checked_mul(NAME)?)
        };
        Names {
            entries: names().unwrap_or_default(),
        }
    }

    /// Tells whether there are none.
    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A name by its number.
    #[inline]
    pub(crate) fn get(self, number: u8) -> Option<Name<'a>> {
        let entry = chunk_at(self.entries, usize::from(number).checked_mul(NAME)?)?;
        Some(Name { entry })
    }
}

impl<'a> Iterator for Names<'a> {
    type Item = Name<'a>;

    #[inline]
    fn next(&mut self) -> Option<Name<'a>> {
        let (entry, rest) = self.entries.split_first_chunk()?;
        self.entries = rest;
        Some(Name { entry })
    }
}

/// A name of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'a> {
    entry: &'a [u8; NAME],
}

impl<'a> Name<'a> {
    /// The name as text; empty in a damaged table.
    #[inline]
    pub(crate) fn text(self, table: &Table<'a>) -> &'a str {
        let [a, b, c, d, e, f, ..] = *self.entry;
        let (start, length) = (u32::from_le_bytes([a, b, c, d]), u16::from_le_bytes([e, f]));
        table.name(start, length).unwrap_or_default()
    }

    /// Where the name is bound.
    #[inline]
    pub(crate) const fn locator(self) -> CaptureLocator {
        let [.., a, b, c, d, e, f] = *self.entry;
        CaptureLocator::of_bytes([a, b, c, d, e, f])
    }
}

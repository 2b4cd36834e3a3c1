//! The names of a rule: first those bound by its source, then those bound by its conditions, then those that only its
//! destination uses.
//!
//! A count of one byte, then of each name `NAME` bytes: `u32` offset and `u16` length of its text in the section
//! `Names`, and its [place](crate::pattern::locator).

use super::Table;
use crate::pattern::locator::{CaptureLocator, LOCATOR};

/// Bytes of a name.
const NAME: usize = 6 + LOCATOR;

/// Writes names: the offset and length of the text of each, and its place.
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

/// Names in order, each with its place.
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

    /// The next name, and its place.
    #[inline]
    pub(crate) fn next(&mut self, table: &Table<'a>) -> Option<(&'a str, CaptureLocator)> {
        let (entry, rest) = self.entries.split_first_chunk::<NAME>()?;
        self.entries = rest;
        let (start, rest) = entry.split_first_chunk()?;
        let (length, locator) = rest.split_first_chunk()?;
        let (start, length) = (u32::from_le_bytes(*start), u16::from_le_bytes(*length));
        let name = table.name(start, length)?;
        Some((name, CaptureLocator::of_bytes(*locator.first_chunk()?)))
    }

    /// Where a name is bound, by its number.
    pub(crate) fn locator(self, number: u8, table: &Table<'a>) -> CaptureLocator {
        self.nth(number, table)
            .map_or(CaptureLocator::NONE, |(_, locator)| locator)
    }

    /// A name by its number, and its place.
    pub(crate) fn nth(
        mut self,
        number: u8,
        table: &Table<'a>,
    ) -> Option<(&'a str, CaptureLocator)> {
        self.entries = self.entries.get(usize::from(number) * NAME..)?;
        self.next(table)
    }
}

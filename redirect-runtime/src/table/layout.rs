//! The header of a table, read and checked.

use super::{COUNTS, FIRSTS, MAGIC, SECTIONS, Section, Table, TableError};

/// What the header of a table says, checked.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The first byte of each section and the one behind its last.
    pub(super) sections: [(u32, u32); SECTIONS],
    pub(super) counts: [u32; COUNTS],
    /// The first 32 bytes of the filter.
    pub(super) firsts: [u64; 4],
    /// The first byte of the filter's entries, and how many entries there are.
    pub(super) entries: (u32, u32),
}

impl Layout {
    /// Reads the header of a table; linear in the number of sections, so that it can run in a constant.
    ///
    /// Everything behind the header is checked where it is read: a damaged table gives wrong answers, or none, but
    /// never a panic.
    ///
    /// # Errors
    /// When the bytes do not begin as a table of this version, or are shorter than the header says.
    pub const fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let Some((magic, rest)) = bytes.split_first_chunk::<8>() else {
            return Err(TableError::Truncated);
        };
        let mut at = 0;
        while at < MAGIC.len() {
            if magic[at] != MAGIC[at] {
                return Err(TableError::Magic);
            }
            at += 1;
        }
        let Some((length, mut rest)) = rest.split_first_chunk::<4>() else {
            return Err(TableError::Truncated);
        };
        if u32::from_le_bytes(*length) as usize != bytes.len() {
            return Err(TableError::Truncated);
        }
        let mut counts = [0; COUNTS];
        let mut next = 0;
        while next < COUNTS {
            let Some((count, tail)) = rest.split_first_chunk::<4>() else {
                return Err(TableError::Truncated);
            };
            counts[next] = u32::from_le_bytes(*count);
            rest = tail;
            next += 1;
        }
        let mut sections = [(0, 0); SECTIONS];
        let mut next = 0;
        while next < SECTIONS {
            let Some((start, tail)) = rest.split_first_chunk::<4>() else {
                return Err(TableError::Truncated);
            };
            let Some((length, tail)) = tail.split_first_chunk::<4>() else {
                return Err(TableError::Truncated);
            };
            let start = u32::from_le_bytes(*start);
            let Some(end) = start.checked_add(u32::from_le_bytes(*length)) else {
                return Err(TableError::Section);
            };
            if end as usize > bytes.len() {
                return Err(TableError::Section);
            }
            sections[next] = (start, end);
            rest = tail;
            next += 1;
        }
        let (filter, end) = sections[Section::Filter as usize];
        let mut firsts = [0; 4];
        let mut entries = (filter, 0);
        if let Some((_, filter)) = bytes.split_at_checked(filter as usize) {
            let mut rest = filter;
            let mut next = 0;
            while next < firsts.len() {
                let Some((word, tail)) = rest.split_first_chunk::<8>() else {
                    return Err(TableError::Section);
                };
                firsts[next] = u64::from_le_bytes(*word);
                rest = tail;
                next += 1;
            }
            let Some(start) = entries.0.checked_add(FIRSTS) else {
                return Err(TableError::Section);
            };
            let Some(count) = end.saturating_sub(start).checked_mul(4) else {
                return Err(TableError::Section);
            };
            entries = (start, count);
        }
        Ok(Layout {
            sections,
            counts,
            firsts,
            entries,
        })
    }

    /// The table of this layout.
    #[inline]
    pub const fn of<'a>(&'a self, bytes: &'a [u8]) -> Table<'a> {
        Table {
            bytes,
            layout: self,
        }
    }
}

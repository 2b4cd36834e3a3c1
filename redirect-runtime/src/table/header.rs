//! The header of a table, and the names as text: what is read before the table is asked anything.
//!
//! | bytes | hold |
//! |---|---|
//! | 7 | `MAGIC` |
//! | 1 | `VERSION` of the layout |
//! | 4 | length of the table in bytes |
//! | 4 each | the numbers of [`Count`](super::Count) |
//! | 8 each | first byte and length of each [`Section`], from the start of the table |

use std::sync::Arc;

use super::{COUNTS, FIRSTS, GROUP, SECTIONS, Section, Table, TableError};

/// The bytes that every table begins with.
const MAGIC: [u8; 7] = *b"redirec";

/// The version of the layout. It changes with every change of a record: a table says what its compiler wrote, and a
/// reader of another version refuses it.
const VERSION: u8 = 7;

/// The bytes before the first section.
const HEADER: usize = MAGIC.len() + 5 + 4 * COUNTS + 8 * SECTIONS;

/// Sections begin at multiples of so many bytes: then what is read together lies in one line of the cache.
const ALIGNED: usize = 32;

/// The most bytes of a table: offsets have four bytes, some with a bit beside them.
pub const MOST_BYTES: usize = u32::MAX as usize / 2;

/// Puts the sections of a table together, in the order of [`Section`]; `None` beyond [`MOST_BYTES`].
#[must_use]
pub fn assemble(counts: [u32; COUNTS], sections: [&[u8]; SECTIONS]) -> Option<Vec<u8>> {
    let mut starts = [0_usize; SECTIONS];
    let mut length = HEADER;
    for (start, section) in starts.iter_mut().zip(sections) {
        *start = length.checked_next_multiple_of(ALIGNED)?;
        length = start.checked_add(section.len())?;
    }
    let whole = u32::try_from(length)
        .ok()
        .filter(|_| length <= MOST_BYTES)?;
    let mut bytes = Vec::with_capacity(length);
    bytes.extend_from_slice(&MAGIC);
    bytes.push(VERSION);
    bytes.extend_from_slice(&whole.to_le_bytes());
    for count in counts {
        bytes.extend_from_slice(&count.to_le_bytes());
    }
    for (start, section) in starts.into_iter().zip(sections) {
        // Both are within the whole.
        bytes.extend_from_slice(&(start as u32).to_le_bytes());
        bytes.extend_from_slice(&(section.len() as u32).to_le_bytes());
    }
    for (start, section) in starts.into_iter().zip(sections) {
        bytes.resize(start, 0);
        bytes.extend_from_slice(section);
    }
    Some(bytes)
}

/// The header of a table and its names as text, read before the table is asked anything.
#[derive(Clone, Debug)]
pub struct Layout {
    pub(super) header: Header,
    names: Names,
}

/// The section `Names`, which is known to be UTF-8.
#[derive(Clone, Debug)]
enum Names {
    Static(&'static str),
    Shared(Arc<str>),
}

impl Layout {
    /// Reads the header of a table, and its names: linear in the length of the names.
    ///
    /// Everything else is checked where it is read: a damaged table gives wrong answers, or none, but never a panic.
    ///
    /// # Errors
    /// When the bytes do not begin as a table of this version, are shorter than the header says, or name what is no
    /// text.
    pub fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let header = Header::read(bytes)?;
        let names = header.names(bytes).ok_or(TableError::Names)?;
        Ok(Layout {
            header,
            names: Names::Shared(names.into()),
        })
    }

    /// The layout of a table that is part of the program, made in a constant.
    pub(crate) const fn of_static(header: Header, names: &'static str) -> Self {
        Layout {
            header,
            names: Names::Static(names),
        }
    }

    /// All names.
    #[inline]
    pub(super) fn names(&self) -> &str {
        match &self.names {
            Names::Static(names) => names,
            Names::Shared(names) => names,
        }
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

/// The header of a table, checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    /// The first byte of each section and the one behind its last.
    pub(super) sections: [(u32, u32); SECTIONS],
    pub(super) counts: [u32; COUNTS],
    /// The first 32 bytes of the filter.
    pub(super) firsts: [u64; 4],
    /// The first byte of the filter's entries, and how many entries there are.
    pub(super) entries: (u32, u32),
    /// The numbers of groups of slots of exact and of folded literal paths.
    pub(super) groups: [u32; 2],
}

impl Header {
    /// Reads the header of a table; linear in the number of sections, so that it can run in a constant.
    pub(crate) const fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let Some((magic, rest)) = bytes.split_first_chunk::<7>() else {
            return Err(TableError::Truncated);
        };
        let mut at = 0;
        while at < MAGIC.len() {
            if magic[at] != MAGIC[at] {
                return Err(TableError::Magic);
            }
            at += 1;
        }
        let Some(([version], rest)) = rest.split_first_chunk::<1>() else {
            return Err(TableError::Truncated);
        };
        if *version != VERSION {
            return Err(TableError::Version {
                written: *version,
                read: VERSION,
            });
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
        Ok(Header {
            sections,
            counts,
            firsts,
            entries,
            groups: [
                groups(sections[Section::Literals as usize]),
                groups(sections[Section::Folded as usize]),
            ],
        })
    }

    /// The names of a table, if they are text.
    pub(crate) const fn names<'a>(&self, bytes: &'a [u8]) -> Option<&'a str> {
        let (start, end) = self.sections[Section::Names as usize];
        let Some((front, _)) = bytes.split_at_checked(end as usize) else {
            return None;
        };
        let Some((_, names)) = front.split_at_checked(start as usize) else {
            return None;
        };
        match std::str::from_utf8(names) {
            Ok(names) => Some(names),
            Err(_) => None,
        }
    }
}

/// Returns the number of groups of slots that fit into a section.
const fn groups((start, end): (u32, u32)) -> u32 {
    end.saturating_sub(start) / GROUP as u32
}

//! The layout of a compiled policy: one run of bytes, read in place.
//!
//! Numbers are little-endian. A table is a header, then sections. Each record has a file of its own, with its
//! layout, its reader and its writer, so that what is written is what is read.
//!
//! | section | holds |
//! |---|---|
//! | `Filter` | 32 bytes: a bit for each first byte (folded) of a pattern whose first segment is not literal in its first eight bytes (all, if a pattern can begin with anything); then entries of two bits, [`BEGINS_LITERAL`] and [`BEGINS_PATTERN`], by [`filter_key`](crate::index::segments::filter_key), and those of [`SECONDS`] |
//! | `Segments` | entries of two bits as those of `Filter`, by [`segment_key`] of the whole first segment; none for few segments |
//! | `Literals`, `Folded` | groups of [`TAGS`] slots, any number: first of each group a tag for each slot (0: empty, else the lowest seven bits of the hash of a path and the highest bit), which is all that most misses look at; then of each group the [`PLACES`] of its records; looked for from [`slot_of`](crate::simd::hash::slot_of) on, to a group with an empty slot |
//! | `Records` | of each literal path, at a multiple of [`UNIT`]: `u16` length of the path, `u16` number of candidates with [`COMPLETE`], [`SELECTED`] and [`REDIRECTS_ALL`], the first candidate, the path, and if there are several candidates, all of them |
//! | `Edges` | slots of [`EDGE`] bytes: state, length of the segment, its [`front`](crate::index::segments::front), the state that it leads to (0: empty), offset of its text in `Blob` if longer than 16 |
//! | `States` | [`STATE`] bytes each, named by their offsets: the first candidate that is accepted ([`NONE`](crate::index::candidate::Candidate::NONE): none), the names of its rule as this state binds them (as the rule has them), offset plus one into `Lists` of all candidates if there are several; the states that an empty segment and any other that no edge has lead to (0: none, with [`SPLIT`], with [`TESTED`]); offset plus one of tests that each lead to a state of their own (0: none, with [`FEW`]); how edges are found: 0 (none), [`HASHED`] or [`ONE_EDGE`] with the length of its text added, each with [`FORKS`] if there are such tests, or [`ANYTHING`]; the state that one edge leads to; the [`front`](crate::index::segments::front) of one edge, or the mask of the [`edge_bit`](crate::simd::hash::edge_bit)s of several, and 0 |
//! | `Lists` | see [`index`](crate::index) |
//! | `Rules` | records of one size, see [`rule`](crate::table::rule) |
//! | `Blob` | everything of variable length: programs, templates, conditions, texts |
//! | `Names` | the names of parameters, each once, nothing between them |
//!
//! A candidate is a rule's number in file order with bits, see [`candidate`](crate::index::candidate).

mod error;
pub mod handler;
mod header;
mod list;
pub mod lookup;
pub mod names;
pub mod policy;
pub mod response_options;
pub mod rule;
pub mod template;
pub mod text;

pub use error::TableError;
pub(crate) use header::Header;
pub use header::{Layout, MOST_BYTES, assemble};
pub(crate) use list::List;

use crate::simd::chunks::{chunk_at, offset_at};
use crate::simd::hash::{filter_entry, segment_key};

/// Set in the number of candidates of a literal path when no others match it, patterns included.
pub const COMPLETE: u16 = 1 << 15;
/// Set in the number of candidates of a literal path when its one candidate is the
/// offset plus one of a list or [`selector`](crate::index::selector).
pub const SELECTED: u16 = 1 << 14;

/// Set in the number of candidates of a literal path when the first of them is a rule without parameters that
/// redirects any GET or HEAD request of a moderate length that has this path.
pub const REDIRECTS_ALL: u16 = 1 << 13;
/// The bits of the number of candidates of a literal path that are the number.
pub const HELD: u16 = REDIRECTS_ALL - 1;

/// Set in an entry of the filter when some literal path begins with its bytes.
pub const BEGINS_LITERAL: u8 = 1;
/// Set in an entry of the filter when some pattern begins with its bytes.
pub const BEGINS_PATTERN: u8 = 2;

/// The number of slots of `Literals` that are a group.
pub const TAGS: usize = 8;
/// Bytes that tell where the records of a group are: the offset of the first, and how far behind it each is (`u16`, in
/// [`UNIT`]s).
pub const PLACES: usize = 4 + 2 * TAGS;
/// Bytes of a group: its tags and its places.
pub const GROUP: usize = TAGS + PLACES;
/// The unit in which distances between records are counted, in bytes.
pub const UNIT: usize = 4;
/// Bytes of a slot of `Edges`.
pub const EDGE: usize = 32;
/// Bytes of a state.
pub const STATE: usize = 48;
/// The state that case-sensitive patterns start from.
pub const ROOT: u32 = 0;
/// The state that case-folding patterns start from.
pub const FOLDED_ROOT: u32 = STATE as u32;
/// The state from which requests with encoded delimiters start: behind it stand the patterns whose literals hold delimiters,
/// see [`index`](crate::index).
pub const ENCODED_ROOT: u32 = 2 * STATE as u32;

/// A part of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// First bytes of paths that may match.
    Filter,
    /// First segments of paths that may match, where there are many.
    Segments,
    /// Literal paths by hash.
    Literals,
    /// Literal paths in lower case by hash, of rules that fold case.
    Folded,
    /// The records that the slots point at.
    Records,
    /// Literal segments by hash.
    Edges,
    /// The states of the walk along segments.
    States,
    /// Lists of candidates, states, tests and prefixes.
    Lists,
    /// The rules in file order.
    Rules,
    /// Everything of variable length.
    Blob,
    /// The names of parameters.
    Names,
}

/// The number of sections.
pub const SECTIONS: usize = 11;

/// Numbers that stand before the sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// The number of rules.
    Rules,
    /// The shortest literal path in bytes.
    ShortestLiteral,
    /// The longest literal path in bytes.
    LongestLiteral,
    /// Bits: see [`FOLDS`] and its neighbours.
    Flags,
    /// Where in `Blob` the texts of the policy stand: file names, header names, hosts.
    Policy,
}

/// The number of counts.
pub const COUNTS: usize = 5;

/// In a state's `edges`: they stand in `Edges`, and are found by hash.
pub const HASHED: u32 = 1;
/// In a state's `edges`, with the length of a text added: there is one edge, and its text of up to sixteen bytes stands in
/// the state.
pub const ONE_EDGE: u32 = 2;
/// Set in a state's `edges` when there are tests that each lead to a state of their own.
pub const FORKS: u32 = 1 << 31;
/// In a state's `edges`: whatever follows is accepted.
pub const ANYTHING: u32 = u32::MAX;
/// Set in the target of a segment that leads to several states: the other bits are the offset plus one of their list.
pub const SPLIT: u32 = 1 << 30;
/// Set in the target of a segment when tests say which state that is: the other bits are the offset plus one of the tests.
pub const TESTED: u32 = 1 << 31;
/// Set in the offset plus one of tests that are few, and tried one by one.
pub const FEW: u32 = 1 << 31;

/// Some rule folds case.
pub const FOLDS: u32 = 1;
/// Some patterns are told apart by a [`selector`](crate::index::selector).
pub const SELECTS: u32 = 2;
/// Some source has a delimiter in a literal, which matches it encoded too.
pub const DELIMITERS: u32 = 4;
/// Some rule is asked only once the site has answered.
pub const ASKS_SITE: u32 = 8;
/// Of all patterns whose first segment is not literal the second one is: the filter has an entry for each, by
/// [`second_filter_key`](crate::index::segments::second_filter_key).
pub const SECONDS: u32 = 16;

/// The bytes of the filter before its entries.
pub const FIRSTS: u32 = 32;

/// A compiled policy: its bytes, with the layout that was read from them. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    bytes: &'a [u8],
    layout: &'a Layout,
}

impl<'a> Table<'a> {
    /// The bytes of a section.
    #[inline]
    pub fn section(&self, section: Section) -> &'a [u8] {
        let (start, end) = self.layout.header.sections[section as usize];
        self.bytes
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// The bytes at an offset in a section. What a damaged table says of offsets may lead into another section.
    #[inline(always)]
    pub(crate) fn chunk<const N: usize>(
        &self,
        section: Section,
        offset: usize,
    ) -> Option<&'a [u8; N]> {
        let (start, _) = self.layout.header.sections[section as usize];
        chunk_at(self.bytes, (start as usize).wrapping_add(offset))
    }

    /// The bytes from an offset in a section on, what follows the section too.
    #[inline(always)]
    pub(crate) fn from(&self, section: Section, offset: usize) -> &'a [u8] {
        let (start, _) = self.layout.header.sections[section as usize];
        self.bytes
            .get((start as usize).wrapping_add(offset)..)
            .unwrap_or_default()
    }

    /// The length of a section in bytes.
    #[inline(always)]
    pub(crate) const fn length(&self, section: Section) -> usize {
        let (start, end) = self.layout.header.sections[section as usize];
        (end as usize).wrapping_sub(start as usize)
    }

    /// Returns the number of groups of slots that a section of literal paths has.
    #[inline(always)]
    pub(crate) const fn groups(&self, section: Section) -> usize {
        let [exact, folded] = self.layout.header.groups;
        match section {
            Section::Folded => folded as usize,
            _ => exact as usize,
        }
    }

    /// The bits of a [`filter_key`](crate::index::segments::filter_key) in `Filter`: [`BEGINS_LITERAL`] and [`BEGINS_PATTERN`].
    #[inline(always)]
    pub(crate) fn filter_bits(&self, key: u64) -> u8 {
        let (start, count) = self.layout.header.entries;
        let entry = filter_entry(key, count as usize);
        let entries = self.bytes.get((start as usize).wrapping_add(entry / 4));
        entries.map_or(0, |byte| byte >> (entry % 4 * 2)) & 3
    }

    /// The bits of a whole first segment in `Segments`, by its length and its [`front`](crate::index::segments::front).
    #[inline]
    pub(crate) fn segment_bits(&self, front: (u64, u64), length: usize) -> u8 {
        let entries = self.length(Section::Segments).wrapping_mul(4);
        let entry = filter_entry(segment_key(front, length), entries);
        let byte: Option<&[u8; 1]> = self.chunk(Section::Segments, entry / 4);
        byte.map_or(0, |[byte]| byte >> (entry % 4 * 2)) & 3
    }

    /// Tells whether a pattern whose first segment is not literal may begin with the first byte of the segment, which is the
    /// lowest byte of the key.
    #[inline(always)]
    pub(crate) fn is_open(&self, key: u64) -> bool {
        let firsts = self.layout.header.firsts[(key >> 6) as usize % 4] >> (key & 63);
        firsts & 1 != 0
    }

    /// A name of a parameter.
    #[inline]
    pub(crate) fn name(&self, start: u32, length: u16) -> Option<&'a str> {
        let start = start as usize;
        self.layout
            .names()
            .get(start..start.checked_add(usize::from(length))?)
    }

    /// A number of the header.
    #[inline]
    pub const fn count(&self, count: Count) -> u32 {
        self.layout.header.counts[count as usize]
    }

    /// Tells whether a flag is set.
    #[inline]
    pub const fn has(&self, flag: u32) -> bool {
        self.count(Count::Flags) & flag != 0
    }

    /// The rest of the blob from an offset on.
    #[inline]
    pub(crate) fn blob(&self, offset: u32) -> &'a [u8] {
        self.from(Section::Blob, offset as usize)
    }

    /// The list at an offset, which states hold plus one.
    #[inline]
    pub(crate) fn list(&self, offset_plus_one: u32) -> Option<List<'a>> {
        let offset = offset_plus_one.checked_sub(1)? as usize;
        let lists = self.section(Section::Lists);
        let length = offset_at(lists, offset)?;
        let start = offset.checked_add(4)?;
        let bytes = lists.get(start..start.checked_add(length.checked_mul(4)?)?)?;
        Some(List::new(bytes))
    }
}

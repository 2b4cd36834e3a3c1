//! The sections of a table as they are written.

use redirect_runtime::table::{self, COUNTS, SECTIONS};

use super::blob::{Blob, number};
use super::names::Names;

/// The sections, their flags and their counts: what every pass writes to.
#[derive(Default)]
pub(super) struct Sections {
    pub(super) filter: Vec<u8>,
    pub(super) segments: Vec<u8>,
    pub(super) literals: Vec<u8>,
    pub(super) folded: Vec<u8>,
    pub(super) records: Vec<u8>,
    pub(super) edges: Vec<u8>,
    pub(super) states: Vec<u8>,
    pub(super) lists: Vec<u8>,
    pub(super) rules: Vec<u8>,
    pub(super) blob: Blob,
    pub(super) names: Names,
    /// Flags that hold of the whole policy.
    pub(super) flags: u32,
    /// The shortest and the longest literal path in bytes, if there is one.
    pub(super) lengths: Option<(usize, usize)>,
}

impl Sections {
    /// Sets a flag where something holds.
    pub(super) fn set(&mut self, flag: u32, holds: bool) {
        self.flags |= if holds { flag } else { 0 };
    }

    /// Puts header and sections together as far as they are written; `None` if that is too large for a table.
    ///
    /// The policy's texts stand at an offset of `Blob`.
    pub(super) fn assemble(&self, rules: usize, texts_at: u32) -> Option<Vec<u8>> {
        let sections: [&[u8]; SECTIONS] = [
            &self.filter,
            &self.segments,
            &self.literals,
            &self.folded,
            &self.records,
            &self.edges,
            &self.states,
            &self.lists,
            &self.rules,
            self.blob.bytes(),
            self.names.texts(),
        ];
        let (shortest, longest) = self.lengths.unwrap_or_default();
        let counts: [u32; COUNTS] = [
            number(rules),
            number(shortest),
            number(longest),
            self.flags,
            texts_at,
        ];
        table::assemble(counts, sections)
    }
}

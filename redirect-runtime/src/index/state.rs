//! The states of the index and the literal segments between them, as they stand in the table.

use crate::simd::chunks as word;
use crate::simd::hash::{edge_hash, next_slot, slot_of};
use crate::table::{EDGE, List, STATE, Section, Table};

/// A state: see [`table`](crate::table).
#[derive(Clone, Copy)]
pub(super) struct State<'a> {
    bytes: &'a [u8; STATE],
}

impl<'a> State<'a> {
    #[inline(always)]
    pub(super) fn read(states: &'a [u8], number: u32) -> Option<Self> {
        let bytes = word::chunk_at(states, (number as usize).wrapping_mul(STATE))?;
        Some(State { bytes })
    }

    #[inline(always)]
    fn field(self, index: usize) -> u32 {
        word::u32_at(self.bytes, index * 4).unwrap_or(0)
    }

    /// The first candidate that is accepted; a number of no rule, if none is.
    #[inline(always)]
    pub(super) fn first(self) -> List<'a> {
        List::new(self.bytes.get(..4).unwrap_or_default())
    }

    /// The names of its rule as this state binds them.
    #[inline(always)]
    pub(super) fn names(self) -> u32 {
        self.field(1)
    }

    /// All candidates, if there are several.
    #[inline(always)]
    pub(super) fn all(self) -> u32 {
        self.field(2)
    }

    /// Where an empty segment leads.
    #[inline(always)]
    pub(super) fn behind_empty(self) -> u32 {
        self.field(3)
    }

    /// Where a segment leads that no edge has, or the tests that tell.
    #[inline(always)]
    pub(super) fn behind_other(self) -> u32 {
        self.field(4)
    }

    /// Tests of a segment that each lead to a state of their own, beside where it leads anyhow.
    #[inline(always)]
    pub(super) fn forks(self) -> u32 {
        self.field(5)
    }

    /// The way in which edges are found: see [`table`](crate::table).
    #[inline(always)]
    pub(super) fn edges(self) -> u32 {
        self.field(6)
    }

    /// Where the one edge leads.
    #[inline(always)]
    pub(super) fn edge_target(self) -> u32 {
        self.field(7)
    }

    /// Two words: of a state that has one edge its text as a [`front`](crate::index::segments::front), of others the masks of
    /// lengths and of first bytes.
    #[inline(always)]
    pub(super) fn words(self) -> (u64, u64) {
        let word = |at| word::u64_at(self.bytes, at).unwrap_or(0);
        (word(32), word(40))
    }
}

/// The state that the edge of a segment leads to, or 0. A function of its own: what it needs fits into registers.
#[inline(never)]
pub(super) fn edge(table: &Table<'_>, state: u32, front: (u64, u64), segment: &[u8]) -> u32 {
    let edges = table.section(Section::Edges);
    let count = edges.len() / EDGE;
    let length = segment.len();
    let mut slot = slot_of(edge_hash(state, front, length), count);
    for _ in 0..count {
        let Some(edge) = Edge::read(edges, slot) else {
            return 0;
        };
        if edge.target == 0 {
            return 0;
        }
        // Up to sixteen bytes the front is all of the text.
        if edge.is(state, front, length)
            && (length <= 16 || table.blob(edge.text).starts_with(segment))
        {
            return edge.target;
        }
        slot = next_slot(slot, count);
    }
    0
}

/// A literal segment that leads on: see [`table`](crate::table).
struct Edge {
    /// The state, and the length of the text from the 32nd bit on.
    place: u64,
    front: (u64, u64),
    target: u32,
    text: u32,
}

impl Edge {
    #[inline(always)]
    fn read(edges: &[u8], slot: usize) -> Option<Self> {
        let bytes: &[u8; EDGE] = word::chunk_at(edges, slot.wrapping_mul(EDGE))?;
        Some(Edge {
            place: word::u64_at(bytes, 0)?,
            front: (word::u64_at(bytes, 8)?, word::u64_at(bytes, 16)?),
            target: word::u32_at(bytes, 24)?,
            text: word::u32_at(bytes, 28)?,
        })
    }

    /// Tells whether it leads on from a state behind a segment with this front.
    #[inline(always)]
    fn is(&self, state: u32, (first, second): (u64, u64), length: usize) -> bool {
        let place = u64::from(state) | (length as u64) << 32;
        (self.place ^ place) | (self.front.0 ^ first) | (self.front.1 ^ second) == 0
    }
}

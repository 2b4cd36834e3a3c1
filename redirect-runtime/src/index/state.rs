//! The states of the index and the literal segments between them, as they stand in the table.

use super::segments::front;
use crate::simd::chunks::{self as word, STRETCH};
use crate::simd::hash::{edge_hash, edge_place, next_slot, slot_of};
use crate::table::{EDGE, List, STATE, Section, Table};

/// A state: see [`table`](crate::table).
#[derive(Clone, Copy)]
pub(super) struct State<'a> {
    bytes: &'a [u8; STATE],
}

impl<'a> State<'a> {
    /// The state at an offset, by which tables name it.
    #[inline(always)]
    pub(super) fn read(states: &'a [u8], offset: u32) -> Option<Self> {
        let bytes = word::chunk_at(states, offset as usize)?;
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

    /// The state behind a segment that no edge has, or the tests that tell it.
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

    /// Two words: of a state that has one edge its text as a [`front`](crate::index::segments::front), of others the mask of
    /// the [`edge_bit`](crate::simd::hash::edge_bit)s of all edges, and 0.
    #[inline(always)]
    pub(super) fn words(self) -> (u64, u64) {
        let word = |at| word::u64_at(self.bytes, at).unwrap_or(0);
        (word(32), word(40))
    }
}

/// A state and a segment that may lead on from it.
#[derive(Clone, Copy)]
struct EdgeKey {
    /// The state, and the length of the segment from the 32nd bit on.
    place: u64,
    front: (u64, u64),
}

impl EdgeKey {
    #[inline(always)]
    fn new(state: u32, front: (u64, u64), length: usize) -> Self {
        EdgeKey {
            place: edge_place(state, length),
            front,
        }
    }

    #[inline(always)]
    fn hash(self) -> u64 {
        edge_hash(self.place, self.front)
    }
}

/// The literal segments that lead on from states, in slots: see [`table`](crate::table).
#[derive(Clone, Copy)]
pub(super) struct Edges<'a> {
    /// The slots, and what follows them.
    slots: &'a [u8],
    count: usize,
}

impl<'a> Edges<'a> {
    #[inline(always)]
    pub(super) fn of(table: &Table<'a>) -> Self {
        Edges {
            slots: table.from(Section::Edges, 0),
            count: table.length(Section::Edges) / EDGE,
        }
    }

    /// The state that an edge leads to, or 0, as far as the first slot tells.
    #[inline(always)]
    pub(super) fn first(self, state: u32, front: (u64, u64), length: usize) -> Option<u32> {
        let key = EdgeKey::new(state, front, length);
        let edge = Edge::read(self.slots, slot_of(key.hash(), self.count))?;
        // Up to sixteen bytes the front is all of the segment.
        if edge.is(key) && length <= STRETCH {
            return Some(edge.target);
        }
        (edge.target == 0).then_some(0)
    }

    /// The state that the edge of a segment leads to, or 0.
    #[inline(never)]
    pub(super) fn search(table: &Table<'_>, state: u32, segment: &[u8]) -> u32 {
        let Edges { slots, count } = Edges::of(table);
        let key = EdgeKey::new(state, front(segment), segment.len());
        let mut slot = slot_of(key.hash(), count);
        for _ in 0..count {
            let Some(edge) = Edge::read(slots, slot) else {
                return 0;
            };
            if edge.target == 0 {
                return 0;
            }
            if edge.is(key)
                && (segment.len() <= STRETCH || table.blob(edge.text).starts_with(segment))
            {
                return edge.target;
            }
            slot = next_slot(slot, count);
        }
        0
    }
}

/// A literal segment that leads on: see [`table`](crate::table).
struct Edge {
    key: EdgeKey,
    target: u32,
    text: u32,
}

impl Edge {
    #[inline(always)]
    fn read(slots: &[u8], slot: usize) -> Option<Self> {
        let bytes: &[u8; EDGE] = word::chunk_at(slots, slot.wrapping_mul(EDGE))?;
        Some(Edge {
            key: EdgeKey {
                place: word::u64_at(bytes, 0)?,
                front: (word::u64_at(bytes, 8)?, word::u64_at(bytes, 16)?),
            },
            target: word::u32_at(bytes, 24)?,
            text: word::u32_at(bytes, 28)?,
        })
    }

    #[inline(always)]
    const fn is(&self, key: EdgeKey) -> bool {
        let differ = (self.key.front.0 ^ key.front.0) | (self.key.front.1 ^ key.front.1);
        (self.key.place ^ key.place) | differ == 0
    }
}

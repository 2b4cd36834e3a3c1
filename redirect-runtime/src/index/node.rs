//! The nodes of the trie and the literal segments between them, as they stand in the table.

use crate::simd::chunks;
use crate::simd::hash::{edge_hash, next_slot, slot_of};
use crate::table::{EDGE, List, NODE};

/// A node: see [`table`](crate::table).
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    bytes: &'a [u8; NODE],
}

impl<'a> Node<'a> {
    #[inline(always)]
    pub(super) fn read(nodes: &'a [u8], number: u32) -> Option<Self> {
        let bytes = chunks::chunk_at(nodes, (number as usize).wrapping_mul(NODE))?;
        Some(Node { bytes })
    }

    #[inline(always)]
    pub(super) fn field(self, index: usize) -> u32 {
        chunks::u32_at(self.bytes, index * 4).unwrap_or(0)
    }

    #[inline(always)]
    pub(super) fn accepted(self) -> u32 {
        self.field(0)
    }

    /// The candidate of a node that accepts one.
    #[inline(always)]
    pub(super) fn one_accepted(self) -> List<'a> {
        List::new(self.bytes.get(4..8).unwrap_or_default())
    }

    #[inline(always)]
    pub(super) fn edges(self) -> u32 {
        self.field(2)
    }

    /// The names of the one rule that is accepted, as the rule has them.
    #[inline(always)]
    pub(super) fn one_names(self) -> u32 {
        self.field(7)
    }

    /// Of a node that has one edge, its text as a [`front`](crate::index::segments::front).
    #[inline(always)]
    pub(super) fn edge_front(self) -> (u64, u64) {
        let word = |at| chunks::u64_at(self.bytes, at).unwrap_or(0);
        (word(32), word(40))
    }

    /// Its child.
    #[inline(always)]
    pub(super) fn edge_child(self) -> u32 {
        self.field(6)
    }

    #[inline(always)]
    pub(super) fn parameters(self) -> u32 {
        self.field(3)
    }

    #[inline(always)]
    pub(super) fn tails(self) -> u32 {
        self.field(4)
    }

    #[inline(always)]
    pub(super) fn mixed(self) -> u32 {
        self.field(5)
    }
}

/// The child of the first edge of a node whose front and length are those of a segment, or 0. A function of its own:
/// what it needs fits into registers.
#[inline(never)]
pub(super) fn edge(edges: &[u8], node: u32, front: (u64, u64), length: usize) -> u32 {
    let count = edges.len() / EDGE;
    let mut slot = slot_of(edge_hash(node, front, length), count);
    for _ in 0..count {
        let Some(edge) = Edge::read(edges, slot) else {
            return 0;
        };
        if edge.is(node, front, length) || edge.child == 0 {
            return edge.child;
        }
        slot = next_slot(slot, count);
    }
    0
}

/// A literal segment that leads on: see [`table`](crate::table).
pub(super) struct Edge {
    /// The node, and the length of the text from the 32nd bit on.
    place: u64,
    front: (u64, u64),
    pub(super) child: u32,
    pub(super) text: u32,
}

impl Edge {
    #[inline(always)]
    pub(super) fn read(edges: &[u8], slot: usize) -> Option<Self> {
        let bytes: &[u8; EDGE] = chunks::chunk_at(edges, slot.wrapping_mul(EDGE))?;
        Some(Edge {
            place: chunks::u64_at(bytes, 0)?,
            front: (chunks::u64_at(bytes, 8)?, chunks::u64_at(bytes, 16)?),
            child: chunks::u32_at(bytes, 24)?,
            text: chunks::u32_at(bytes, 28)?,
        })
    }

    /// Whether it leads on from a node behind a segment with this front: of up to sixteen bytes it does then.
    #[inline(always)]
    pub(super) fn is(&self, node: u32, (first, second): (u64, u64), length: usize) -> bool {
        let place = u64::from(node) | (length as u64) << 32;
        (self.place ^ place) | (self.front.0 ^ first) | (self.front.1 ^ second) == 0
    }
}

//! The nodes of the trie and the literal segments between them, as they stand in the table.

use crate::hash::{edge_hash, next_slot, slot_of};
use crate::table::{EDGE, List, NODE};
use crate::word;

/// A node: see [`table`](crate::table).
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    bytes: &'a [u8; NODE],
}

impl<'a> Node<'a> {
    #[inline(always)]
    pub(super) fn read(nodes: &'a [u8], number: u32) -> Option<Self> {
        let at = (number as usize).checked_mul(NODE)?;
        let bytes = nodes.get(at..)?.first_chunk()?;
        Some(Node { bytes })
    }

    #[inline(always)]
    pub(super) fn field(self, index: usize) -> u32 {
        word::u32_at(self.bytes, index * 4).unwrap_or(0)
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
pub(super) fn edge(edges: &[u8], node: u32, first: u64, second: u64, length: usize) -> u32 {
    let count = edges.len() / EDGE;
    let mut slot = slot_of(edge_hash(node, first, second, length), count);
    for _ in 0..count {
        let Some(edge) = Edge::read(edges, slot) else {
            return 0;
        };
        if edge.child == 0 || edge.is(node, first, second, length) {
            return edge.child;
        }
        slot = next_slot(slot, count);
    }
    0
}

/// A literal segment that leads on: see [`table`](crate::table).
pub(super) struct Edge {
    node: u32,
    pub(super) child: u32,
    first: u64,
    second: u64,
    length: u32,
    pub(super) text: u32,
}

impl Edge {
    #[inline(always)]
    pub(super) fn read(edges: &[u8], slot: usize) -> Option<Self> {
        let bytes: &[u8; EDGE] = edges.get(slot.wrapping_mul(EDGE)..)?.first_chunk()?;
        Some(Edge {
            node: word::u32_at(bytes, 0)?,
            child: word::u32_at(bytes, 4)?,
            first: word::u64_at(bytes, 8)?,
            second: word::u64_at(bytes, 16)?,
            length: word::u32_at(bytes, 24)?,
            text: word::u32_at(bytes, 28)?,
        })
    }

    /// Whether it leads on from a node behind a segment with this front: of up to sixteen bytes it does then.
    #[inline(always)]
    pub(super) fn is(&self, node: u32, first: u64, second: u64, length: usize) -> bool {
        let apart = (self.first ^ first) | (self.second ^ second);
        let apart = apart | u64::from(self.node ^ node) | (u64::from(self.length) ^ length as u64);
        apart == 0
    }
}

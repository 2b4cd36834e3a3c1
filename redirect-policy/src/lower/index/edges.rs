//! The edges of the trie written down: into slots, or into the node that they lead on from.

use redirect_runtime::index::segments::front;
use redirect_runtime::simd::hash::{edge_hash, next_slot, slot_of};
use redirect_runtime::table::{ANOTHER_EDGE, EDGE, ENCODED_ROOT, FOLDED_ROOT, ROOT};

use super::trie::Trie;
use crate::lower::blob::{Blob, number};

/// How many slots there are for each edge, at least: most lookups need look at one.
const SLOTS: usize = 3;
/// How many there are at most where more let all lookups look at one.
const MOST_SLOTS: usize = 8;
/// How many edges this is tried for.
const FEW_EDGES: usize = 256;

/// How the edges of a node are written.
pub(in crate::lower) enum Edges<'n> {
    /// Into slots, any number.
    Hashed,
    /// Into the node.
    One(&'n str, u32),
    /// Nothing leads on.
    Leaf,
    /// Nothing leads on but an empty last segment, behind which the same one rule is accepted.
    Slashed,
}

impl Trie {
    /// How the edges of a node are written.
    pub(in crate::lower) fn edges(&self, at: usize) -> Edges<'_> {
        let Some(node) = self.nodes.get(at) else {
            return Edges::Hashed;
        };
        let is_root = [ROOT, FOLDED_ROOT, ENCODED_ROOT].contains(&number(at));
        let only_edges =
            node.parameters.is_empty() && node.mixed.is_empty() && node.tails.is_empty();
        match node.edges.as_slice() {
            [] if only_edges && !is_root => Edges::Leaf,
            [(text, child)] if only_edges && text.is_empty() && !is_root => {
                let behind = self.nodes.get(*child as usize);
                let same = behind.is_some_and(|behind| {
                    behind.accepted == node.accepted && node.accepted.len() == 1
                });
                match self.edges(*child as usize) {
                    Edges::Leaf if same => Edges::Slashed,
                    _ => Edges::One(text, *child),
                }
            }
            [(text, child)] if text.len() <= 16 => Edges::One(text, *child),
            _ => Edges::Hashed,
        }
    }
}

/// The hash of an edge of a node.
pub(in crate::lower) fn hash(node: usize, text: &str) -> u64 {
    edge_hash(number(node), front(text.as_bytes()), text.len())
}

/// Slots for edges with these hashes.
pub(in crate::lower) fn slots(hashes: &[u64]) -> Vec<u8> {
    vec![0; count(hashes) * EDGE]
}

/// How many slots there are: for a few edges so many that as few of them as possible meet.
fn count(hashes: &[u64]) -> usize {
    let meet = |count: usize| {
        let mut taken = vec![false; count];
        let met = hashes.iter().filter(|&&hash| {
            let slot = taken.get_mut(slot_of(hash, count));
            slot.is_some_and(|taken| std::mem::replace(taken, true))
        });
        met.count()
    };
    let fewest = SLOTS * hashes.len();
    if hashes.len() > FEW_EDGES {
        return fewest;
    }
    let counts = fewest..=MOST_SLOTS * hashes.len();
    counts.min_by_key(|&count| meet(count)).unwrap_or(fewest)
}

/// Writes an edge into a free slot.
pub(in crate::lower) fn write(
    slots: &mut [u8],
    node: usize,
    text: &str,
    child: u32,
    blob: &mut Blob,
) {
    let bytes = text.as_bytes();
    let front = front(bytes);
    let count = slots.len() / EDGE;
    let mut slot = slot_of(hash(node, text), count);
    let place = if bytes.len() > 16 {
        blob.place(bytes.to_vec())
    } else {
        0
    };
    let mut edge = Vec::with_capacity(EDGE);
    edge.extend_from_slice(&number(node).to_le_bytes());
    edge.extend_from_slice(&number(bytes.len()).to_le_bytes());
    edge.extend_from_slice(&front.0.to_le_bytes());
    edge.extend_from_slice(&front.1.to_le_bytes());
    edge.extend_from_slice(&child.to_le_bytes());
    edge.extend_from_slice(&place.to_le_bytes());
    loop {
        let Some(target) = slots.get_mut(slot * EDGE..(slot + 1) * EDGE) else {
            return;
        };
        if target.get(24..28) == Some(&[0; 4]) {
            target.copy_from_slice(&edge);
            return;
        }
        // An enumeration's value beside a literal.
        if target.get(..24) == edge.get(..24) {
            if let Some(byte) = target.get_mut(27) {
                *byte |= (ANOTHER_EDGE >> 24) as u8;
            }
        }
        slot = next_slot(slot, count);
    }
}

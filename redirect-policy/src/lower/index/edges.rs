//! The edges between states written down: into slots, any number.

use redirect_runtime::index::segments::front;
use redirect_runtime::simd::hash::{edge_hash, edge_place, next_slot, slot_of};
use redirect_runtime::table::EDGE;

use super::states::state_offset;
use crate::lower::blob::{Blob, number};

/// The fewest slots for each edge: most lookups need look at one.
const SLOTS: usize = 3;
/// The most slots for each edge, where more let all lookups look at one.
const MOST_SLOTS: usize = 8;
/// The most edges for which more slots are tried.
const FEW_EDGES: usize = 256;

/// The hash of an edge of a state.
pub(in crate::lower) fn hash(state: usize, text: &str) -> u64 {
    edge_hash(
        edge_place(state_offset(number(state)), text.len()),
        front(text.as_bytes()),
    )
}

/// Slots for edges with these hashes.
pub(in crate::lower) fn slots(hashes: &[u64]) -> Vec<u8> {
    vec![0; count(hashes) * EDGE]
}

/// Returns the number of slots: for a few edges so many that as few of them as possible meet.
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
    state: usize,
    text: &str,
    target: u32,
    blob: &mut Blob,
) {
    let bytes = text.as_bytes();
    let front = front(bytes);
    let count = slots.len() / EDGE;
    let mut slot = slot_of(hash(state, text), count);
    let place = if bytes.len() > 16 {
        blob.place(bytes.to_vec())
    } else {
        0
    };
    let mut edge = Vec::with_capacity(EDGE);
    edge.extend_from_slice(&state_offset(number(state)).to_le_bytes());
    edge.extend_from_slice(&number(bytes.len()).to_le_bytes());
    edge.extend_from_slice(&front.0.to_le_bytes());
    edge.extend_from_slice(&front.1.to_le_bytes());
    edge.extend_from_slice(&target.to_le_bytes());
    edge.extend_from_slice(&place.to_le_bytes());
    loop {
        let Some(free) = slots.get_mut(slot * EDGE..(slot + 1) * EDGE) else {
            return;
        };
        if free.get(24..28) == Some(&[0; 4]) {
            free.copy_from_slice(&edge);
            return;
        }
        slot = next_slot(slot, count);
    }
}

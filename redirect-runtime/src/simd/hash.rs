//! The hashes of texts in the tables, and where they are looked for.

use super::chunks::{STRETCH, Stretch, cover, ends};

pub(crate) const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
const FIRST: u64 = 0x2d35_8dcc_aa6c_78a5;
const SECOND: u64 = 0x8bb8_4b93_962e_acc9;

/// Multiplies to 128 bits and folds the halves.
#[inline]
const fn fold(a: u64, b: u64) -> u64 {
    let product = (a as u128) * (b as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

/// The hash of a text in the tables: one pass, sixteen bytes a step.
///
/// The seed is fixed: only the texts of the policy are stored, and a request that collides with one costs one
/// more comparison.
#[inline(always)]
pub fn hash(text: &[u8]) -> u64 {
    let state = FIRST ^ text.len() as u64;
    if let Some([first, second, third, last]) = cover::<STRETCH>(text) {
        // Two chains, so that one multiplication need not wait for the other.
        let one = step(third, step(first, state));
        let other = step(last, step(second, state ^ MULTIPLIER));
        return fold(one ^ SECOND, other);
    }
    if text.len() < STRETCH {
        let (head, tail) = ends(text);
        return fold(fold(head ^ SECOND, tail ^ state), MULTIPLIER);
    }
    let stretches = text
        .chunks_exact(STRETCH)
        .chain(text.rchunks_exact(STRETCH).take(1));
    let state = stretches
        .filter_map(<[u8]>::first_chunk)
        .fold(state, |state, stretch| step(stretch, state));
    fold(state, MULTIPLIER)
}

/// The state of a hash behind a stretch.
#[inline(always)]
fn step(stretch: &Stretch, state: u64) -> u64 {
    let (head, tail) = ends(stretch);
    fold(head ^ SECOND, tail ^ state)
}

/// The hash of a whole first segment, letters folded, by its [`front`](crate::index::segments::front) and its length.
#[inline]
pub fn segment_key((first, second): (u64, u64), length: usize) -> u64 {
    const FOLDED: u64 = 0x2020_2020_2020_2020;
    edge_hash(edge_place(0, length), (first | FOLDED, second | FOLDED))
}

/// A state, and the length of a segment that leads on from it.
#[inline]
pub const fn edge_place(state: u32, length: usize) -> u64 {
    state as u64 | (length as u64) << 32
}

/// The hash of an edge: of its [`edge_place`], and of the [`front`](crate::index::segments::front) of its segment.
#[inline]
pub fn edge_hash(place: u64, (first, second): (u64, u64)) -> u64 {
    fold(first ^ SECOND, second ^ place.wrapping_mul(MULTIPLIER))
}

/// The bit that stands for an edge in the mask of a state: by the [`front`](crate::index::segments::front) and the length of its
/// segment.
#[inline]
pub const fn edge_bit(front: (u64, u64), length: usize) -> u32 {
    (front.0 as u32).wrapping_add((length as u32).wrapping_mul(5)) & 63
}

/// The entry of the filter that stands for a key, in a filter of so many.
#[inline]
pub fn filter_entry(key: u64, entries: usize) -> usize {
    slot_of(key.wrapping_mul(MULTIPLIER), entries)
}

/// The tag of a hash: never zero.
#[inline]
pub const fn tag(hash: u64) -> u8 {
    hash as u8 | 0x80
}

/// The slot at which a hash is looked for first, in a table of so many: by its high half, a multiplication in place
/// of a division.
#[inline]
pub fn slot_of(hash: u64, slots: usize) -> usize {
    ((hash >> 32).wrapping_mul(slots as u64) >> 32) as usize
}

/// The slot to look at next.
#[inline]
pub fn next_slot(slot: usize, slots: usize) -> usize {
    let next = slot.wrapping_add(1);
    if next < slots { next } else { 0 }
}

//! The readings that a search has reached, each once and in order.

use crate::regular::symbol::Symbol;

/// No reading: an empty slot.
const NONE: u32 = u32::MAX;

/// Rows of numbers, found again by their contents. Proofs run unoptimised: one allocation for all rows and a plain
/// hash take a fraction of the time that a map of vectors does.
pub(super) struct Readings {
    /// Number of numbers in a reading.
    width: usize,
    numbers: Vec<u32>,
    /// For each reading the one before it, and the character between them.
    steps: Vec<(u32, Symbol)>,
    /// Indices of readings by their hashes, at most half of them taken.
    slots: Vec<u32>,
}

impl Readings {
    /// None yet, of so many numbers each.
    pub(super) fn new(width: usize) -> Self {
        Readings {
            width,
            numbers: Vec::new(),
            steps: Vec::new(),
            slots: vec![NONE; 64],
        }
    }

    pub(super) fn reading(&self, at: usize) -> Option<&[u32]> {
        let start = at.checked_mul(self.width)?;
        self.numbers.get(start..start.checked_add(self.width)?)
    }

    /// The reading before one, and the character between them.
    pub(super) fn step(&self, at: usize) -> Option<(usize, Symbol)> {
        let (from, symbol) = self.steps.get(at)?;
        Some((*from as usize, *symbol))
    }

    /// Adds a reading unless it is there.
    pub(super) fn add(&mut self, reading: &[u32], from: usize, symbol: Symbol) {
        if self.steps.len().saturating_mul(2) >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(reading);
        if let Some(free) = self.slots.get_mut(slot).filter(|slot| **slot == NONE) {
            *free = u32::try_from(self.steps.len()).unwrap_or(NONE);
            self.numbers.extend_from_slice(reading);
            let from = u32::try_from(from).unwrap_or(NONE);
            self.steps.push((from, symbol));
        }
    }

    /// The slot of a reading, or the free one where it belongs.
    fn slot(&self, reading: &[u32]) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(reading) & mask;
        while let Some(&known) = self.slots.get(slot) {
            if known == NONE || self.reading(known as usize) == Some(reading) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![NONE; self.slots.len().saturating_mul(2)];
        for at in 0..self.steps.len() {
            let slot = self.reading(at).map(|reading| self.slot(reading));
            let slot = slot.and_then(|slot| self.slots.get_mut(slot));
            if let (Some(slot), Ok(at)) = (slot, u32::try_from(at)) {
                *slot = at;
            }
        }
    }
}

fn hash(reading: &[u32]) -> usize {
    let mut hash: u64 = 0;
    for number in reading {
        hash = (hash.rotate_left(5) ^ u64::from(*number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (hash >> 32) as usize
}

//! From the first item of a program to its last: where each takes the choice that the priorities put first.

use super::Positions;
use crate::pattern::class_bits;
use crate::pattern::steps::count;
use crate::simd::find::slashes;

impl Positions<'_> {
    /// Tells whether the group at `index` can be entered at a position.
    pub(in crate::pattern) fn enters_group(
        &self,
        index: usize,
        position: usize,
        nullable: bool,
    ) -> bool {
        self.bit(self.row(index + 1, nullable), position)
    }

    /// The end of the longest run of a class from which the next item can go on.
    pub(in crate::pattern) fn last_after_class(
        &self,
        next: usize,
        start: usize,
        class: u8,
        min: usize,
        max: usize,
    ) -> Option<usize> {
        let run = class_bits::run(class, self.text.get(start..)?);
        count(run);
        self.last_within(
            next,
            start.checked_add(min)?,
            start.checked_add(run.min(max))?,
        )
    }

    /// The end of the longest run of non-empty segments from which the next item can go on.
    pub(in crate::pattern) fn last_after_path(&self, next: usize, start: usize) -> Option<usize> {
        let rest = self.text.get(start..)?;
        count(rest.len());
        // Both slashes of an empty segment are among 64 bytes.
        let empty = (0..rest.len()).step_by(63).find_map(|at| {
            let slashes = slashes(rest.get(at..)?);
            let pairs = slashes & slashes >> 1;
            (pairs != 0).then(|| at + pairs.trailing_zeros() as usize)
        });
        let mut last = start.checked_add(empty.unwrap_or(rest.len()))?;
        loop {
            last = self.last_within(next, start.checked_add(1)?, last)?;
            if self.text.get(last.checked_sub(1)?) != Some(&b'/') {
                return Some(last);
            }
            last = last.checked_sub(1)?;
        }
    }

    /// The nearest position from which the next item can go on.
    pub(in crate::pattern) fn first_after_wildcard(
        &self,
        next: usize,
        start: usize,
        owing: bool,
    ) -> Option<usize> {
        if owing && self.bit(self.row(next, true), start) {
            return Some(start);
        }
        let first = start.checked_add(usize::from(owing))?;
        let row = self.row(next, false);
        let mut mask = u64::MAX << (first % 64);
        for word in first / 64..self.width {
            count(1);
            let bits = self.word(row, word) & mask;
            if bits != 0 {
                return Some(word * 64 + bits.trailing_zeros() as usize);
            }
            mask = u64::MAX;
        }
        None
    }

    /// The highest position of the next item between two bounds, both included.
    fn last_within(&self, next: usize, first: usize, last: usize) -> Option<usize> {
        if first > last {
            return None;
        }
        let row = self.row(next, false);
        let mut mask = u64::MAX >> (63 - last % 64);
        for word in (first / 64..=last / 64).rev() {
            count(1);
            let bits = self.word(row, word) & mask;
            if bits != 0 {
                let found = word * 64 + 63 - bits.leading_zeros() as usize;
                return (found >= first).then_some(found);
            }
            mask = u64::MAX;
        }
        None
    }
}

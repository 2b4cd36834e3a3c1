//! Backward over runs: parameters of a class, and of whole segments.

use super::{CLASS, Positions, REACHED, STEPS};
use crate::pattern::class_bits::class_bits;
use crate::pattern::steps::count;
use crate::simd::find::slashes;

impl Positions<'_> {
    /// Puts the members of a class into their row.
    fn mark_class(&mut self, class: u8) {
        if self.class == Some(class) {
            return;
        }
        self.class = Some(class);
        let text = self.text;
        for (word, chunk) in text.chunks(64).enumerate() {
            count(1);
            self.put(CLASS, word, class_bits(class, chunk));
        }
    }

    /// Adds the positions before a run of `min` to `max` bytes of a class.
    pub(in crate::pattern) fn before_class(
        &mut self,
        index: usize,
        class: u8,
        min: usize,
        max: usize,
    ) {
        self.mark_class(class);
        if min == 1 && max == usize::MAX {
            self.before_any_run(index);
        } else {
            self.before_bounded_run(index, min, max);
        }
    }

    /// Spreads each reached position down the run that ends at it.
    fn before_any_run(&mut self, index: usize) {
        let next = self.row(index + 1, false);
        let mut runs = Runs::default();
        for word in (0..self.width).rev() {
            count(1);
            let run = runs.before(self.word(next, word), self.word(CLASS, word));
            self.add(index, word, run);
        }
    }

    /// Steps down from each reached position, twice as far each time: first the fewest bytes, then as many more as
    /// there may be.
    fn before_bounded_run(&mut self, index: usize, min: usize, max: usize) {
        let next = self.row(index + 1, false);
        self.copy(next, REACHED);
        let max = max.min(self.text.len());
        let Some(more) = max.checked_sub(min) else {
            return;
        };
        self.copy(CLASS, STEPS);
        let held = self.members_of(min, 1);
        for word in 0..self.width {
            count(1);
            let bits = self.word_from(REACHED, word * 64 + min) & self.word(STEPS, word);
            self.put(REACHED, word, bits);
        }
        if more > 0 && held > 1 {
            self.copy(CLASS, STEPS);
        }
        // The positions reached by up to so many more.
        let (mut covered, mut held) = (0, 1);
        while covered < more {
            let by = (covered + 1).min(more - covered);
            if by < held {
                self.copy(CLASS, STEPS);
                held = 1;
            }
            held = self.members_of(by, held);
            for word in 0..self.width {
                count(1);
                let bits = self.word_from(REACHED, word * 64 + by) & self.word(STEPS, word);
                self.or(REACHED, word, bits);
            }
            covered += by;
        }
        for word in 0..self.width {
            count(1);
            let bits = self.word(REACHED, word);
            self.add(index, word, bits);
        }
    }

    /// From the positions in the row `STEPS` at which `held` members of the class stand in a row to those at which so
    /// many do, and how many these are: at least one.
    fn members_of(&mut self, number: usize, mut held: usize) -> usize {
        while held < number {
            let by = held.min(number - held);
            for word in 0..self.width {
                count(1);
                let bits = self.word(STEPS, word) & self.word_from(STEPS, word * 64 + by);
                self.put(STEPS, word, bits);
            }
            held += by;
        }
        held
    }

    /// Adds the positions before one or more non-empty segments: before runs of bytes that end behind no slash, begin
    /// with none, and hold no two in a row.
    pub(in crate::pattern) fn before_path(&mut self, index: usize) {
        let next = self.row(index + 1, false);
        let mut runs = Runs::default();
        // Whether a slash stands at the first position of the words above.
        let mut slash_above = 0;
        let text = self.text;
        for word in (0..self.width).rev() {
            count(1);
            let here = slashes(text.get(word * 64..).unwrap_or_default());
            let before = text.get((word * 64).wrapping_sub(1)) == Some(&b'/');
            let behind_slash = here << 1 | u64::from(before);
            let double = here & (here >> 1 | slash_above << 63);
            let run = runs.before(self.word(next, word) & !behind_slash, !double);
            self.add(index, word, run & !here);
            slash_above = here & 1;
        }
    }
}

/// Runs of members before reached positions, word by word from the last.
#[derive(Default)]
struct Runs {
    /// True if the first position of the word above is reached, or the beginning of a run that leads to one.
    above: u64,
}

impl Runs {
    /// The positions from which members lead to a reached position.
    #[inline]
    const fn before(&mut self, reached: u64, members: u64) -> u64 {
        let before = reached >> 1 | self.above << 63;
        let run = match members {
            u64::MAX => match before {
                0 => 0,
                _ => u64::MAX >> before.leading_zeros(),
            },
            _ => through(members, before & members),
        };
        self.above = (reached | run) & 1;
        run
    }
}

/// Positions, and those below them as far as members stand in a row.
const fn through(mut members: u64, mut run: u64) -> u64 {
    let mut shift = 1;
    while shift < u64::BITS {
        run |= members & run >> shift;
        members &= members >> shift;
        shift *= 2;
    }
    run
}

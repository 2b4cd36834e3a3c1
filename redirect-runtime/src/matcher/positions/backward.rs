//! From the last item of a program to its first: how an item leads from the positions behind it to those before it.

use super::{BOUNDARIES, CLASS, Positions, is_uuid};
use crate::bytes::equal_bits;
use crate::matcher::program::{SEGMENT, in_class};
use crate::matcher::steps::count;

/// Up to this many places of a literal in 64 bytes are looked at one by one.
const MOST_ALONE: u32 = 4;

impl Positions<'_> {
    /// Adds the positions at which `text` leads to a position of the next item.
    pub(in crate::matcher) fn before_text(&mut self, index: usize, text: &[u8], fold: bool) {
        let next = self.row(index + 1, false);
        for word in (0..self.width).rev() {
            count(1);
            // The positions that a text which ends at a reached one begins at.
            let mut starts = self.word_from(next, word * 64 + text.len());
            if starts == 0 {
                continue;
            }
            if !fold && starts.count_ones() > MOST_ALONE {
                let from = self.text.get(word * 64..).unwrap_or_default();
                for (offset, &byte) in text.iter().enumerate() {
                    count(1);
                    starts &= equal_bits(from.get(offset..).unwrap_or_default(), byte);
                }
                self.add(index, word, starts);
                continue;
            }
            while starts != 0 {
                count(1);
                let start = word * 64 + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                if self.text_at(start, text, fold) {
                    self.add(index, word, 1 << (start % 64));
                }
            }
        }
    }

    /// The bits of a row from a position on.
    fn word_from(&self, row: usize, position: usize) -> u64 {
        let (word, shift) = (position / 64, (position % 64) as u32);
        let within = |word| {
            if word < self.width {
                self.word(row, word)
            } else {
                0
            }
        };
        let high = within(word + 1).checked_shl(64 - shift);
        within(word) >> shift | high.unwrap_or(0)
    }

    /// Puts the members of a class into their row.
    fn mark_class(&mut self, class: u8) {
        if self.class == Some(class) {
            return;
        }
        self.class = Some(class);
        let text = self.text;
        for (word, chunk) in text.chunks(64).enumerate() {
            count(chunk.len());
            let mut bits = 0;
            if class == SEGMENT {
                bits = !equal_bits(chunk, b'/') & u64::MAX >> (64 - chunk.len());
            } else {
                for (at, &byte) in chunk.iter().enumerate() {
                    bits |= u64::from(in_class(class, byte)) << at;
                }
            }
            let index = CLASS * self.width + word;
            if let Some(target) = self.words_mut().get_mut(index) {
                *target = bits;
            }
        }
    }

    /// Adds the positions before a run of `min` to `max` bytes of a class.
    pub(in crate::matcher) fn before_class(
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

    /// A whole word a step: spreads each reached position down the run that ends at it.
    fn before_any_run(&mut self, index: usize) {
        let next = self.row(index + 1, false);
        // The lowest bit of the words above: reached by the next item, or part of a run that is.
        let mut carry = 0;
        for word in (0..self.width).rev() {
            count(1);
            let reached = self.word(next, word);
            let members = self.word(CLASS, word);
            let mut run = (reached >> 1 | carry << 63) & members;
            let mut through = members;
            for shift in [1, 2, 4, 8, 16, 32] {
                run |= through & run >> shift;
                through &= through >> shift;
            }
            carry = (reached | run) & 1;
            self.add(index, word, run);
        }
    }

    /// A position a step: the nearest reached position within the run and the bounds.
    fn before_bounded_run(&mut self, index: usize, min: usize, max: usize) {
        let next = self.row(index + 1, false);
        let mut run_end = self.text.len();
        let mut nearest = None;
        for start in (0..self.text.len()).rev() {
            count(1);
            if !self.bit(CLASS, start) {
                run_end = start;
            }
            let Some(first) = start.checked_add(min) else {
                continue;
            };
            if self.bit(next, first) {
                nearest = Some(first);
            }
            let last = run_end.min(start.saturating_add(max));
            if nearest.is_some_and(|end| first <= end && end <= last) {
                self.add(index, start / 64, 1 << (start % 64));
            }
        }
    }

    pub(in crate::matcher) fn before_uuid(&mut self, index: usize) {
        let next = self.row(index + 1, false);
        for start in 0..self.text.len() {
            count(1);
            if self.bit(next, start.saturating_add(36)) && self.uuid_at(start) {
                self.add(index, start / 64, 1 << (start % 64));
            }
        }
    }

    fn uuid_at(&self, start: usize) -> bool {
        let text = start
            .checked_add(36)
            .and_then(|end| self.text.get(start..end));
        text.is_some_and(is_uuid)
    }

    /// Adds the positions before one or more non-empty segments.
    pub(in crate::matcher) fn before_path(&mut self, index: usize) {
        let next = self.row(index + 1, false);
        // The nearest reached position that ends a non-empty segment, and the last position before an empty one.
        let mut nearest = None;
        let mut limit = self.text.len();
        for start in (0..self.text.len()).rev() {
            count(1);
            let end = start + 1;
            if self.text.get(start) == Some(&b'/') {
                if self.text.get(end) == Some(&b'/') {
                    limit = start;
                }
                // A path may go on behind this slash, but not begin with it.
                continue;
            }
            if self.bit(next, end) {
                nearest = Some(end);
            }
            if nearest.is_some_and(|end| end <= limit) {
                self.add(index, start / 64, 1 << (start % 64));
            }
        }
    }

    pub(in crate::matcher) fn before_wildcard(&mut self, index: usize) {
        let next = self.row(index + 1, false);
        let owed = self.row(index + 1, true);
        // Bits at and below the highest reached position.
        let mut above = false;
        for word in (0..self.width).rev() {
            count(1);
            let reached = self.word(next, word);
            let below = below_highest(reached, above);
            let boundaries = self.word(BOUNDARIES, word);
            self.or(self.row(index, false), word, (below | reached) & boundaries);
            if self.nullable {
                let owed = self.word(owed, word);
                self.or(self.row(index, true), word, (below | owed) & boundaries);
            }
            above |= reached != 0;
        }
    }

    /// At the end of a group nothing may be owed.
    pub(in crate::matcher) fn before_group_end(&mut self, index: usize) {
        let (target, next) = (self.row(index, false), self.row(index + 1, false));
        for word in 0..self.width {
            count(1);
            let bits = self.word(next, word);
            self.or(target, word, bits);
        }
    }

    /// Into a group, or past it (`behind` is the item after its end).
    pub(in crate::matcher) fn before_group(&mut self, index: usize, behind: usize, nullable: bool) {
        let inside = self.row(index + 1, nullable);
        for owing in [false, true] {
            if owing && !self.nullable {
                return;
            }
            let (target, skip) = (self.row(index, owing), self.row(behind, owing));
            for word in 0..self.width {
                count(1);
                let bits = self.word(inside, word) | self.word(skip, word);
                self.or(target, word, bits);
            }
        }
    }
}

/// The bits below the highest one, or all when a higher word has one.
#[inline]
const fn below_highest(word: u64, above: bool) -> u64 {
    if above {
        return u64::MAX;
    }
    match word.leading_zeros() {
        64 => 0,
        zeros => (1u64 << (63 - zeros)).wrapping_sub(1),
    }
}

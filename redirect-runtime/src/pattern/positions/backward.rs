//! From the last item of a program to its first: how an item leads from the positions behind it to those before it.

use super::{BOUNDARIES, Positions, REACHED, is_uuid};
use crate::canonical::delimiters::is_delimiter;
use crate::canonical::triplet_of;
use crate::pattern::class_bits::class_bits;
use crate::pattern::program::HEX;
use crate::pattern::steps::count;
use crate::simd::find::equal_bits;

/// Up to this many places of a literal in 64 bytes are looked at one by one.
const MOST_ALONE: u32 = 4;

impl Positions<'_> {
    /// Adds the positions at which `text` leads to a position of the next item.
    pub(in crate::pattern) fn before_text(&mut self, index: usize, text: &[u8], fold: bool) {
        let next = self.row(index + 1, false);
        for word in (0..self.width).rev() {
            count(1);
            // The positions that a text which ends at a reached one begins at.
            let mut starts = self.word_from(next, word * 64 + text.len());
            if starts == 0 {
                continue;
            }
            if starts.count_ones() > MOST_ALONE {
                let from = self.text.get(word * 64..).unwrap_or_default();
                for (offset, &byte) in text.iter().enumerate() {
                    count(1);
                    starts &= bits_of(from.get(offset..).unwrap_or_default(), byte, fold);
                    if starts == 0 {
                        break;
                    }
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

    /// Adds the positions at which `text` leads to a position of the next item, each of its delimiters encoded or not.
    pub(in crate::pattern) fn before_encoded_text(
        &mut self,
        index: usize,
        text: &[u8],
        fold: bool,
    ) {
        self.copy(self.row(index + 1, false), REACHED);
        for &byte in text.iter().rev() {
            for word in 0..self.width {
                count(1);
                let here = self.text.get(word * 64..).unwrap_or_default();
                let mut bits = self.word_from(REACHED, word * 64 + 1) & bits_of(here, byte, fold);
                if is_delimiter(byte) {
                    let [percent, high, low] = triplet_of(byte);
                    let behind = |offset: usize| here.get(offset..).unwrap_or_default();
                    bits |= self.word_from(REACHED, word * 64 + 3)
                        & equal_bits(here, percent)
                        & equal_bits(behind(1), high)
                        & equal_bits(behind(2), low);
                }
                self.put(REACHED, word, bits);
            }
        }
        for word in 0..self.width {
            count(1);
            let bits = self.word(REACHED, word);
            self.add(index, word, bits);
        }
    }

    pub(in crate::pattern) fn before_uuid(&mut self, index: usize) {
        let next = self.row(index + 1, false);
        for word in (0..self.width).rev() {
            count(1);
            let mut starts = self.word_from(next, word * 64 + 36);
            if starts != 0 {
                let text = self.text.get(word * 64..).unwrap_or_default();
                starts &= class_bits(HEX, text);
                starts &= equal_bits(text.get(8..).unwrap_or_default(), b'-');
            }
            while starts != 0 {
                count(1);
                let start = word * 64 + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                if self.uuid_at(start) {
                    self.add(index, word, 1 << (start % 64));
                }
            }
        }
    }

    fn uuid_at(&self, start: usize) -> bool {
        let text = start
            .checked_add(36)
            .and_then(|end| self.text.get(start..end));
        text.is_some_and(is_uuid)
    }

    pub(in crate::pattern) fn before_wildcard(&mut self, index: usize) {
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
    pub(in crate::pattern) fn before_group_end(&mut self, index: usize) {
        let (target, next) = (self.row(index, false), self.row(index + 1, false));
        for word in 0..self.width {
            count(1);
            let bits = self.word(next, word);
            self.or(target, word, bits);
        }
    }

    /// Into a group, or past it (`behind` is the item after its end).
    pub(in crate::pattern) fn before_group(&mut self, index: usize, behind: usize, nullable: bool) {
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

/// Where in the first 64 bytes of a text a byte of a literal stands, as bits.
#[inline(never)]
fn bits_of(text: &[u8], byte: u8, fold: bool) -> u64 {
    let other = match fold && byte.is_ascii_alphabetic() {
        true => equal_bits(text, byte ^ 0x20),
        false => 0,
    };
    other | equal_bits(text, byte)
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

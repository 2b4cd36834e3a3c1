//! Sets of positions of a text, as rows of bits: `backward` fills them, `forward` reads them.
//!
//! Row `i` holds the positions from which the items from `i` on can match to the end. While a group is open that
//! must still consume something, a second set says from where that can succeed.

mod backward;
mod forward;
mod runs;

use super::class_bits::class_bits;
use super::program::HEX;
use super::steps::count;
use crate::simd::find::{equal_bits, find_byte};

/// The row of the positions that split no triplet.
const BOUNDARIES: usize = 0;
/// The row of a class being used.
const CLASS: usize = 1;
/// Two rows that an item uses while it is looked at.
const REACHED: usize = 2;
const STEPS: usize = 3;
/// Where the rows of items begin.
const FIRST: usize = 4;

/// The rows for one text and one program.
pub(super) struct Positions<'a> {
    text: &'a [u8],
    /// Words a row.
    width: usize,
    /// Rows of items, the end included.
    items: usize,
    /// True if triplets make some positions invalid.
    triplets: bool,
    nullable: bool,
    /// The class whose members stand in the row `CLASS`.
    class: Option<u8>,
    words: &'a mut [u64],
}

/// Returns the number of words that the rows for a text and a program of `length` items take.
pub(super) fn words_for(text: &[u8], length: usize, nullable: bool) -> Option<usize> {
    let layers = if nullable { 2 } else { 1 };
    let rows = FIRST.checked_add(length.checked_add(1)?.checked_mul(layers)?)?;
    rows.checked_mul(width(text))
}

/// Words a row: a text has one position more than bytes.
const fn width(text: &[u8]) -> usize {
    text.len() / 64 + 1
}

impl<'a> Positions<'a> {
    /// Rows for a program of `length` items in [`words_for`] them, all zero; at the end, only the end of the text is
    /// reached.
    pub(super) fn new(
        text: &'a [u8],
        length: usize,
        nullable: bool,
        words: &'a mut [u64],
    ) -> Option<Self> {
        let mut positions = Positions {
            text,
            width: width(text),
            items: length.checked_add(1)?,
            triplets: find_byte(text, b'%', 0) < text.len(),
            nullable,
            class: None,
            words,
        };
        positions.mark_boundaries();
        positions.set(FIRST.checked_add(length)?, text.len());
        Some(positions)
    }

    /// The row of an item; `owing` for the second set.
    #[inline]
    fn row(&self, index: usize, owing: bool) -> usize {
        FIRST
            + index
            + if owing && self.nullable {
                self.items
            } else {
                0
            }
    }

    #[inline]
    fn word(&self, row: usize, word: usize) -> u64 {
        let at = row * self.width + word;
        self.words.get(at).copied().unwrap_or(0)
    }

    #[inline]
    fn or(&mut self, row: usize, word: usize, bits: u64) {
        let at = row * self.width + word;
        if let Some(target) = self.words.get_mut(at) {
            *target |= bits;
        }
    }

    #[inline]
    fn bit(&self, row: usize, position: usize) -> bool {
        position <= self.text.len() && self.word(row, position / 64) >> (position % 64) & 1 == 1
    }

    #[inline]
    fn set(&mut self, row: usize, position: usize) {
        self.or(row, position / 64, 1 << (position % 64));
    }

    /// Writes down a word of a row.
    #[inline]
    fn put(&mut self, row: usize, word: usize, bits: u64) {
        let at = row * self.width + word;
        if let Some(target) = self.words.get_mut(at) {
            *target = bits;
        }
    }

    /// Copies a row.
    fn copy(&mut self, from: usize, to: usize) {
        for word in 0..self.width {
            count(1);
            let bits = self.word(from, word);
            self.put(to, word, bits);
        }
    }

    /// The bits of a row from a position on.
    #[inline]
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

    fn mark_boundaries(&mut self) {
        // What the word before says of the first two positions of the next.
        let mut inside_next = 0;
        for word in 0..self.width {
            count(1);
            let mut inside = inside_next;
            if self.triplets {
                let text = self.text.get(word * 64..).unwrap_or_default();
                let triplets = u128::from(triplet_bits(text)) * 0b110;
                inside |= triplets as u64;
                inside_next = (triplets >> 64) as u64;
            }
            self.put(BOUNDARIES, word, !inside);
        }
    }

    /// Adds positions to the row of an item, without those that split a triplet; an item that consumes something
    /// leaves no debt.
    #[inline]
    fn add(&mut self, index: usize, word: usize, bits: u64) {
        let bits = bits & self.word(BOUNDARIES, word);
        self.or(self.row(index, false), word, bits);
        if self.nullable {
            self.or(self.row(index, true), word, bits);
        }
    }

    /// Tells whether the items from `index` on can match from `position` to the end.
    #[inline]
    pub(super) fn holds(&self, index: usize, position: usize) -> bool {
        self.bit(self.row(index, false), position)
    }

    /// Tells whether `text` stands at a position.
    #[inline]
    pub(super) fn text_at(&self, position: usize, text: &[u8], fold: bool) -> bool {
        let here = position
            .checked_add(text.len())
            .and_then(|end| self.text.get(position..end));
        here.is_some_and(|here| here == text || fold && here.eq_ignore_ascii_case(text))
    }
}

/// Where in the first 64 bytes of a text triplets begin, as bits.
fn triplet_bits(text: &[u8]) -> u64 {
    let behind = |offset: usize| text.get(offset..).unwrap_or_default();
    equal_bits(text, b'%') & class_bits(HEX, behind(1)) & class_bits(HEX, behind(2))
}

/// Tells whether 36 bytes are a UUID.
pub(super) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, &byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

//! Sets of positions of a text, as rows of bits, and how an item of a program leads from one to the next.
//!
//! Row `i` holds the positions from which the items from `i` on can match to the end. While a group is open that
//! must still consume something, a second set says from where that can succeed.

use super::program::{SEGMENT, in_class};
use super::steps::count;
use crate::bytes::equal_bits;
use crate::canonical::triplet;

/// Words kept on the stack: enough for texts of up to 63 bytes behind the literal prefix.
const INLINE: usize = 64;
/// The row of the positions that split no triplet.
const BOUNDARIES: usize = 0;
/// The row of a class being used.
const CLASS: usize = 1;
/// Where the rows of items begin.
const FIRST: usize = 2;

/// Up to this many places of a literal in 64 bytes are looked at one by one.
const MOST_ALONE: u32 = 4;

/// The rows for one text and one program.
pub(super) struct Positions<'a> {
    text: &'a [u8],
    /// Words a row.
    width: usize,
    /// Rows of items, the end included.
    items: usize,
    /// Whether triplets make some positions invalid.
    triplets: bool,
    nullable: bool,
    /// The class whose members stand in the row `CLASS`.
    class: Option<u8>,
    inline: [u64; INLINE],
    heap: Vec<u64>,
}

impl<'a> Positions<'a> {
    /// Rows for a program of `length` items; at the end, only the end of the text is reached.
    pub(super) fn new(text: &'a [u8], length: usize, nullable: bool) -> Option<Self> {
        let width = text.len() / 64 + 1;
        let items = length.checked_add(1)?;
        let layers = if nullable { 2 } else { 1 };
        let words = FIRST
            .checked_add(items.checked_mul(layers)?)?
            .checked_mul(width)?;
        let mut positions = Positions {
            text,
            width,
            items,
            triplets: text.contains(&b'%'),
            nullable,
            class: None,
            inline: [0; INLINE],
            heap: if words > INLINE {
                vec![0; words]
            } else {
                Vec::new()
            },
        };
        positions.mark_boundaries();
        positions.set(FIRST.checked_add(length)?, text.len());
        Some(positions)
    }

    #[inline]
    fn words(&self) -> &[u64] {
        if self.heap.is_empty() {
            &self.inline
        } else {
            &self.heap
        }
    }

    #[inline]
    fn words_mut(&mut self) -> &mut [u64] {
        if self.heap.is_empty() {
            &mut self.inline
        } else {
            &mut self.heap
        }
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
        self.words().get(at).copied().unwrap_or(0)
    }

    #[inline]
    fn or(&mut self, row: usize, word: usize, bits: u64) {
        let at = row * self.width + word;
        if let Some(target) = self.words_mut().get_mut(at) {
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

    fn mark_boundaries(&mut self) {
        for word in 0..self.width {
            count(1);
            self.or(BOUNDARIES, word, u64::MAX);
        }
        if !self.triplets {
            return;
        }
        for at in 0..self.text.len() {
            count(1);
            let rest = self.text.get(at..).unwrap_or_default();
            if let [b'%', digits @ ..] = rest {
                if triplet(digits).is_some() {
                    for inside in [at + 1, at + 2] {
                        let index = BOUNDARIES * self.width + inside / 64;
                        if let Some(word) = self.words_mut().get_mut(index) {
                            *word &= !(1 << (inside % 64));
                        }
                    }
                }
            }
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

    /// Whether the items from `index` on can match from `position` to the end.
    #[inline]
    pub(super) fn holds(&self, index: usize, position: usize) -> bool {
        self.bit(self.row(index, false), position)
    }

    /// Whether `text` stands at a position.
    #[inline]
    pub(super) fn text_at(&self, position: usize, text: &[u8], fold: bool) -> bool {
        let here = position
            .checked_add(text.len())
            .and_then(|end| self.text.get(position..end));
        here.is_some_and(|here| here == text || fold && here.eq_ignore_ascii_case(text))
    }

    /// Adds the positions at which `text` leads to a position of the next item.
    pub(super) fn before_text(&mut self, index: usize, text: &[u8], fold: bool) {
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
    pub(super) fn before_class(&mut self, index: usize, class: u8, min: usize, max: usize) {
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

    pub(super) fn before_uuid(&mut self, index: usize) {
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
    pub(super) fn before_path(&mut self, index: usize) {
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

    pub(super) fn before_wildcard(&mut self, index: usize) {
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
    pub(super) fn before_group_end(&mut self, index: usize) {
        let (target, next) = (self.row(index, false), self.row(index + 1, false));
        for word in 0..self.width {
            count(1);
            let bits = self.word(next, word);
            self.or(target, word, bits);
        }
    }

    /// Into a group, or past it (`behind` is the item after its end).
    pub(super) fn before_group(&mut self, index: usize, behind: usize, nullable: bool) {
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

    /// Whether the group at `index` can be entered at a position.
    pub(super) fn enters_group(&self, index: usize, position: usize, nullable: bool) -> bool {
        self.bit(self.row(index + 1, nullable), position)
    }

    /// The end of the longest run of a class from which the next item can go on.
    pub(super) fn last_after_class(
        &self,
        next: usize,
        start: usize,
        class: u8,
        min: usize,
        max: usize,
    ) -> Option<usize> {
        let rest = self.text.get(start..)?;
        let run = if class == SEGMENT {
            crate::segments::segment_end(rest, 0)
        } else {
            rest.iter()
                .position(|&byte| !in_class(class, byte))
                .unwrap_or(rest.len())
        };
        count(run);
        self.last_within(
            next,
            start.checked_add(min)?,
            start.checked_add(run.min(max))?,
        )
    }

    /// The end of the longest run of non-empty segments from which the next item can go on.
    pub(super) fn last_after_path(&self, next: usize, start: usize) -> Option<usize> {
        let rest = self.text.get(start..)?;
        count(rest.len());
        let empty = rest.windows(2).position(|pair| pair == b"//");
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
    pub(super) fn first_after_wildcard(
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

/// Whether 36 bytes are a UUID.
pub(super) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, &byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

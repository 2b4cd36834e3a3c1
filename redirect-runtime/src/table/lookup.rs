//! A compiled-in lookup: rows by their keys, read in place.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | parts of a key |
//! | 1 each | `WHOLE_NUMBER` for a part that compares by value, else 0 |
//! | 1 | values of a row |
//! | 4 | slots: a power of two, at least twice the rows |
//! | 4 each slot | the row's offset plus one from the first row, or 0 |
//! | rows | `u8` status (410 as `GONE`, 451 as `UNAVAILABLE`, else 0); parts of the key and values as `u16` length and text; `NOTHING` in place of a length: no value |
//!
//! Keys are decoded text; values are canonical text of a path, as a capture is. A row is looked for from the slot of its
//! key's hash on, to an empty one.

use std::borrow::Cow;

use super::text::text;
use crate::simd::chunks::{u16_at, u32_at};
use crate::simd::hash::hash;

/// A part of a key that compares by value: `007` is `7`.
const WHOLE_NUMBER: u8 = 1;
const GONE: u8 = 1;
const UNAVAILABLE: u8 = 2;
const NOTHING: u16 = 0xffff;
/// The longest text of a row in bytes; longer ones are refused while a policy is compiled.
pub const LONGEST_TEXT: usize = NOTHING as usize - 1;

/// A row as it is written.
#[derive(Clone, Debug)]
pub struct NewRow<'a> {
    /// The decoded parts of the key, whole numbers without leading zeros.
    pub key: Vec<&'a str>,
    /// The values as canonical text of a path.
    pub values: Vec<Option<Cow<'a, str>>>,
    /// 410 or 451, in place of the rule's answer.
    pub status: Option<u16>,
}

/// A row that was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundRow<'t> {
    /// 410 or 451, in place of the rule's answer.
    pub(crate) status: Option<u16>,
    values: &'t [u8],
}

/// A lookup in a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lookup<'t> {
    parts: &'t [u8],
    slots: &'t [u8],
    rows: &'t [u8],
}

/// Writes a lookup. `whole_numbers` says of each part of the key whether it compares by value.
#[must_use]
pub fn write(whole_numbers: &[bool], values: usize, rows: &[NewRow<'_>]) -> Vec<u8> {
    let count = (rows.len() * 2).next_power_of_two();
    let mut slots = vec![0u32; count];
    let mut bytes = Vec::new();
    for row in rows {
        let place = u32::try_from(bytes.len() + 1).unwrap_or(u32::MAX);
        let mut slot = first_slot(&row.key, count);
        while slots.get(slot).is_some_and(|taken| *taken != 0) {
            slot = (slot + 1) & (count - 1);
        }
        if let Some(free) = slots.get_mut(slot) {
            *free = place;
        }
        bytes.push(match row.status {
            Some(410) => GONE,
            Some(451) => UNAVAILABLE,
            _ => 0,
        });
        for part in &row.key {
            push(part, &mut bytes);
        }
        for value in &row.values {
            match value {
                Some(value) => push(value, &mut bytes),
                None => bytes.extend_from_slice(&NOTHING.to_le_bytes()),
            }
        }
    }
    let mut out = vec![small(whole_numbers.len())];
    out.extend(
        whole_numbers
            .iter()
            .map(|whole| if *whole { WHOLE_NUMBER } else { 0 }),
    );
    out.push(small(values));
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
    for slot in slots {
        out.extend_from_slice(&slot.to_le_bytes());
    }
    out.extend_from_slice(&bytes);
    out
}

fn push(text: &str, out: &mut Vec<u8>) {
    let text = text.get(..LONGEST_TEXT.min(text.len())).unwrap_or_default();
    // Shorter than the longest text, which has two bytes.
    out.extend_from_slice(&(text.len() as u16).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// The slot that a key is looked for first; `slots` is a power of two.
fn first_slot<T: AsRef<str>>(key: &[T], slots: usize) -> usize {
    // Each part is mixed into the next one's hash, so that `a`, `bc` is not `ab`, `c`.
    let mixed = key.iter().fold(0u64, |before, part| {
        before.rotate_left(23) ^ hash(part.as_ref().as_bytes())
    });
    (mixed ^ (mixed >> 32)) as usize & slots.wrapping_sub(1)
}

impl<'t> Lookup<'t> {
    /// Reads the lookup that bytes begin with; `None` if they hold none.
    pub(crate) fn read(bytes: &'t [u8]) -> Option<Self> {
        let (&count, rest) = bytes.split_first()?;
        let (parts, rest) = rest.split_at_checked(usize::from(count))?;
        let (_, rest) = rest.split_first()?;
        let slots = u32_at(rest, 0)? as usize;
        if !slots.is_power_of_two() {
            return None;
        }
        let (slots, rows) = rest.get(4..)?.split_at_checked(slots.checked_mul(4)?)?;
        Some(Lookup { parts, slots, rows })
    }

    /// The text of a key's part as the lookup compares it.
    pub(crate) fn part<'a>(&self, number: usize, text: Cow<'a, str>) -> Cow<'a, str> {
        let whole = self.parts.get(number) == Some(&WHOLE_NUMBER);
        if !whole || !text.starts_with('0') {
            return text;
        }
        let digits = text.trim_start_matches('0');
        Cow::Owned(if digits.is_empty() { "0" } else { digits }.to_owned())
    }

    /// The row of a key. Takes time linear in the key, and in the rows that share its slot.
    pub(crate) fn find(&self, key: &[Cow<'_, str>]) -> Option<FoundRow<'t>> {
        if key.len() != self.parts.len() {
            return None;
        }
        let count = self.slots.len() / 4;
        let mut slot = first_slot(key, count);
        for _ in 0..count {
            let place = u32_at(self.slots, slot.checked_mul(4)?)?.checked_sub(1)?;
            let row = self.rows.get(place as usize..)?;
            let (&status, mut rest) = row.split_first()?;
            let mut is_it = true;
            for part in key {
                let (own, behind) = text(rest)?;
                is_it &= own == part.as_ref();
                rest = behind;
            }
            if is_it {
                let status = match status {
                    GONE => Some(410),
                    UNAVAILABLE => Some(451),
                    _ => None,
                };
                return Some(FoundRow {
                    status,
                    values: rest,
                });
            }
            slot = slot.wrapping_add(1) & count.wrapping_sub(1);
        }
        None
    }
}

impl<'t> FoundRow<'t> {
    /// The row's values in order, canonical text of a path.
    pub(crate) fn values(&self) -> impl Iterator<Item = Option<&'t str>> + use<'t> {
        let mut rest = self.values;
        std::iter::from_fn(move || {
            if u16_at(rest, 0)? == NOTHING {
                rest = rest.get(2..)?;
                return Some(None);
            }
            let (value, behind) = text(rest)?;
            rest = behind;
            Some(Some(value))
        })
    }
}

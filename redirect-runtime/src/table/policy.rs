//! The texts of the whole policy: files, handlers, headers, external hosts, lookups that the program serves (names and
//! contracts by turns).
//!
//! Five lists, one after the other, at [`Count::Policy`] in `Blob`: `u16` count, then each text with `u16` length.

use super::text::{push_text, text};
use super::{Count, Table};
use crate::simd::chunks::u16_at;

/// The bit of a header in what rules looked at, by its number; all headers from the 63rd on are one.
#[inline]
pub(crate) const fn header_bit(number: usize) -> u64 {
    if number < 62 { 1 << number } else { 1 << 63 }
}

/// The texts of a policy, as they are written.
#[derive(Clone, Debug, Default)]
pub struct Texts<'p> {
    /// The files that rules stand in.
    pub files: Vec<&'p str>,
    /// The handlers in order of first use.
    pub handlers: Vec<&'p str>,
    /// The header fields that conditions look at.
    pub headers: Vec<&'p str>,
    /// The hosts that a handler may send to.
    pub external: Vec<&'p str>,
    /// The lookups that the program serves: the name and the contract of each.
    pub lookups: Vec<(&'p str, String)>,
}

/// Writes the texts of a policy.
#[must_use]
pub fn write(texts: &Texts<'_>) -> Vec<u8> {
    let lookups = texts.lookups.iter();
    let lookups: Vec<&str> = lookups
        .flat_map(|(name, contract)| [*name, contract])
        .collect();
    let mut out = Vec::new();
    for list in [
        &texts.files,
        &texts.handlers,
        &texts.headers,
        &texts.external,
        &lookups,
    ] {
        let count = u16::try_from(list.len()).unwrap_or(u16::MAX);
        out.extend_from_slice(&count.to_le_bytes());
        for text in list.iter().take(usize::from(count)) {
            push_text(text, &mut out);
        }
    }
    out
}

/// The number of texts of a list, and where they stand.
fn list<'a>(table: &Table<'a>, which: usize) -> Option<(u16, &'a [u8])> {
    let mut rest = table.blob(table.count(Count::Policy));
    for _ in 0..which {
        let count = u16_at(rest, 0)?;
        rest = rest.get(2..)?;
        for _ in 0..count {
            rest = text(rest)?.1;
        }
    }
    Some((u16_at(rest, 0)?, rest.get(2..)?))
}

fn texts<'a>(table: &Table<'a>, which: usize) -> impl Iterator<Item = &'a str> + use<'a> {
    let (count, mut rest) = list(table, which).unwrap_or_default();
    (0..count).map_while(move |_| {
        let (text, tail) = text(rest)?;
        rest = tail;
        Some(text)
    })
}

/// The name of a file of the policy.
pub(crate) fn file<'a>(table: &Table<'a>, number: u16) -> Option<&'a str> {
    texts(table, 0).nth(usize::from(number))
}

/// The names of the handlers, in order of first use.
pub(crate) fn handlers<'a>(table: &Table<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    texts(table, 1)
}

/// The name of a handler.
pub(crate) fn handler<'a>(table: &Table<'a>, number: u16) -> Option<&'a str> {
    handlers(table).nth(usize::from(number))
}

/// The lookups that the program serves: names, and contracts.
pub(crate) fn lookups<'a>(table: &Table<'a>) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let mut texts = texts(table, 4);
    std::iter::from_fn(move || Some((texts.next()?, texts.next()?)))
}

/// The names of the headers that conditions look at, each with its bit.
pub(crate) fn header_bits<'a>(table: &Table<'a>) -> impl Iterator<Item = (u64, &'a str)> + use<'a> {
    let names = texts(table, 2).enumerate();
    names.map(|(number, name)| (header_bit(number), name))
}

/// Tells whether a handler may send to a host.
pub(crate) fn is_external(table: &Table<'_>, host: &str) -> bool {
    texts(table, 3).any(|pattern| match pattern.strip_prefix('*') {
        Some(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
        None => host == pattern,
    })
}

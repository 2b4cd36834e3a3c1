//! Queries: pairs, keys as forms decode them, and which of them go on to the destination.
//!
//! Keys compare form-decoded (`+` is a space, triplets are bytes); what is forwarded is forwarded as it came.

use std::borrow::Cow;

use crate::canonical::{is_plain, push_characters, push_triplet, triplet};

/// The pairs of a query as they came; empty ones are left out.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

/// Key and value of a pair as they came.
pub(crate) fn key_value(pair: &str) -> (&str, &str) {
    pair.split_once('=').unwrap_or((pair, ""))
}

/// The bytes of a key or value as forms decode them.
pub(crate) fn decoded(text: &str) -> impl Iterator<Item = u8> {
    decode(text, b' ')
}

/// The bytes of a text with its triplets decoded.
pub(crate) fn decoded_triplets(text: &str) -> impl Iterator<Item = u8> {
    decode(text, b'+')
}

fn decode(text: &str, plus: u8) -> impl Iterator<Item = u8> {
    let mut rest = text.as_bytes();
    std::iter::from_fn(move || {
        let (&byte, tail) = rest.split_first()?;
        rest = tail;
        Some(match byte {
            b'+' => plus,
            b'%' => match triplet(tail) {
                Some(value) => {
                    rest = tail.get(2..).unwrap_or_default();
                    value
                }
                None => byte,
            },
            _ => byte,
        })
    })
}

/// Tells whether a key as it came is a decoded one.
pub(crate) fn is_key(raw: &str, key: &str) -> bool {
    decoded(raw).eq(key.bytes())
}

/// The first value of a key, as it came.
pub(crate) fn first_value<'q>(query: Option<&'q str>, key: &str) -> Option<&'q str> {
    pairs(query?)
        .map(key_value)
        .find(|(raw, _)| is_key(raw, key))
        .map(|(_, value)| value)
}

/// A query value in the form in which patterns match it: decoded once, as forms decode it, and then canonical, with `%`
/// encoded and `/` as it is.
///
/// ```
/// use redirect_runtime::request::query::canonical_value;
/// assert_eq!(canonical_value("node%2F12"), "node/12");
/// assert_eq!(canonical_value("a+b%2Bc%2525"), "a%20b+c%2525");
/// ```
pub fn canonical_value(raw: &str) -> Cow<'_, str> {
    let stays = |byte: u8| is_plain(byte) && !matches!(byte, b'%' | b'+');
    if raw.bytes().all(stays) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len().saturating_add(16));
    for byte in decoded(raw) {
        if is_plain(byte) && byte != b'%' {
            out.push(char::from(byte));
        } else {
            push_triplet(byte, &mut out);
        }
    }
    Cow::Owned(out)
}

/// Any other value in the form in which patterns match it; a backslash is no separator outside a path.
pub fn canonical_text(raw: &str) -> Cow<'_, str> {
    let stays = |byte: u8| is_plain(byte) && byte != b'%';
    if raw.bytes().all(stays) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len().saturating_add(16));
    for (index, part) in raw.split('\\').enumerate() {
        if index > 0 {
            out.push_str("%5C");
        }
        push_characters(part, &mut out);
    }
    Cow::Owned(out)
}

//! What many rules share: the treatment of the query, headers, owner.
//!
//! `u8` query ([`KEEP`], [`DROP`], [`ONLY`] or [`ALL_BUT`] followed by `u8` count and keys), `u8` count of headers and their names
//! and values, then cache control and owner (`0xffff`: none). Texts have a length of two bytes.

use super::text::{skip, text, texts};
use crate::simd::chunks::u16_at;

/// The request's query is forwarded.
pub const KEEP: u8 = 0;
/// The request's query is dropped.
pub const DROP: u8 = 1;
/// Only some keys are forwarded, those that conditions use up too.
pub const ONLY: u8 = 2;
/// All but some keys are forwarded.
pub const ALL_BUT: u8 = 3;

/// The terms of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    bytes: &'a [u8],
}

impl<'a> Terms<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Terms { bytes }
    }

    /// Whether a form-decoded key of the request's query is forwarded; a key that conditions use up only if it is named.
    pub(crate) fn forwards(&self, key: &[u8], used: impl FnOnce() -> bool) -> bool {
        match self.bytes {
            [KEEP, ..] => !used(),
            [ONLY, count, rest @ ..] => names(*count, rest, key),
            [ALL_BUT, count, rest @ ..] => !names(*count, rest, key) && !used(),
            _ => false,
        }
    }

    /// Behind the treatment of the query.
    fn headers_on(&self) -> Option<&'a [u8]> {
        match self.bytes {
            [ONLY | ALL_BUT, count, rest @ ..] => skip(*count, rest),
            [_, rest @ ..] => Some(rest),
            [] => None,
        }
    }

    /// Headers sent with the answer.
    pub fn headers(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let (count, mut rest) = match self.headers_on() {
            Some([count, rest @ ..]) => (*count, rest),
            _ => (0, [].as_slice()),
        };
        (0..count).map_while(move |_| {
            let (name, tail) = text(rest)?;
            let (value, tail) = text(tail)?;
            rest = tail;
            Some((name, value))
        })
    }

    fn cache_control_on(&self) -> Option<&'a [u8]> {
        let [count, rest @ ..] = self.headers_on()? else {
            return None;
        };
        skip(count.checked_mul(2)?, rest)
    }

    /// `Cache-Control` sent with the answer.
    pub fn cache_control(&self) -> Option<&'a str> {
        Some(text(self.cache_control_on()?)?.0)
    }

    /// Who answers for the rule.
    pub(crate) fn owner(&self) -> Option<&'a str> {
        let rest = self.cache_control_on()?;
        let rest = match u16_at(rest, 0)? {
            0xffff => rest.get(2..)?,
            _ => text(rest)?.1,
        };
        Some(text(rest)?.0)
    }
}

/// Whether a key is among some, whose last character may be `*`.
fn names(count: u8, rest: &[u8], key: &[u8]) -> bool {
    texts(count, rest).any(|pattern| match pattern.strip_suffix('*') {
        Some(front) => key.starts_with(front.as_bytes()),
        None => key == pattern.as_bytes(),
    })
}

//! Options that many rules share: which pairs of the query are forwarded, header fields, the owner.
//!
//! | bytes | hold |
//! |---|---|
//! | 1 | `KEEP`, `DROP`, or `ONLY` or `ALL_BUT` with a count of one byte and so many texts, the keys |
//! | 1 | number of header fields; of each its name and value, two texts |
//! | | `Cache-Control`, a text or none |
//! | | owner, a text or none |

use super::text::{NONE, push_optional, push_text, skip, text, texts};
use crate::simd::chunks::u16_at;

/// The request's query is forwarded.
const KEEP: u8 = 0;
/// The request's query is dropped.
const DROP: u8 = 1;
/// Only some keys are forwarded, those that conditions use up too.
const ONLY: u8 = 2;
/// All but some keys are forwarded.
const ALL_BUT: u8 = 3;

/// Which pairs of the request's query are forwarded.
#[derive(Clone, Copy, Debug)]
pub enum Forwarded<'k> {
    /// All of them.
    All,
    /// None.
    None,
    /// Those of these keys, form-decoded; a final `*` stands for any ending.
    Keys(&'k [String]),
    /// All but those of these keys.
    AllBut(&'k [String]),
}

/// Writes the options of a rule.
#[must_use]
pub fn write(
    forwarded: Forwarded<'_>,
    headers: &[(String, String)],
    cache_control: Option<&str>,
    owner: Option<&str>,
) -> Vec<u8> {
    let mut out = Vec::new();
    match forwarded {
        Forwarded::All => out.push(KEEP),
        Forwarded::None => out.push(DROP),
        Forwarded::Keys(keys) => push_keys(ONLY, keys, &mut out),
        Forwarded::AllBut(keys) => push_keys(ALL_BUT, keys, &mut out),
    }
    out.push(count(headers.len()));
    for (name, value) in headers {
        push_text(name, &mut out);
        push_text(value, &mut out);
    }
    push_optional(cache_control, &mut out);
    push_optional(owner, &mut out);
    out
}

fn push_keys(op: u8, keys: &[String], out: &mut Vec<u8>) {
    out.extend([op, count(keys.len())]);
    for key in keys {
        push_text(key, out);
    }
}

/// A count of one byte: longer lists are refused while the policy is read.
fn count(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}

/// The options of a rule, read in place.
#[derive(Clone, Copy, Debug)]
pub struct ResponseOptions<'a> {
    bytes: &'a [u8],
}

impl<'a> ResponseOptions<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        ResponseOptions { bytes }
    }

    /// Where the options stand in memory, by which rules that share them are known.
    #[must_use]
    pub fn address(&self) -> usize {
        self.bytes.as_ptr() as usize
    }

    /// Tells whether a form-decoded key of the request's query is forwarded; a key that conditions use up only if it is named.
    pub(crate) fn forwards(&self, key: &[u8], used: impl FnOnce() -> bool) -> bool {
        match self.bytes {
            [KEEP, ..] => !used(),
            [ONLY, count, rest @ ..] => names(*count, rest, key),
            [ALL_BUT, count, rest @ ..] => !names(*count, rest, key) && !used(),
            _ => false,
        }
    }

    /// The bytes from the header fields on.
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
            NONE => rest.get(2..)?,
            _ => text(rest)?.1,
        };
        Some(text(rest)?.0)
    }
}

/// Tells whether a key is among some, whose last character may be `*`.
fn names(count: u8, rest: &[u8], key: &[u8]) -> bool {
    texts(count, rest).any(|pattern| match pattern.strip_suffix('*') {
        Some(front) => key.starts_with(front.as_bytes()),
        None => key == pattern.as_bytes(),
    })
}

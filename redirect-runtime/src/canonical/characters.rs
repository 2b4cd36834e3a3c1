//! From characters as they came to canonical ones.

use super::{is_plain, is_unreserved, triplet, triplet_of};

/// Appends `text` in canonical form, character by character: dot segments are *not* resolved, so that a part of a
/// path can be treated alone. `\` becomes `/`.
///
/// ```
/// let mut out = String::new();
/// redirect_runtime::canonical::push_characters("/동네/%7ea%2f%eb", &mut out);
/// assert_eq!(out, "/%EB%8F%99%EB%84%A4/~a%2F%EB");
/// ```
pub fn push_characters(text: &str, out: &mut String) {
    let mut canonical = Vec::with_capacity(text.len());
    push(text.as_bytes(), &mut canonical);
    // It is ASCII.
    out.push_str(std::str::from_utf8(&canonical).unwrap_or_default());
}

/// The same of bytes. What is appended is ASCII.
pub(super) fn push(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    // Where a `%` that begins no triplet went: a digit decoded right behind it must not turn it into one.
    let mut after_stray = 0;
    loop {
        let (plain, odd) = rest.split_at(length_where(rest, Kind::Plain));
        out.extend_from_slice(plain);
        rest = match odd {
            [] => return,
            [b'%', tail @ ..] => match triplet(tail) {
                Some(value) => {
                    let completes = value.is_ascii_hexdigit() && out.len() < after_stray;
                    if is_unreserved(value) && !completes {
                        out.push(value);
                    } else {
                        out.extend_from_slice(&triplet_of(value));
                    }
                    tail.get(2..).unwrap_or_default()
                }
                None => {
                    out.push(b'%');
                    after_stray = out.len().saturating_add(2);
                    tail
                }
            },
            [b'\\', tail @ ..] => {
                out.push(b'/');
                tail
            }
            _ => {
                let (encoded, tail) = odd.split_at(length_where(odd, Kind::Encoded).max(1));
                let start = out.len();
                out.resize(start.saturating_add(3 * encoded.len()), b'%');
                let triplets = out.get_mut(start..).unwrap_or_default();
                for (triplet, &byte) in triplets.chunks_exact_mut(3).zip(encoded) {
                    triplet.copy_from_slice(&triplet_of(byte));
                }
                tail
            }
        };
    }
}

/// What becomes of a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It stays.
    Plain,
    /// It is percent-encoded.
    Encoded,
    /// It is `%` or `\`.
    Special,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Encoded; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        if is_plain(byte as u8) {
            kinds[byte] = Kind::Plain;
        }
        byte += 1;
    }
    kinds[b'%' as usize] = Kind::Special;
    kinds[b'\\' as usize] = Kind::Special;
    kinds
};

/// How many bytes at the front of a text are of a kind.
#[inline]
fn length_where(text: &[u8], kind: Kind) -> usize {
    let other = |&byte: &u8| KINDS[usize::from(byte)] != kind;
    text.iter().position(other).unwrap_or(text.len())
}

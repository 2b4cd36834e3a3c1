//! Delimiters: characters of a path that servers of old decoded before they looked a path up.
//!
//! `! $ & ' ( ) * + , = : @` (RFC 3986, 3.3: the delimiters of a path, without `;`) mean the same in a path whether they
//! are encoded or not, to nearly every server; the RFC calls the two forms different all the same. So the canonical form keeps
//! both, literals of sources match both, and captures hold what the request wrote.

use std::borrow::Cow;

use super::triplet;
use crate::simd::find::find_byte;

/// Tells whether a byte is a delimiter.
#[must_use]
pub const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'!' | b'$' | b'&' | b'\''..=b',' | b'=' | b':' | b'@')
}

/// The position of the first encoded delimiter at or behind a position, and the delimiter.
fn next(path: &[u8], from: usize) -> Option<(usize, u8)> {
    let mut at = find_byte(path, b'%', from);
    while at < path.len() {
        let value = triplet(path.get(at.saturating_add(1)..)?);
        if let Some(delimiter) = value.filter(|&value| is_delimiter(value)) {
            return Some((at, delimiter));
        }
        let length = if value.is_some() { 3 } else { 1 };
        at = find_byte(path, b'%', at.saturating_add(length));
    }
    None
}

/// Tells whether a path holds an encoded delimiter. Linear in its length.
#[must_use]
pub fn has_encoded(path: &str) -> bool {
    next(path.as_bytes(), 0).is_some()
}

/// A canonical text with its encoded delimiters decoded: two texts that literals take for one come out equal.
///
/// ```
/// use redirect_runtime::canonical::delimiters::decoded;
/// assert_eq!(decoded("/x_%28y%29%2528%3B"), "/x_(y)%2528%3B");
/// ```
#[must_use]
pub fn decoded(text: &str) -> Cow<'_, str> {
    let Some(first) = next(text.as_bytes(), 0) else {
        return Cow::Borrowed(text);
    };
    let mut decoded = String::with_capacity(text.len());
    let (mut from, mut found) = (0, Some(first));
    while let Some((at, delimiter)) = found {
        decoded.push_str(text.get(from..at).unwrap_or_default());
        decoded.push(char::from(delimiter));
        from = at.saturating_add(3);
        found = next(text.as_bytes(), from);
    }
    decoded.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(decoded)
}

/// Returns the end of a literal that stands at `start` of a path, its delimiters encoded or not, its letters in either
/// case; `None` if the path is too short for it. That it stands there is not looked at.
pub(crate) fn end_of(path: &[u8], start: usize, literal: &[u8]) -> Option<usize> {
    let mut at = start;
    for &byte in literal {
        let encoded = is_delimiter(byte) && path.get(at) != Some(&byte);
        at = at.checked_add(if encoded { 3 } else { 1 })?;
    }
    (at <= path.len()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_twelve() {
        let all: String = (0..=0x7f_u8)
            .filter(|&byte| is_delimiter(byte))
            .map(char::from)
            .collect();
        assert_eq!(all, "!$&'()*+,:=@");
    }
}

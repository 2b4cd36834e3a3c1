//! The canonical form in which paths are matched.
//!
//! The form of the WHATWG path parser (dot segments resolved, `\` read as `/`, controls, space, `" # < > ? ^ { }`,
//! backtick, DEL and non-ASCII percent-encoded, and `|`), with the hexadecimal digits of triplets in upper case and encoded
//! unreserved characters (RFC 3986, 6.2.2) decoded. `%2F` stays `%2F`; a `%` that begins no triplet counts as `%25`.
//! Encoded [delimiters] stay encoded, and literals of sources match them as they match the delimiters themselves.

mod characters;
pub(crate) mod common_path;
pub mod delimiters;
mod dot_segments;
pub(crate) mod regular_path;

use std::borrow::Cow;

use crate::simd::find::equal_bits;
use common_path::is_common;
pub(crate) use dot_segments::may_have_dot_segment;
use dot_segments::{has_dot_segment, resolve_dot_segments};
use regular_path::is_regular_front;

pub use characters::push_characters;

/// Tells whether a byte of a path may stand in the canonical form as it is (a `%` may, where it begins a triplet; `/` and `.`
/// too).
pub const fn is_plain(byte: u8) -> bool {
    !matches!(
        byte,
        0..=0x20 | b'"' | b'#' | b'<' | b'>' | b'?' | b'\\' | b'^' | b'`' | b'{'..=b'}' | 0x7f..
    )
}

/// Tells whether a byte is unreserved (RFC 3986, 2.3).
pub const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// The value of the two hexadecimal digits that `text` begins with.
#[inline]
pub const fn triplet(text: &[u8]) -> Option<u8> {
    let [high, low, ..] = text else {
        return None;
    };
    let (high, low) = (DIGITS[*high as usize], DIGITS[*low as usize]);
    if (high | low) & NO_DIGIT == 0 {
        Some(high << 4 | low)
    } else {
        None
    }
}

/// The values of hexadecimal digits, by byte.
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        let digit = UPPER[value as usize];
        digits[digit as usize] = value;
        digits[digit.to_ascii_lowercase() as usize] = value;
        value += 1;
    }
    digits
};
const NO_DIGIT: u8 = 0x80;
const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// The triplet of each byte.
const TRIPLETS: [[u8; 3]; 256] = {
    let mut triplets = [*b"%00"; 256];
    let mut byte = 0;
    while byte < triplets.len() {
        triplets[byte][1] = UPPER[byte >> 4];
        triplets[byte][2] = UPPER[byte & 15];
        byte += 1;
    }
    triplets
};

/// The triplet of a byte.
#[inline]
pub(crate) const fn triplet_of(byte: u8) -> [u8; 3] {
    TRIPLETS[byte as usize]
}

/// Appends `%XX`.
#[inline]
pub fn push_triplet(byte: u8, out: &mut String) {
    for byte in triplet_of(byte) {
        out.push(char::from(byte));
    }
}

/// A decoded text as it stands in a path, such as a value of a lookup; a slash is encoded unless it separates segments.
///
/// ```
/// use redirect_runtime::canonical::path_value;
///
/// assert_eq!(path_value("50% off: a/b", false), "50%25%20off:%20a%2Fb");
/// ```
#[must_use]
pub fn path_value(text: &str, slashes: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let stays = byte.is_ascii_alphanumeric()
            || b"-._~!$&'()*+,;=:@".contains(&byte)
            || byte == b'/' && slashes;
        if stays {
            out.push(char::from(byte));
        } else {
            push_triplet(byte, &mut out);
        }
    }
    out
}

/// The canonical form of a path that begins with `/`; borrowed when the path is in it already, as most are.
///
/// The input is the path of a request as it came, without query and fragment. Everything that RFC 3986 or the
/// WHATWG URL standard calls equivalent comes out equal.
///
/// ```
/// use redirect_runtime::canonical::canonical_path;
/// assert_eq!(canonical_path("/a/./b/%2e%2E/%41\\c"), "/a/A/c");
/// ```
pub fn canonical_path(path: &str) -> Cow<'_, str> {
    if is_common(path.as_bytes()) {
        return Cow::Borrowed(path);
    }
    canonical_uncommon_path(path)
}

/// The canonical form of a path with uncommon characters.
pub(crate) fn canonical_uncommon_path(path: &str) -> Cow<'_, str> {
    let bytes = path.as_bytes();
    let dots = may_have_dot_segment(bytes);
    if has_canonical_characters(bytes) && !(dots && has_dot_segment(bytes)) {
        return Cow::Borrowed(path);
    }
    let mut canonical = Vec::new();
    characters::push(bytes, &mut canonical);
    if dots && canonical.first() == Some(&b'/') {
        resolve_dot_segments(&mut canonical);
    }
    // It is ASCII.
    Cow::Owned(String::from_utf8(canonical).unwrap_or_default())
}

/// Tells whether the bytes of a target that the filter looks at are certain to be the front of its canonical path too.
#[inline(never)]
pub(crate) fn keeps_front(target: &[u8]) -> bool {
    is_regular_front(target) && !may_have_dot_segment(target)
}

/// Tells whether a path is in canonical form: every byte is plain, every triplet stays encoded and has upper-case
/// digits, and no segment is `.` or `..`.
pub fn is_canonical(path: &str) -> bool {
    let bytes = path.as_bytes();
    is_common(bytes) || has_canonical_characters(bytes) && !has_dot_segment(bytes)
}

/// Tells whether every byte is plain, and every triplet stays encoded and has upper-case digits.
fn has_canonical_characters(bytes: &[u8]) -> bool {
    let plain = bytes
        .iter()
        .fold(true, |plain, &byte| plain & is_plain(byte));
    plain && has_canonical_triplets(bytes)
}

/// Tells whether each `%` begins a triplet that stays encoded and has upper-case digits.
fn has_canonical_triplets(bytes: &[u8]) -> bool {
    for (number, chunk) in bytes.chunks(64).enumerate() {
        let mut percents = equal_bits(chunk, b'%');
        while percents != 0 {
            let at = number * 64 + percents.trailing_zeros() as usize;
            percents &= percents - 1;
            let digits = bytes.get(at + 1..).unwrap_or_default();
            match (triplet(digits), digits) {
                (Some(value), [high, low, ..]) => {
                    if is_unreserved(value) || *high >= b'a' || *low >= b'a' {
                        return false;
                    }
                }
                _ => return false,
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_paths() {
        for (path, canonical) in [
            ("/", "/"),
            ("/a/./b", "/a/b"),
            ("/a/../../b/..", "/"),
            ("/a/b/.", "/a/b/"),
            ("/%2e%2E/a", "/a"),
            ("/a\\..\\b", "/b"),
            ("//a//", "//a//"),
            ("/%7e%2f%zz%", "/~%2F%25zz%25"),
            ("/%%34%31", "/%2541"),
            ("/%4%31", "/%2541"),
            ("/%~%31", "/%25~1"),
            ("/a|b%28%7c", "/a%7Cb%28%7C"),
            ("/é", "/%C3%A9"),
            ("/.../..a", "/.../..a"),
        ] {
            assert_eq!(canonical_path(path), canonical, "{path}");
            assert_eq!(canonical_path(canonical), canonical, "twice: {path}");
        }
    }
}

//! The canonical form in which paths are matched.
//!
//! The form of the WHATWG path parser (dot segments resolved, `\` read as `/`, controls, space, `" # < > ? ^ { }`,
//! backtick, DEL and non-ASCII percent-encoded), with the hexadecimal digits of triplets in upper case and encoded
//! unreserved characters (RFC 3986, 6.2.2) decoded. `%2F` stays `%2F`; a `%` that begins no triplet stays as it is.

use std::borrow::Cow;

use crate::bytes::find_byte;
use crate::common_path::is_common;

/// Whether a byte of a path may stand in the canonical form as it is (a `%` may; `/` and `.` too).
pub const fn is_plain(byte: u8) -> bool {
    !matches!(
        byte,
        0..=0x20 | b'"' | b'#' | b'<' | b'>' | b'?' | b'\\' | b'^' | b'`' | b'{' | b'}' | 0x7f..
    )
}

/// Whether a byte is unreserved (RFC 3986, 2.3).
pub const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Appends `text` in canonical form, character by character: dot segments are *not* resolved, so that a part of a
/// path can be treated alone. `\` becomes `/`.
///
/// ```
/// let mut out = String::new();
/// redirect_runtime::canonical::push_characters("/동네/%7ea%2f%eb", &mut out);
/// assert_eq!(out, "/%EB%8F%99%EB%84%A4/~a%2F%EB");
/// ```
pub fn push_characters(text: &str, out: &mut String) {
    let mut rest = text.as_bytes();
    // Where a `%` that begins no triplet went: a digit decoded right behind it must not turn it into one.
    let mut after_stray = 0;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'%' => match triplet(tail) {
                Some(value) => {
                    let completes = value.is_ascii_hexdigit() && out.len() < after_stray;
                    if is_unreserved(value) && !completes {
                        out.push(char::from(value));
                    } else {
                        push_triplet(value, out);
                    }
                    rest = tail.get(2..).unwrap_or_default();
                }
                None => {
                    out.push('%');
                    after_stray = out.len().saturating_add(2);
                }
            },
            b'\\' => out.push('/'),
            _ if is_plain(byte) => out.push(char::from(byte)),
            _ => push_triplet(byte, out),
        }
    }
}

/// The value of the two hexadecimal digits that `text` begins with.
pub const fn triplet(text: &[u8]) -> Option<u8> {
    match text {
        [high, low, ..] => match (digit(*high), digit(*low)) {
            (Some(high), Some(low)) => Some(high << 4 | low),
            _ => None,
        },
        _ => None,
    }
}

const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Appends `%XX`.
pub fn push_triplet(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    for nibble in [byte >> 4, byte & 15] {
        out.push(char::from(
            DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0'),
        ));
    }
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
    if is_canonical(path) {
        return Cow::Borrowed(path);
    }
    let mut characters = String::with_capacity(path.len().saturating_add(16));
    push_characters(path, &mut characters);
    if has_dot_segment(characters.as_bytes()) {
        Cow::Owned(resolve_dot_segments(&characters))
    } else {
        Cow::Owned(characters)
    }
}

/// Whether a path is in canonical form: every byte is plain, every triplet stays encoded and has upper-case
/// digits, and no segment is `.` or `..`.
pub fn is_canonical(path: &str) -> bool {
    let bytes = path.as_bytes();
    is_common(bytes)
        || bytes
            .iter()
            .fold(true, |plain, &byte| plain & is_plain(byte))
            && has_canonical_triplets(bytes)
            && !has_dot_segment(bytes)
}

fn has_canonical_triplets(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|&byte| byte == b'%') {
        rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
        if let Some(value) = triplet(rest) {
            let lower = rest.iter().take(2).any(|digit| digit.is_ascii_lowercase());
            if lower || is_unreserved(value) {
                return false;
            }
        }
    }
    true
}

/// Whether a segment of a path in canonical characters is `.` or `..`.
fn has_dot_segment(bytes: &[u8]) -> bool {
    find_byte(bytes, b'.', 0) < bytes.len()
        && bytes
            .split(|&byte| byte == b'/')
            .any(|segment| segment == b"." || segment == b"..")
}

/// Removes `.` and `..` segments as the WHATWG path parser does: a `..` at the front is dropped, and one at the end
/// leaves an empty last segment.
fn resolve_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    let mut resolved = String::with_capacity(path.len());
    for segment in kept {
        resolved.push('/');
        resolved.push_str(segment);
    }
    resolved
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
            ("/%7e%2f%zz%", "/~%2F%zz%"),
            ("/%%34%31", "/%%341"),
            ("/%4%31", "/%4%31"),
            ("/é", "/%C3%A9"),
            ("/.../..a", "/.../..a"),
        ] {
            assert_eq!(canonical_path(path), canonical, "{path}");
            assert_eq!(canonical_path(canonical), canonical, "twice: {path}");
        }
    }
}

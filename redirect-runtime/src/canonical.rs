//! The canonical form in which paths are matched.
//!
//! The form of the WHATWG path parser (dot segments resolved, `\` read as `/`, controls, space, `" # < > ? ^ { }`,
//! backtick, DEL and non-ASCII percent-encoded), with the hexadecimal digits of triplets in upper case and encoded
//! unreserved characters (RFC 3986, 6.2.2) decoded. `%2F` stays `%2F`; a `%` that begins no triplet stays as it is.

use std::borrow::Cow;

use crate::word::{STRETCH, Stretch, cover, ends, find_byte};

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
    if is_common(path.as_bytes()) {
        Cow::Borrowed(path)
    } else {
        canonical_odd_path(path)
    }
}

/// The canonical form of a path that is not [common](is_common).
pub(crate) fn canonical_odd_path(path: &str) -> Cow<'_, str> {
    let bytes = path.as_bytes();
    let canonical = bytes.iter().all(|&byte| is_plain(byte))
        && has_canonical_triplets(bytes)
        && !has_dot_segment(bytes);
    if canonical {
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
    matches!(canonical_path(path), Cow::Borrowed(_))
}

/// Whether a path consists of letters, digits, `-`, `.`, `_` and `/`, with no `.` after a `/`: a test that compiles to
/// a few vector instructions, that most paths pass, and that tells of a whole target that it has no query either.
#[inline]
pub(crate) fn is_common(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else {
        return is_common_odd(bytes);
    };
    if bytes.len() > 4 * STRETCH {
        return is_common_odd(bytes);
    }
    let (mut common, mut dots) = ([0xff; STRETCH], [0; STRETCH]);
    look(first, &mut common, &mut dots);
    look(last, &mut common, &mut dots);
    if bytes.len() > 2 * STRETCH {
        if let Some([_, second, third, _]) = cover(bytes) {
            look(second, &mut common, &mut dots);
            look(third, &mut common, &mut dots);
        }
    }
    is_every_lane(&common) && !(is_any_lane(&dots) && has_hidden_segment(bytes))
}

/// The same for very short and very long paths.
#[inline(never)]
fn is_common_odd(bytes: &[u8]) -> bool {
    let (mut common, mut dots) = ([0xff; STRETCH], [0; STRETCH]);
    let last = match bytes.last_chunk() {
        Some(last) => last,
        None => &padded(bytes),
    };
    look(last, &mut common, &mut dots);
    for chunk in bytes.chunks_exact(STRETCH) {
        if let Some(chunk) = chunk.first_chunk() {
            look(chunk, &mut common, &mut dots);
        }
    }
    is_every_lane(&common) && !(is_any_lane(&dots) && has_hidden_segment(bytes))
}

/// Clears the lanes of bytes that are not common, and marks those of dots.
#[inline(always)]
fn look(chunk: &Stretch, common: &mut Stretch, dots: &mut Stretch) {
    for ((&byte, common), dot) in chunk.iter().zip(common).zip(dots) {
        *common &= is_common_byte(byte);
        *dot |= mark(byte == b'.');
    }
}

#[inline(always)]
fn is_every_lane(lanes: &Stretch) -> bool {
    !lanes.iter().fold(false, |none, &lane| none | (lane == 0))
}

#[inline(always)]
fn is_any_lane(lanes: &Stretch) -> bool {
    lanes.iter().fold(false, |any, &lane| any | (lane != 0))
}

/// All bits, or none.
#[inline]
const fn mark(holds: bool) -> u8 {
    (holds as u8).wrapping_neg()
}

/// Marks letters, digits, `-`, `.`, `/` and `_`. Each range is moved to the lowest signed numbers: one comparison.
#[inline]
const fn is_common_byte(byte: u8) -> u8 {
    let letter = ((byte | 0x20).wrapping_add(0x80 - b'a') as i8) < i8::MIN + 26;
    let digit = (byte.wrapping_add(0x80 - b'-') as i8) < i8::MIN + 13;
    mark(letter) | mark(digit) | mark(byte == b'_')
}

/// Fewer than sixteen bytes, some of them twice; or with letters to fill up.
#[inline]
fn padded(bytes: &[u8]) -> Stretch {
    const FILL: u64 = u64::from_ne_bytes([b'a'; 8]);
    let (mut head, mut tail) = ends(bytes);
    if let Some(fill) = FILL.checked_shl(8 * bytes.len() as u32) {
        head |= fill;
        tail = FILL;
    }
    (u128::from(tail) << 64 | u128::from(head)).to_le_bytes()
}

/// Whether some segment begins with a `.`.
fn has_hidden_segment(bytes: &[u8]) -> bool {
    const BEHIND: usize = STRETCH + 1;
    let Some(last) = bytes.last_chunk::<BEHIND>() else {
        return bytes.windows(2).any(|pair| pair == b"/.");
    };
    let mut hidden = [0; STRETCH];
    let mut look = |chunk: &[u8; BEHIND]| {
        let pairs = chunk.iter().zip(chunk.iter().skip(1));
        for ((&byte, &next), hidden) in pairs.zip(&mut hidden) {
            *hidden |= mark(byte == b'/') & mark(next == b'.');
        }
    };
    let mut rest = bytes;
    while let Some(chunk) = rest.first_chunk() {
        look(chunk);
        rest = rest.get(STRETCH..).unwrap_or_default();
    }
    look(last);
    u128::from_ne_bytes(hidden) != 0
}

/// Whether each dot of a path stands behind a letter or a digit.
pub(crate) fn has_dots_behind_alphanumerics(bytes: &[u8]) -> bool {
    let mut at = find_byte(bytes, b'.', 0);
    while at < bytes.len() {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        if !before.is_some_and(u8::is_ascii_alphanumeric) {
            return false;
        }
        at = find_byte(bytes, b'.', at.saturating_add(1));
    }
    true
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
    bytes
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
    fn common_paths_of_every_length() {
        for length in 0..70 {
            let plain: Vec<u8> = b"/ab-c_d.e/".iter().cycle().take(length).copied().collect();
            assert!(is_common(&plain), "{length}");
            for at in 0..length {
                let mut odd = plain.clone();
                odd[at] = b'%';
                assert!(!is_common(&odd), "{at} of {length}");
                let mut odd = plain.clone();
                odd[at] = b'?';
                assert!(!is_common(&odd), "{at} of {length}");
                if at > 0 {
                    let mut dotted = vec![b'a'; length];
                    dotted[at - 1] = b'/';
                    dotted[at] = b'.';
                    assert!(!is_common(&dotted), "dot at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn common_bytes() {
        for byte in 0..=255u8 {
            let common = byte.is_ascii_alphanumeric() || b"-._/".contains(&byte);
            assert_eq!(is_common(&[byte]), common, "{byte}");
            assert_eq!(is_common(&[byte; 40]), common, "{byte}");
        }
    }

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

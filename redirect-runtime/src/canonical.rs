//! The canonical form in which paths are matched.
//!
//! The form of the WHATWG path parser (dot segments resolved, `\` read as `/`, controls, space, `" # < > ? ^ { }`,
//! backtick, DEL and non-ASCII percent-encoded), with the hexadecimal digits of triplets in upper case and encoded
//! unreserved characters (RFC 3986, 6.2.2) decoded. `%2F` stays `%2F`; a `%` that begins no triplet stays as it is.

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
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'%' => match triplet(tail) {
                Some(value) => {
                    if is_unreserved(value) {
                        out.push(char::from(value));
                    } else {
                        push_triplet(value, out);
                    }
                    rest = tail.get(2..).unwrap_or_default();
                }
                None => out.push('%'),
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

//! Paths as browsers send them: in canonical form, with characters beyond ASCII as triplets.

use super::common_path::is_every_lane;
use crate::simd::chunks::{STRETCH, Stretch, chunk_at, cover, is, within};

/// A stretch of bytes, the one before it, and two behind it: each byte with its neighbours.
const WINDOW: usize = STRETCH + 3;

/// Tells whether a text is a path in canonical form of letters, digits, the punctuation that is common in paths, and most
/// triplets: a test that compiles to some vector instructions. Other paths may be in canonical form too.
#[inline(never)]
pub(crate) fn is_regular_path(path: &[u8]) -> bool {
    path.first() == Some(&b'/') && is_regular_behind_first(path)
}

/// Tells whether a part of a path is regular text.
pub(crate) fn is_regular(text: &[u8]) -> bool {
    is_regular_at(b'a', text) && is_regular_behind_first(text)
}

#[inline]
fn is_regular_behind_first(text: &[u8]) -> bool {
    if text.len() < WINDOW {
        return is_regular_part(text);
    }
    let is_regular = match cover(text) {
        Some(windows) => is_regular_in(windows),
        None => is_regular_long(text),
    };
    // The two last bytes have no two behind them.
    is_regular
        && text
            .last_chunk::<3>()
            .is_some_and(|end| is_regular_part(end))
}

/// Tells whether all of four windows are regular text.
#[inline(always)]
fn is_regular_in(windows: [&[u8; WINDOW]; 4]) -> bool {
    let mut regular = [0xff; STRETCH];
    for window in windows {
        look(window, &mut regular);
    }
    is_every_lane(&regular)
}

/// Tells whether a long text is regular: block by block, as odd bytes tend to stand early. In many bytes it is worth
/// to ask first whether there are triplets; where there is one there are more.
#[inline(never)]
fn is_regular_long(text: &[u8]) -> bool {
    const BLOCK: usize = 4 * STRETCH;
    let mut triplets = text.len() < 4 * BLOCK;
    let mut is_regular_block = |block: &[u8; BLOCK + WINDOW - STRETCH]| {
        cover(block).is_some_and(|windows| {
            triplets = triplets || !has_no_triplets(windows);
            !triplets || is_regular_in(windows)
        })
    };
    let mut at = 0;
    while let Some(block) = chunk_at(text, at) {
        if !is_regular_block(block) {
            return false;
        }
        at += BLOCK;
    }
    text.last_chunk().is_some_and(is_regular_block)
}

/// Tells whether windows are regular, and no triplet begins in them.
#[inline(always)]
fn has_no_triplets(windows: [&[u8; WINDOW]; 4]) -> bool {
    let mut stay = [0xff; STRETCH];
    for window in windows {
        for (at, stay) in stay.iter_mut().enumerate() {
            *stay &= stays(window[at], window[at + 1]);
        }
    }
    is_every_lane(&stay)
}

/// Tells whether the bytes that the filter looks at stay as they are, a dot behind a slash too.
#[inline]
pub(crate) fn is_regular_front(path: &[u8]) -> bool {
    // In a path of some length, as many as there are lanes.
    if let Some(window) = path.first_chunk::<WINDOW>() {
        let mut stays = [0xff; STRETCH];
        for (at, stays) in stays.iter_mut().enumerate() {
            let byte = window[at + 1];
            *stays &=
                self::stays(b'a', byte) | begins_triplet(byte, window[at + 2], window[at + 3]);
        }
        if path.starts_with(b"/") && is_every_lane(&stays) {
            return true;
        }
    }
    let stays = |at| is_regular_at(b'a', path.get(at..).unwrap_or_default());
    path.starts_with(b"/") && (1..9).all(stays)
}

/// Tells whether a part of a path is regular, its first byte excepted.
fn is_regular_part(part: &[u8]) -> bool {
    let mut rest = part;
    while let [before, behind @ ..] = rest {
        if !is_regular_at(*before, behind) {
            return false;
        }
        rest = behind;
    }
    true
}

/// Tells whether the first byte of a text is regular behind another.
#[inline(always)]
fn is_regular_at(before: u8, text: &[u8]) -> bool {
    match text {
        [] => true,
        [b'%', high, low, ..] => begins_triplet(b'%', *high, *low) != 0,
        [byte, ..] => stays(before, *byte) != 0,
    }
}

/// Clears the lanes of bytes that are not regular where they stand.
#[inline(always)]
fn look(window: &[u8; WINDOW], regular: &mut Stretch) {
    for (at, regular) in regular.iter_mut().enumerate() {
        let (before, byte) = (window[at], window[at + 1]);
        *regular &= stays(before, byte) | begins_triplet(byte, window[at + 2], window[at + 3]);
    }
}

/// Marks a byte that stays as it is behind another, and begins no triplet.
#[inline(always)]
const fn stays(before: u8, byte: u8) -> u8 {
    is_regular_byte(byte) & !(is(before, b'/') & is(byte, b'.'))
}

/// Marks most bytes that stay as they are wherever they stand, but for dot segments.
#[inline(always)]
pub(crate) const fn is_regular_byte(byte: u8) -> u8 {
    let alphanumeric = within(byte | 0x20, b'a', 26) | within(byte, b'&', 22);
    alphanumeric | is(byte, b'_') | is(byte, b'~') | is(byte, b'@') | is(byte, b'=')
}

/// Marks the first byte of the triplet, with digits in upper case, of a byte beyond ASCII, of a space, `%` or `/`. Encoded
/// [delimiters](crate::canonical::delimiters) are not regular: literals match them in a way of their own.
#[inline(always)]
const fn begins_triplet(byte: u8, high: u8, low: u8) -> u8 {
    let digit = within(low, b'0', 10) | within(low, b'A', 6);
    let beyond_ascii = (within(high, b'A', 6) | within(high, b'8', 2)) & digit;
    let punctuation = is(high, b'2') & (is(low, b'0') | is(low, b'5') | is(low, b'F'));
    is(byte, b'%') & (beyond_ascii | punctuation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::is_canonical;

    #[test]
    fn regular_paths_of_every_length() {
        let parts = [
            "a", "/", ".", "%C3", "%A9", "%9F", "%", "%c3", "%41", "%2F", "%2E", "%20", "%3A",
            "%3", "%7E", "%A", "~", "@", "?", "\u{e9}", "%C", "\\", "=", ":", "&", "_", "0", "G",
        ];
        for length in 0..80 {
            let plain = format!("/{}", "abc%EC%95%8C-d/".repeat(6));
            let plain = plain.get(..length).unwrap_or_default();
            for part in parts {
                for at in 1..=length {
                    let (front, back) = plain.split_at(at);
                    let path = format!("{front}{part}{back}");
                    if is_regular_path(path.as_bytes()) {
                        assert!(is_canonical(&path), "{path}");
                    } else {
                        let irregular = path.bytes().any(|byte| b"?%\\.\xc3".contains(&byte));
                        assert!(irregular, "{path}");
                    }
                }
            }
        }
    }

    #[test]
    fn long_paths_with_something_anywhere() {
        let plain = format!("/{}", "abc/".repeat(80));
        for at in 1..=plain.len() {
            let (front, back) = plain.split_at(at);
            for (part, expected) in [("%C3", true), ("?", false), ("%41", false), ("/.", false)] {
                let path = format!("{front}{part}{back}");
                assert_eq!(is_regular_path(path.as_bytes()), expected, "{path}");
            }
        }
    }

    #[test]
    fn paths_of_browsers() {
        for path in [
            "/%EC%95%8C%EB%B0%94-%EA%B5%AC%ED%95%A8/abc123/",
            "/@name/a,b;c=d:e/(f)/*/~g/h.html",
            "/%C3%A9",
            "/a%20b%2Fc%25%2F%2Fd%20e%2F%20",
        ] {
            assert!(is_regular_path(path.as_bytes()), "{path}");
            let long = path.repeat(9);
            assert!(is_regular_path(long.as_bytes()), "{long}");
        }
        for path in [
            "", "a", "/%C", "/%C3%", "/a/.", "/%C3%2", "/%2d", "/%2D", "/%2E", "/%3A%3", "/%39",
            "/%28", "/%40", "/%41", "/?", "/%C3%a9",
        ] {
            assert!(!is_regular_path(path.as_bytes()), "{path}");
            let long = format!("{}{path}", "/abcdefg".repeat(9));
            assert!(
                path.len() < 2 || !is_regular_path(long.as_bytes()),
                "{long}"
            );
        }
    }
}

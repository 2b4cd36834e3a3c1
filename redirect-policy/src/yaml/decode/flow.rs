//! Plain, single-quoted and double-quoted scalars (YAML 1.2, chapter 7.3).

use super::{Decoded, line_break};

/// `'...'`, in which `''` is a quote.
pub(super) fn single_quoted(raw: &str, start: usize) -> Option<Decoded> {
    let bytes = raw.as_bytes();
    let mut decoded = Decoded::default();
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => {
                decoded.written('\'', at..at + 2);
                at += 2;
            }
            b'\'' => {
                decoded.end = at + 1;
                return Some(decoded);
            }
            _ => at = text_or_space(raw, at, &['\''], &mut decoded)?,
        }
    }
}

/// `"..."` with escapes.
pub(super) fn double_quoted(raw: &str, start: usize) -> Option<Decoded> {
    let bytes = raw.as_bytes();
    let mut decoded = Decoded::default();
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => {
                decoded.end = at + 1;
                return Some(decoded);
            }
            b'\\' => match line_break(bytes, at + 1) {
                Some(length) => at = joined_lines(bytes, at, at + 1 + length, &mut decoded),
                None => {
                    let (character, length) = escape(raw, at)?;
                    decoded.written(character, at..at + length);
                    at += length;
                }
            },
            _ => at = text_or_space(raw, at, &['"', '\\'], &mut decoded)?,
        }
    }
}

/// A scalar without quotes, which ends where the expected text does.
pub(super) fn plain(raw: &str, start: usize, expected: &str) -> Option<Decoded> {
    let mut decoded = Decoded {
        end: start,
        ..Decoded::default()
    };
    let mut at = start;
    while decoded.text.len() < expected.len() {
        let rest = expected.get(decoded.text.len()..)?;
        let line = rest.split([' ', '\t', '\n']).next().unwrap_or("");
        if line.is_empty() {
            at = text_or_space(raw, at, &[], &mut decoded)?;
        } else if raw.get(at..)?.starts_with(line) {
            decoded.verbatim(line, at);
            at += line.len();
            decoded.end = at;
        } else {
            return None;
        }
    }
    Some(decoded)
}

/// Takes blanks and line breaks, folded, or the text up to the next of them or of `ends`.
fn text_or_space(raw: &str, at: usize, ends: &[char], decoded: &mut Decoded) -> Option<usize> {
    let rest = raw.get(at..)?;
    let length = rest
        .find(|c| matches!(c, ' ' | '\t' | '\r' | '\n') || ends.contains(&c))
        .unwrap_or(rest.len());
    if length > 0 {
        decoded.verbatim(rest.get(..length)?, at);
        return Some(at + length);
    }
    let bytes = raw.as_bytes();
    let (end, breaks) = space(bytes, at);
    if end == at {
        return None;
    }
    match breaks {
        0 => decoded.verbatim(raw.get(at..end)?, at),
        1 => decoded.written(' ', at..end),
        more => (1..more).for_each(|_| decoded.written('\n', at..end)),
    }
    Some(end)
}

/// A line that ends with a backslash goes on with the next one's text; only empty lines between them count.
fn joined_lines(bytes: &[u8], backslash: usize, at: usize, decoded: &mut Decoded) -> usize {
    let (end, breaks) = space(bytes, at);
    (0..breaks).for_each(|_| decoded.written('\n', backslash..end));
    end
}

/// The end of the blanks and line breaks at `at`, and how many breaks they hold.
fn space(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut breaks = 0;
    loop {
        if let Some(b' ' | b'\t') = bytes.get(at) {
            at += 1;
        } else if let Some(length) = line_break(bytes, at) {
            at += length;
            breaks += 1;
        } else {
            return (at, breaks);
        }
    }
}

/// The character of the escape at `at`, and the length of the escape.
fn escape(raw: &str, at: usize) -> Option<(char, usize)> {
    let character = match raw.as_bytes().get(at + 1)? {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b' ' => ' ',
        b'"' => '"',
        b'/' => '/',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return hexadecimal(raw, at, 2),
        b'u' => return hexadecimal(raw, at, 4),
        b'U' => return hexadecimal(raw, at, 8),
        _ => return None,
    };
    Some((character, 2))
}

fn hexadecimal(raw: &str, at: usize, digits: usize) -> Option<(char, usize)> {
    let number = u32::from_str_radix(raw.get(at + 2..at + 2 + digits)?, 16).ok()?;
    Some((char::from_u32(number)?, 2 + digits))
}

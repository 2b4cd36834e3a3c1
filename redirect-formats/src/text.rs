//! Text on its way into the policy: what must be escaped or percent-encoded.

use std::fmt::Write as _;

/// The field of a policy that a text is written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// In a pattern: `? #` are encoded, `: ( ) *` escaped.
    Source,
    /// In a template: `: ( ) *` are escaped.
    Destination,
    /// In the `source` of a row, where `: ( ) *` mean themselves; `? #` are encoded.
    RowSource,
    /// In the `destination` of a row.
    RowDestination,
}

/// Writes literal text so that it means itself.
pub(crate) fn push_literal(out: &mut String, text: &str, field: Field) {
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '%' if !starts_with_hex_pair(rest.as_str()) => out.push_str("%25"),
            ':' | '(' | ')' | '*' if matches!(field, Field::Source | Field::Destination) => {
                out.push('\\');
                out.push(c);
            }
            '?' | '#' if matches!(field, Field::Source | Field::RowSource) => push_encoded(out, c),
            _ if must_encode(c) => push_encoded(out, c),
            _ => out.push(c),
        }
    }
}

/// The literal text as one string.
pub(crate) fn literal(text: &str, field: Field) -> String {
    let mut out = String::with_capacity(text.len());
    push_literal(&mut out, text, field);
    out
}

/// Percent-encodes one character.
pub(crate) fn push_encoded(out: &mut String, c: char) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        // Writing into a string does not fail.
        let _ = write!(out, "%{byte:02X}");
    }
}

/// Characters that the language reserves, and those that nobody sees in a file.
fn must_encode(c: char) -> bool {
    matches!(c, '"' | '<' | '>' | '\\' | '{' | '}' | '`')
        || c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

fn starts_with_hex_pair(text: &str) -> bool {
    let mut bytes = text.bytes();
    let mut hex = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
    hex() && hex()
}

/// Returns true if a path holds a `.` or `..` segment in any spelling; no request ever does.
pub(crate) fn has_dot_segment(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/').any(|segment| {
        let segment = segment.replace("%2e", ".").replace("%2E", ".");
        segment == "." || segment == ".."
    })
}

/// A form-encoded text (`+` is a space) decoded; `None` where it is not UTF-8.
pub(crate) fn form_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digit = |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16));
                match (digit(ahead.next()), digit(ahead.next())) {
                    (Some(high), Some(low)) => {
                        bytes.push(u8::try_from(high * 16 + low).ok()?);
                        rest = ahead;
                    }
                    _ => bytes.push(byte),
                }
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

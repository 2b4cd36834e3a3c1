//! Literal text: what must be escaped, and what people can read.

use std::fmt::{Result, Write};

use redirect_runtime::canonical;

/// Writes canonical text so that a pattern reads it as itself.
pub(super) fn write_text(text: &str, out: &mut impl Write) -> Result {
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (run, after) = encoded_run(rest);
        match read(run) {
            Some(readable) if !run.is_empty() => out.write_str(&readable)?,
            _ => out.write_str(run)?,
        }
        rest = after;
        if run.is_empty() {
            if matches!(next, ':' | '(' | ')' | '*') {
                out.write_char('\\')?;
            }
            out.write_char(next)?;
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    Ok(())
}

/// Canonical text as a pattern has it.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing into a string does not fail.
    let _ = write_text(text, &mut out);
    out
}

/// Splits off the triplets of bytes beyond ASCII that a text begins with.
fn encoded_run(text: &str) -> (&str, &str) {
    let mut length = 0;
    while let Some(byte) = text
        .as_bytes()
        .get(length + 1..)
        .and_then(canonical::triplet)
    {
        let begins = text.as_bytes().get(length) == Some(&b'%');
        let is_upper = |digits: &str| !digits.contains(|c: char| c.is_ascii_lowercase());
        let digits = text.get(length + 1..length + 3);
        if !begins || byte < 0x80 || !digits.is_some_and(is_upper) {
            break;
        }
        length += 3;
    }
    text.split_at_checked(length).unwrap_or(("", text))
}

/// The characters that triplets stand for, if a person can see and tell each of them.
fn read(run: &str) -> Option<String> {
    let bytes = run.split('%').skip(1);
    let bytes: Option<Vec<u8>> = bytes
        .map(|digits| canonical::triplet(digits.as_bytes()))
        .collect();
    let text = String::from_utf8(bytes?).ok()?;
    let is_seen = text.escape_debug().eq(text.chars()) && !text.contains(FILLERS);
    is_seen.then_some(text)
}

/// Letters without a form.
const FILLERS: [char; 4] = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];

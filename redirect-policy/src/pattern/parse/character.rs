//! One literal character of a pattern.

use redirect_runtime::canonical;

use super::cursor::Cursor;
use super::encoding::push;
use super::escape::read_escape;
use super::placeholder::placeholder;
use super::reserved::{is_space, query_or_fragment, reserved, whitespace};
use crate::pattern::error::replaced;
use crate::pattern::token::Language;
use crate::pattern::{Part, PatternError};

/// Reads one literal character and appends its canonical form.
pub(in crate::pattern) fn read_character(
    cursor: &mut Cursor,
    language: Language,
    part: Part,
    out: &mut String,
) -> Result<(), PatternError> {
    let start = cursor.position();
    let Some(next) = cursor.advance() else {
        return Ok(());
    };
    if let '{' | '<' | '$' | '%' = next {
        if let Some(error) = placeholder(cursor, start, language) {
            return Err(error);
        }
    }
    match next {
        '\\' => read_escape(cursor, start, language, part, out),
        '%' => read_triplet(cursor, start, language, part, out),
        ' ' | '"' if language == Language::Value && !is_edge(cursor, start, next) => {
            push(next, language, part, out);
            Ok(())
        }
        _ if is_space(next) => Err(whitespace(cursor, start, language)),
        '<' | '>' | '{' | '}' | '"' | '`' => Err(reserved(cursor, start, next, language)),
        _ if next.is_control() => Err(reserved(cursor, start, next, language)),
        '?' | '#' if language == Language::Source => Err(query_or_fragment(cursor, start, next)),
        _ => {
            push(next, language, part, out);
            Ok(())
        }
    }
}

/// Returns true if a character is white space with nothing but white space before or behind it.
fn is_edge(cursor: &Cursor, start: usize, character: char) -> bool {
    let before = cursor.text().get(..start).unwrap_or_default();
    let is_empty = |text: &str| text.chars().all(is_space);
    is_space(character) && (is_empty(before) || is_empty(cursor.rest()))
}

fn read_triplet(
    cursor: &mut Cursor,
    start: usize,
    language: Language,
    part: Part,
    out: &mut String,
) -> Result<(), PatternError> {
    let text = cursor.text();
    let two = cursor.rest().as_bytes();
    if canonical::triplet(two).is_some() {
        cursor.advance();
        cursor.advance();
        let written = text.get(cursor.since(start)).unwrap_or_default();
        if language == Language::Destination && part != Part::Path {
            // Keys are compared decoded and written as the user spelled them.
            out.push_str(written);
        } else {
            canonical::push_characters(written, out);
        }
        return Ok(());
    }
    let percent = cursor.since(start);
    for _ in 0..2 {
        if cursor
            .peek()
            .is_some_and(|next| next.is_ascii_alphanumeric())
        {
            cursor.advance();
        }
    }
    let at = cursor.since(start);
    let written = text.get(at.clone()).unwrap_or_default();
    Err(PatternError::new(
        "bad-percent",
        at,
        format!("`{written}` is no encoded byte: `%` needs two hexadecimal digits"),
    )
    .help(format!(
        "for a percent sign write `{}`",
        replaced(text, &percent, "%25")
    )))
}

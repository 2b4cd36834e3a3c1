//! Characters behind `\`.

use std::ops::Range;

use super::cursor::Cursor;
use super::encoding::push;
use super::regex;
use super::reserved::{is_space, query_or_fragment, whitespace};
use crate::pattern::error::replaced;
use crate::pattern::token::Language;
use crate::pattern::{Part, PatternError};

/// Reads the character behind a `\`, which stands at `start`.
pub(super) fn read_escape(
    cursor: &mut Cursor,
    start: usize,
    language: Language,
    part: Part,
    out: &mut String,
) -> Result<(), PatternError> {
    let text = cursor.text();
    let next = cursor.advance();
    let at = cursor.since(start);
    match next {
        None => Err(PatternError::new(
            "trailing-backslash",
            at.clone(),
            "nothing follows the last `\\`",
        )
        .help(format!(
            "remove it: `{}`, or write `%5C` for the character itself",
            replaced(text, &at, "")
        ))),
        Some('\\') if language == Language::Value => Err(PatternError::new(
            "reserved-char",
            at.clone(),
            "a value has a backslash encoded",
        )
        .help(format!("write `{}`", replaced(text, &at, "%5C")))),
        Some('\\') => Err(PatternError::new(
            "reserved-char",
            at.clone(),
            "a backslash never stands in the path of a URL, since browsers read it as `/`",
        )
        .help(format!(
            "write `{}`, or `%5C` for an encoded backslash",
            replaced(text, &at, slash_unless_there(text, start))
        ))),
        Some(space) if is_space(space) => Err(whitespace(cursor, start, language)),
        Some(letter) if letter.is_alphanumeric() || letter.is_control() => {
            Err(reserved_escape(cursor, &at, letter, language))
        }
        Some(mark @ ('?' | '#')) if language == Language::Source => {
            Err(query_or_fragment(cursor, start, mark))
        }
        Some(mark) => {
            push(mark, language, part, out);
            Ok(())
        }
    }
}

/// A slash for the place `start` of the text, or nothing where one stands already.
fn slash_unless_there(text: &str, start: usize) -> &'static str {
    match text.get(..start) {
        Some(before) if before.ends_with('/') => "",
        _ => "/",
    }
}

fn reserved_escape(
    cursor: &mut Cursor,
    at: &Range<usize>,
    letter: char,
    language: Language,
) -> PatternError {
    let text = cursor.text();
    let error = |at: &Range<usize>| {
        let written = text.get(at.clone()).unwrap_or_default();
        PatternError::new(
            "reserved-escape",
            at.clone(),
            format!("`{written}` means nothing here: patterns are not regular expressions"),
        )
    };
    if language == Language::Destination && letter.is_ascii_digit() {
        return error(at).help("write the name that the source binds, such as `:id`");
    }
    match regex::class(text, at, letter) {
        Some((class, ours)) if language != Language::Destination => {
            cursor.skip_to(class.end);
            error(&class).help(format!("a kind says what a name matches: `{ours}`"))
        }
        _ => {
            let plain = replaced(text, at, &letter.to_string());
            error(at).help(format!("write `{plain}`; only punctuation is escaped"))
        }
    }
}

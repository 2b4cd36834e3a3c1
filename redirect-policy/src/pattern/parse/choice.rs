//! Choices of values: the kind `kr|jp`, and the kinds that a policy names.

use std::collections::HashSet;
use std::ops::Range;

use super::character::read_character;
use super::cursor::Cursor;
use crate::pattern::error::{in_order, replaced};
use crate::pattern::token::Language;
use crate::pattern::{Kind, Kinds, Part, PatternError};

/// Reads the choice that stands at `at` in `text`: its values, the longest first.
pub(super) fn enumeration(
    text: &str,
    at: Range<usize>,
    language: Language,
) -> Result<Kind, Vec<PatternError>> {
    let ranges = value_ranges(text, &at);
    if ranges.iter().all(Range::is_empty) {
        return Err(vec![
            PatternError::new("bad-enum", at, "the choice has no values")
                .help("write them, such as `kr|jp`"),
        ]);
    }
    let mut values: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    let mut errors = Vec::new();
    for range in ranges {
        match value(text, range.clone(), language) {
            Err(error) => errors.push(error),
            Ok(value) if seen.contains(&value) => errors.push(given_twice(text, range)),
            Ok(value) => {
                seen.insert(value.clone());
                values.push(value);
            }
        }
    }
    if !errors.is_empty() {
        return Err(in_order(errors));
    }
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    Ok(Kind::Enumeration(values))
}

impl Kinds {
    /// Adds a choice; one of the same name is replaced.
    ///
    /// # Errors
    /// The number of the first value that no choice can have, with what is wrong.
    pub fn add(&mut self, name: &str, values: &[&str]) -> Result<(), (usize, PatternError)> {
        let kind = read_choice(values)?;
        self.insert(name, values, kind);
        Ok(())
    }
}

/// Reads the values of a choice that stand each by itself.
fn read_choice(values: &[&str]) -> Result<Kind, (usize, PatternError)> {
    let mut read: Vec<String> = Vec::new();
    for (number, text) in values.iter().enumerate() {
        if text.is_empty() || text.contains('|') {
            let message = match text.is_empty() {
                true => "a value of a choice is empty".to_owned(),
                false => format!("`{text}` holds a `|`"),
            };
            let error = PatternError::new("bad-enum", 0..text.len(), message)
                .help("write each value as an entry of the list");
            return Err((number, error));
        }
        let value = value(text, 0..text.len(), Language::Value).map_err(|error| (number, error))?;
        if read.contains(&value) {
            let message = format!("`{text}` is given twice");
            let error =
                PatternError::new("bad-enum", 0..text.len(), message).help("write each value once");
            return Err((number, error));
        }
        read.push(value);
    }
    read.sort_by_key(|value| std::cmp::Reverse(value.len()));
    Ok(Kind::Enumeration(read))
}

fn given_twice(text: &str, at: Range<usize>) -> PatternError {
    let value = text.get(at.clone()).unwrap_or_default();
    PatternError::new("bad-enum", at, format!("`{value}` is given twice")).help(format!(
        "write each value once; where `{value}` is the only one write the text itself instead of a parameter"
    ))
}

/// Where the values stand between the unescaped bars.
fn value_ranges(text: &str, at: &Range<usize>) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = at.start;
    let mut cursor = Cursor::new(text.get(..at.end).unwrap_or_default(), at.start);
    loop {
        let position = cursor.position();
        match cursor.advance() {
            None => break,
            Some('\\') => {
                cursor.advance();
            }
            Some('|') => {
                ranges.push(start..position);
                start = cursor.position();
            }
            Some(_) => {}
        }
    }
    ranges.push(start..at.end);
    ranges
}

fn value(text: &str, at: Range<usize>, language: Language) -> Result<String, PatternError> {
    let bad = |at: Range<usize>, message: String| PatternError::new("bad-enum", at, message);
    if at.is_empty() {
        // A point would put no caret under anything: show a bar beside it.
        let first = text
            .get(..at.start)
            .is_none_or(|before| !before.ends_with('|'));
        let bar = if first {
            at.end..at.end + 1
        } else {
            at.start - 1..at.start
        };
        return Err(bad(bar, "a value is missing beside `|`".to_owned())
            .help("write a value on both sides of each bar, such as `kr|jp`; a part that may be missing is a group `(...)`"));
    }
    let mut cursor = Cursor::new(text.get(..at.end).unwrap_or_default(), at.start);
    let mut out = String::new();
    while let Some(next) = cursor.peek() {
        let start = cursor.position();
        if matches!(next, '/' | ':' | '(' | ')' | '*') {
            cursor.advance();
            let at = cursor.since(start);
            let help = if next == '/' {
                let encoded = replaced(text, &at, "%2F");
                format!("write a rule for each value, or `{encoded}` for an encoded slash")
            } else {
                format!("write `{}`", replaced(text, &at, &format!("\\{next}")))
            };
            let message = format!("a value of a choice can't hold `{next}`");
            return Err(bad(at, message).help(help));
        }
        let before = out.len();
        // Choices are for paths too, in which these two never stand.
        let language = match next {
            ' ' | '"' => Language::Source,
            _ => language,
        };
        read_character(&mut cursor, language, Part::Path, &mut out).map_err(|mut error| {
            // The reader saw the text only up to this value, so its corrected text would be cut short.
            error.help = Some(match error.code {
                "reserved-escape" => "write it without the backslash".to_owned(),
                _ => "write it percent-encoded".to_owned(),
            });
            error
        })?;
        if out.get(before..) == Some("/") {
            let at = cursor.since(start);
            let encoded = replaced(text, &at, "%2F");
            return Err(
                bad(at, "a value of a choice can't hold `/`".to_owned()).help(format!(
                    "write a rule for each value, or `{encoded}` for an encoded slash"
                )),
            );
        }
    }
    Ok(out)
}

//! Regular expressions, which patterns are not: how to write what was meant.

use std::ops::Range;

use crate::pattern::PatternError;
use crate::pattern::error::replaced;

/// A source or destination that begins as an expression does: one error says more than one for each of its parts.
///
/// `is_source` tells whether a text is a source, so that no advice is refused in its turn.
pub(in crate::pattern) fn expression(
    text: &str,
    is_source: impl Fn(&str) -> bool,
) -> Option<PatternError> {
    let begins = ["^/", "^\\", "^(", "~ ", "~*", "~^"];
    if !begins.iter().any(|begin| text.starts_with(begin)) {
        return None;
    }
    let error = PatternError::new(
        "source-must-start-with-slash",
        0..1,
        "this is a regular expression, and a source is a pattern that matches the whole path",
    );
    Some(match pattern(text).filter(|pattern| is_source(pattern)) {
        Some(pattern) => error.help(format!("write `{pattern}`")),
        None => error.help(
            "leave `^` and `$` out, write `*` for `.*`, `:id<int>` for `(\\d+)`, and a group `( )` for what may be missing",
        ),
    })
}

/// The parts of expressions that have a form of ours; where one begins like another the longer comes first.
const PARTS: &[(&str, Part)] = &[
    ("(.*)", Part::Wildcard),
    ("(.+)", Part::Wildcard),
    (".*", Part::Wildcard),
    (".+", Part::Wildcard),
    ("(\\d+)", Part::Parameter("<int>")),
    ("([0-9]+)", Part::Parameter("<int>")),
    ("\\d+", Part::Parameter("<int>")),
    ("[0-9]+", Part::Parameter("<int>")),
    ("([^/]+)", Part::Parameter("")),
    ("[^/]+", Part::Parameter("")),
    ("/?", Part::Slash),
];

#[derive(Clone, Copy)]
enum Part {
    Wildcard,
    Parameter(&'static str),
    Slash,
}

/// The pattern that matches what an expression does, if it is simple enough.
fn pattern(expression: &str) -> Option<String> {
    let mut rest = expression
        .trim_start_matches(['~', '*', ' '])
        .trim_start_matches('^')
        .trim_end_matches('$');
    let (mut pattern, mut wildcards, mut names) = (String::new(), 0, 0);
    while let Some(next) = rest.chars().next() {
        if let Some((written, part)) = PARTS.iter().find(|(part, _)| rest.starts_with(part)) {
            rest = rest.get(written.len()..)?;
            match part {
                Part::Slash => pattern.push_str("(/)"),
                Part::Wildcard => {
                    wildcards += 1;
                    pattern.push('*');
                }
                Part::Parameter(kind) => {
                    names += 1;
                    pattern.push_str(&format!(":{}{kind}", name(names)));
                }
            }
            continue;
        }
        rest = rest.get(next.len_utf8()..)?;
        match next {
            '\\' => {
                let mark = rest.chars().next().filter(char::is_ascii_punctuation)?;
                rest = rest.get(mark.len_utf8()..)?;
                pattern.push(mark);
            }
            '(' | ')' | '[' | ']' | '{' | '}' | '+' | '?' | '*' | '|' | '^' | '$' | ' ' => {
                return None;
            }
            _ => pattern.push(next),
        }
    }
    let whole = pattern.starts_with('/') && wildcards < 2;
    whole.then_some(pattern)
}

fn name(number: usize) -> String {
    match number {
        1 => "id".to_owned(),
        _ => format!("id{number}"),
    }
}

/// Returns the place of all that a class such as `\d` at `at` belongs to, as far as it is one thing: `\d+`, `\d{4}`,
/// also `:id(\d+)`; and the text with our form in its place.
pub(in crate::pattern) fn class(
    text: &str,
    at: &Range<usize>,
    letter: char,
) -> Option<(Range<usize>, String)> {
    let kind = match letter {
        'd' => "int",
        'w' => "alnum",
        _ => return None,
    };
    let after = text.get(at.end..)?;
    let length = super::placeholder::length(after);
    let repeat = match (length, after.chars().next()) {
        (Some(length), _) => length.len(),
        (None, Some('+' | '*')) => 1,
        _ => 0,
    };
    let end = at.end + repeat;
    let length = match repeat {
        0 => "{1}",
        _ => length.unwrap_or_default(),
    };
    let kind = format!("{kind}{length}");
    let before = text.get(..at.start)?;
    let grouped = before.ends_with('(') && text.get(end..)?.starts_with(')');
    let (outer, named) = match before.strip_suffix('(') {
        Some(outer) if grouped => (outer.len()..end + 1, parameter_at_end(outer)),
        _ => (at.start..end, false),
    };
    let ours = match named {
        true => format!("<{kind}>"),
        false => format!(":id<{kind}>"),
    };
    Some((at.start..end, replaced(text, &outer, &ours)))
}

/// Returns true if a text ends in a parameter without a kind.
fn parameter_at_end(text: &str) -> bool {
    let head = text.trim_end_matches(|next: char| next.is_ascii_alphanumeric());
    let name = text.get(head.len()..).unwrap_or_default();
    head.ends_with(':') && name.starts_with(|first: char| first.is_ascii_alphabetic())
}

/// The text with what a `?` at `mark` makes optional in a group: the parameter with its slash, the slash, or the
/// character before it.
pub(in crate::pattern) fn optional(text: &str, mark: usize) -> Option<String> {
    let before = text.get(..mark)?;
    let last = before.char_indices().next_back()?;
    let head = before.trim_end_matches(|next: char| next.is_ascii_alphanumeric());
    let from = if parameter_at_end(before) {
        let colon = head.len().checked_sub(1)?;
        match head.get(..colon)?.ends_with('/') {
            true => colon.checked_sub(1)?,
            false => colon,
        }
    } else if matches!(last.1, '>' | ')' | '*' | '(' | ':' | '\\') || !last.1.is_ascii() {
        return None;
    } else {
        last.0
    };
    // The whole path cannot be missing.
    let from = if from == 0 { 1 } else { from };
    let optional = text.get(from..mark).filter(|text| !text.is_empty())?;
    Some(replaced(text, &(from..mark + 1), &format!("({optional})")))
}

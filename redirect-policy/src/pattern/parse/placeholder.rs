//! Parameters as other systems spell them, `{id}` and its kin: our form for each.

use std::ops::Range;

use super::cursor::Cursor;
use super::kind_name::meant;
use crate::pattern::PatternError;
use crate::pattern::error::replaced;
use crate::pattern::token::Language;

/// The signs that open and close a placeholder; where one begins like another the longer comes first.
const BRACKETS: &[(&str, &str)] = &[
    ("{{", "}}"),
    ("${", "}"),
    ("%{", "}"),
    ("{", "}"),
    ("<", ">"),
];

/// Reads `{id}`, `{*rest}`, `{id:int}`, `<int:id>`, `${id}` and the like, which begins at `start`: an error with our form.
pub(in crate::pattern) fn placeholder(
    cursor: &mut Cursor,
    start: usize,
    language: Language,
) -> Option<PatternError> {
    let text = cursor.text();
    let rest = text.get(start..)?;
    let (open, close) = BRACKETS.iter().find(|(open, _)| rest.starts_with(open))?;
    let inner = inside(rest.get(open.len()..)?, close)?;
    let parameter = parameter(inner, *open == "<")?;
    let end = start + open.len() + inner.len() + close.len();
    cursor.skip_to(end);
    let at = start..end;
    let written = text.get(at.clone()).unwrap_or_default();
    let ours = match language {
        Language::Destination => format!(":{}", parameter.name),
        _ => parameter.spelled(),
    };
    Some(
        PatternError::new(
            "reserved-char",
            at.clone(),
            format!("`{written}` is no parameter here: a name begins with a colon"),
        )
        .help(format!("write `{}`", replaced(text, &at, &ours))),
    )
}

/// Returns the text before the bracket that closes: brackets within count.
fn inside<'t>(text: &'t str, close: &str) -> Option<&'t str> {
    let mut depth = 0usize;
    for (at, next) in text.char_indices() {
        match next {
            '/' => return None,
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            _ if depth == 0 && text.get(at..)?.starts_with(close) => return text.get(..at),
            _ => {}
        }
    }
    None
}

struct Meant {
    name: String,
    kind: Option<&'static str>,
}

impl Meant {
    fn spelled(&self) -> String {
        match self.kind {
            Some(kind) => format!(":{}<{kind}>", self.name),
            None => format!(":{}", self.name),
        }
    }
}

/// `id`, `*rest`, `rest*`, `id:kind`, or with the kind in front `kind:id`.
fn parameter(inner: &str, kind_first: bool) -> Option<Meant> {
    let (name, kind) = match inner.split_once(':') {
        Some((kind, name)) if kind_first => (name, Some(kind)),
        Some((name, kind)) => (name, Some(kind)),
        None => (inner, None),
    };
    let rest = name.starts_with('*') || name.ends_with('*') || name.starts_with("...");
    let name = name.trim_matches(['*', '.', '?']);
    let word = |next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '-');
    if !name.chars().all(word) {
        return None;
    }
    Some(Meant {
        name: plain_name(name)?,
        kind: match rest {
            true => Some("path"),
            false => kind.and_then(meant),
        },
    })
}

/// A name of letters and digits: `my_id` and `my-id` as `myId`.
fn plain_name(name: &str) -> Option<String> {
    let mut plain = String::new();
    for part in name.split(['_', '-']).filter(|part| !part.is_empty()) {
        match part.split_at_checked(1) {
            Some((first, rest)) if !plain.is_empty() => {
                plain.push_str(&first.to_ascii_uppercase());
                plain.push_str(rest);
            }
            _ => plain.push_str(part),
        }
    }
    plain
        .starts_with(|first: char| first.is_ascii_alphabetic())
        .then_some(plain)
}

/// The text of `{4}` or `{1,4}` that a text begins with.
pub(in crate::pattern) fn length(text: &str) -> Option<&str> {
    let close = text.find('}')?;
    let numbers = text.get(..close)?.strip_prefix('{')?;
    let digits = |next: char| next.is_ascii_digit() || next == ',';
    (!numbers.is_empty() && numbers.chars().all(digits)).then_some(text.get(..=close)?)
}

/// The error of a length that stands behind a name or behind its kind, not within.
pub(in crate::pattern) fn length_outside(
    text: &str,
    name: &Range<usize>,
    at: Range<usize>,
) -> PatternError {
    let length = text.get(at.clone()).unwrap_or_default();
    let parameter = text.get(name.clone()).unwrap_or_default();
    let ours = match parameter.strip_suffix('>') {
        Some(open) => format!("{open}{length}>"),
        None => format!("{parameter}<segment{length}>"),
    };
    PatternError::new(
        "bad-length",
        at.clone(),
        "a length stands within a kind, between `<` and `>`",
    )
    .help(format!(
        "write `{}`",
        replaced(text, &(name.start..at.end), &ours)
    ))
}

//! Characters that cannot stand for themselves: the faults, with the text to write instead.

use redirect_runtime::canonical;

use super::cursor::Cursor;
use super::regex;
use crate::pattern::PatternError;
use crate::pattern::error::replaced;
use crate::pattern::token::Language;

/// White space as people and editors see it, the byte order mark included.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

/// White space, and all that follows it.
pub(super) fn whitespace(cursor: &mut Cursor, start: usize, language: Language) -> PatternError {
    cursor.take_while(is_space);
    let at = cursor.since(start);
    let text = cursor.text();
    if at.start == 0 || at.end == text.len() {
        return PatternError::new(
            "whitespace",
            at.clone(),
            "white space at the edge of a pattern",
        )
        .help(format!("remove it: `{}`", replaced(text, &at, "")));
    }
    let written = text.get(at.clone()).unwrap_or_default();
    let encoded = triplets(written.trim_start_matches('\\'));
    PatternError::new(
        "whitespace",
        at.clone(),
        match language {
            Language::Value => "a value has this white space encoded",
            _ => "white space never stands in a URL as it is",
        },
    )
    .help(format!("encode it: `{}`", replaced(text, &at, &encoded)))
}

/// A character that is encoded in URLs.
pub(super) fn reserved(
    cursor: &mut Cursor,
    start: usize,
    character: char,
    language: Language,
) -> PatternError {
    let text = cursor.text();
    let at = cursor.since(start);
    let encoded = triplets(text.get(at.clone()).unwrap_or_default());
    let character = match character.is_control() {
        true => "a control character".to_owned(),
        false => format!("`{character}`"),
    };
    let message = match language {
        Language::Value => format!("a value has {character} encoded"),
        _ => format!("{character} never stands in a URL as it is"),
    };
    PatternError::new("reserved-char", at.clone(), message)
        .help(format!("encode it: `{}`", replaced(text, &at, &encoded)))
}

/// The `?` or `#` of a source, which is a path alone.
pub(super) fn query_or_fragment(cursor: &mut Cursor, start: usize, mark: char) -> PatternError {
    let at = cursor.since(start);
    let text = cursor.text();
    let path = text.get(..start).unwrap_or_default();
    let encoded = replaced(text, &at, &triplets(&mark.to_string()));
    let (message, instead) = if mark == '#' {
        (
            "a source has no fragment: browsers keep it to themselves",
            format!("write `{path}`"),
        )
    } else if matches!(cursor.peek(), None | Some('/' | ')')) {
        (
            "`?` makes nothing optional here: it begins the query, which a source does not match",
            match regex::optional(text, start).filter(|_| at.len() == 1) {
                Some(grouped) if grouped.contains("(/:") || grouped.contains("(:") => {
                    format!(
                        "put what may be missing into a group, in the destination too: `{grouped}`"
                    )
                }
                Some(grouped) => format!("put what may be missing into a group: `{grouped}`"),
                None => "put what may be missing into a group, such as `/a(/:id)`".to_owned(),
            },
        )
    } else {
        let query = conditions(cursor.rest()).unwrap_or_else(|| "key: \"value\"".to_owned());
        (
            "a source matches the path; the query is matched by `when`",
            format!("write `{path}` with `when: {{ query: {{ {query} }} }}`"),
        )
    };
    PatternError::new("query-or-fragment-in-source", at, message).help(format!(
        "{instead}, or `{encoded}` for the character itself"
    ))
}

/// A plain query as the keys of `when.query`.
pub(super) fn conditions(query: &str) -> Option<String> {
    let plain =
        |text: &str| !text.is_empty() && !text.contains(['"', '\\', '?', '#', '(', ')', '{', '}']);
    let pairs: Option<Vec<String>> = query
        .split('&')
        .map(|pair| {
            let (key, value) = pair.split_once('=')?;
            let word = key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            (word && plain(key) && plain(value)).then(|| format!("{key}: \"{value}\""))
        })
        .collect();
    pairs.map(|pairs| pairs.join(", "))
}

/// Every byte as `%XX`.
fn triplets(text: &str) -> String {
    let mut out = String::new();
    for &byte in text.as_bytes() {
        canonical::push_triplet(byte, &mut out);
    }
    out
}

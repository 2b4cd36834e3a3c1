//! One literal character: what may stand for itself, what must be written otherwise, and its canonical form.

use redirect_runtime::canonical;

use super::cursor::Cursor;
use super::placeholder::placeholder;
use super::regex;
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

/// White space as people and editors see it, the byte order mark included.
fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

/// Returns true if a character is white space with nothing but white space before or behind it.
fn is_edge(cursor: &Cursor, start: usize, character: char) -> bool {
    let before = cursor.text().get(..start).unwrap_or_default();
    let is_empty = |text: &str| text.chars().all(is_space);
    is_space(character) && (is_empty(before) || is_empty(cursor.rest()))
}

/// Appends a literal character; one that the pattern language would read otherwise has been escaped.
fn push(character: char, language: Language, part: Part, out: &mut String) {
    let mut bytes = [0; 4];
    let text: &str = character.encode_utf8(&mut bytes);
    match (language, character) {
        (_, '%') => out.push_str("%25"),
        (Language::Destination, _) => push_encoded(character, part, out),
        // The canonical form of a path would make it a slash.
        (_, '\\') => out.push_str("%5C"),
        _ => canonical::push_characters(text, out),
    }
}

/// Appends a literal character of a destination, encoded unless it may stand in that part of a URL. The user's own
/// `&`, `=` and `+` are the syntax of a query and stay.
pub(in crate::pattern) fn push_encoded(character: char, part: Part, out: &mut String) {
    let mut bytes = [0; 4];
    for &byte in character.encode_utf8(&mut bytes).as_bytes() {
        let stays = match byte {
            b'|' | b'%' => false,
            b'?' => part != Part::Path,
            _ => canonical::is_plain(byte),
        };
        if stays {
            out.push(char::from(byte));
        } else {
            canonical::push_triplet(byte, out);
        }
    }
}

fn read_escape(
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
    at: &std::ops::Range<usize>,
    letter: char,
    language: Language,
) -> PatternError {
    let text = cursor.text();
    let error = |at: &std::ops::Range<usize>| {
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

fn whitespace(cursor: &mut Cursor, start: usize, language: Language) -> PatternError {
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

fn reserved(
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

fn query_or_fragment(cursor: &mut Cursor, start: usize, mark: char) -> PatternError {
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
pub(in crate::pattern) fn conditions(query: &str) -> Option<String> {
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

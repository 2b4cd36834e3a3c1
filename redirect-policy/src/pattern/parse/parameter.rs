//! Reading a parameter: `:name` and the `<kind>` behind it.

use std::ops::Range;

use super::cursor::Cursor;
use super::kind::read_kind;
use super::placeholder;
use super::reader::Reader;
use crate::pattern::PatternError;
use crate::pattern::error::replaced;
use crate::pattern::token::{Language, TokenKind, WrittenKind};

/// The most names.
const MAX_NAMES: usize = 32;

impl Reader<'_> {
    /// Reads `:name<kind>`.
    pub(in crate::pattern) fn parameter(&mut self) {
        let start = self.cursor.position();
        self.cursor.advance();
        let colon = self.cursor.since(start);
        let name = self.cursor.take_while(|next| next.is_ascii_alphanumeric());
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let at = self.cursor.since(start);
            let error = match misplaced(&mut self.cursor, &colon, name) {
                Some(error) => error,
                None => nameless(self.cursor.text(), colon, at, name),
            };
            self.errors.push(error);
            return self.push(start, TokenKind::Fault);
        }
        self.names += 1;
        if self.names == MAX_NAMES + 1 {
            self.errors.push(
                PatternError::new(
                    "too-many-names",
                    self.cursor.since(start),
                    format!("more than {MAX_NAMES} names"),
                )
                .help("bind several segments at once with a name of kind `path`"),
            );
        }
        let kind = match self.cursor.peek() {
            Some('<') => self.kind(start),
            _ => WrittenKind::Absent,
        };
        let name = name.to_owned();
        self.push(start, TokenKind::Parameter { name, kind });
        if self.language != Language::Destination {
            self.length_outside(start);
        }
    }

    /// A length where none belongs: `:id{4}`, `:id<int>{4}`.
    fn length_outside(&mut self, name_start: usize) {
        let start = self.cursor.position();
        if let Some(length) = placeholder::length(self.cursor.rest()) {
            self.cursor.skip_to(start + length.len());
            let at = self.cursor.since(start);
            let error = placeholder::length_outside(self.cursor.text(), &(name_start..start), at);
            self.errors.push(error);
            self.push(start, TokenKind::Fault);
        }
    }

    /// Reads `<kind>` after the name that begins at `name_start`.
    fn kind(&mut self, name_start: usize) -> WrittenKind {
        let start = self.cursor.position();
        let text = self.cursor.text();
        let name = text.get(name_start..start).unwrap_or_default();
        let Some(close) = closing(text, start + 1) else {
            self.cursor.advance();
            self.cursor.take_while(|next| {
                next.is_ascii_alphanumeric() || matches!(next, '{' | '}' | ',' | '|')
            });
            let at = self.cursor.since(start);
            let written = text.get(at.clone()).unwrap_or_default();
            let encoded = replaced(text, &(at.start..at.start + 1), "%3C");
            let closed = match written.len() {
                1 => format!("{name}<int>"),
                _ => format!("{name}{written}>"),
            };
            let closed = replaced(text, &(name_start..at.end), &closed);
            let help = format!("write `{closed}`, or `{encoded}` for the character itself");
            self.errors.push(
                PatternError::new(
                    "unclosed-kind",
                    at,
                    format!("the kind of `{name}` is never closed"),
                )
                .help(help),
            );
            return WrittenKind::Faulty;
        };
        self.cursor.skip_to(close + 1);
        if self.language == Language::Destination {
            let at = self.cursor.since(start);
            self.errors.push(
                PatternError::new(
                    "kind-in-destination",
                    at.clone(),
                    "kinds belong to the source, which binds the name",
                )
                .help(format!("write `{}`", replaced(text, &at, ""))),
            );
            return WrittenKind::Faulty;
        }
        match read_kind(text, start + 1..close, self.language, self.kinds) {
            Ok(kind) => WrittenKind::Known(kind),
            Err(errors) => {
                // An empty kind has no text to point at.
                self.errors.extend(errors.into_iter().map(|mut error| {
                    if error.at.is_empty() {
                        error.at = start..close + 1;
                    }
                    error
                }));
                WrittenKind::Faulty
            }
        }
    }
}

/// A colon with a kind or white space where its name belongs: `:<int>`, `: id`.
fn misplaced(cursor: &mut Cursor, colon: &Range<usize>, digits: &str) -> Option<PatternError> {
    let start = cursor.position();
    let rest = cursor.rest();
    let (length, ours) = if !digits.is_empty() {
        return None;
    } else if rest.starts_with('<') {
        let close = closing(cursor.text(), start + 1)?;
        (
            close + 1 - start,
            format!("id{}", rest.get(..close + 1 - start)?),
        )
    } else {
        let name = rest.trim_start();
        let spaces = rest.len() - name.len();
        if spaces == 0 || !name.starts_with(|next: char| next.is_ascii_alphabetic()) {
            return None;
        }
        (spaces, String::new())
    };
    cursor.skip_to(start + length);
    let at = cursor.since(start);
    let fixed = replaced(cursor.text(), &at, &ours);
    if rest.starts_with(char::is_whitespace) {
        // What follows is the name: it is read with its colon.
        cursor.take_while(|next| next.is_ascii_alphanumeric());
    }
    Some(
        PatternError::new("missing-name", colon.clone(), "no name follows the `:`")
            .help(format!("write `{fixed}`")),
    )
}

/// A colon that begins no name.
fn nameless(text: &str, colon: Range<usize>, at: Range<usize>, digits: &str) -> PatternError {
    let escaped = replaced(text, &colon, "\\:");
    let letter = digits.find(|next: char| next.is_ascii_alphabetic());
    if digits.is_empty() {
        return PatternError::new("missing-name", at, "no name follows the `:`").help(format!(
            "for a parameter write a letter, then letters and digits, such as `:id`; for the character itself `{escaped}`"
        ));
    }
    let renamed = match letter {
        Some(letter) => format!(":{}", digits.get(letter..).unwrap_or_default()),
        None => format!(":n{digits}"),
    };
    PatternError::new(
        "name-starts-with-digit",
        at.clone(),
        format!("the name `{digits}` begins with a digit"),
    )
    .help(format!(
        "write `{}`, or `{escaped}` for a colon before a number",
        replaced(text, &at, &renamed)
    ))
}

/// Where the `>` stands that closes a kind whose text begins at `from`.
fn closing(text: &str, from: usize) -> Option<usize> {
    let mut cursor = Cursor::new(text, from);
    loop {
        let position = cursor.position();
        match cursor.advance()? {
            '>' => return Some(position),
            // Another kind begins: the `>` that may follow is not ours.
            '<' => return None,
            '\\' => {
                cursor.advance();
            }
            _ => {}
        }
    }
}

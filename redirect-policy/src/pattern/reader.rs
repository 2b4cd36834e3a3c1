//! Text to tokens: the grammar, and nothing that needs more than the place at hand.

use std::ops::Range;

use super::character::{Language, read_character};
use super::cursor::Cursor;
use super::error::{in_order, replaced};
use super::kind::read_kind;
use super::token::{Token, TokenKind, WrittenKind};
use super::{Part, PatternError};

/// The longest pattern, in bytes.
pub(super) const MAX_LENGTH: usize = 1024;
/// The deepest nesting of groups.
const MAX_NESTING: usize = 32;
/// The most groups.
pub(super) const MAX_GROUPS: usize = 16;
/// The most names.
const MAX_NAMES: usize = 32;

/// Tokens with balanced groups, and what was wrong.
pub(super) struct Reading {
    pub(super) tokens: Vec<Token>,
    pub(super) errors: Vec<PatternError>,
}

/// Reads `text` from the byte `from` on.
///
/// A text over one of the caps that bound the work has no tokens.
pub(super) fn read(text: &str, from: usize, language: Language) -> Reading {
    if let Some(mut error) = refused_at_once(text) {
        if language == Language::Value && error.code == "empty" {
            error = error.help("write what the value must be");
        }
        return Reading {
            tokens: Vec::new(),
            errors: vec![error],
        };
    }
    let mut reader = Reader {
        cursor: Cursor::new(text, from),
        language,
        part: Part::Path,
        tokens: Vec::new(),
        errors: Vec::new(),
        open: Vec::new(),
        groups: 0,
        names: 0,
    };
    while reader.step() {}
    reader.close_all();
    Reading {
        tokens: reader.tokens,
        errors: in_order(reader.errors),
    }
}

/// Texts of which nothing is read.
pub(super) fn refused_at_once(text: &str) -> Option<PatternError> {
    if text.is_empty() {
        return Some(
            PatternError::new("empty", 0..0, "the text is empty").help("write a path, such as `/`"),
        );
    }
    (text.len() > MAX_LENGTH).then(|| too_long(text))
}

fn too_long(text: &str) -> PatternError {
    PatternError::new(
        "pattern-too-long",
        0..text.len(),
        format!("{} bytes are over the limit of {MAX_LENGTH}", text.len()),
    )
    .help("shorten it, or split the rule")
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    language: Language,
    /// The part of the URL that a destination has come to.
    part: Part,
    tokens: Vec<Token>,
    errors: Vec<PatternError>,
    /// Indices of the `Open` tokens of the groups that are not closed yet.
    open: Vec<usize>,
    groups: usize,
    names: usize,
}

impl Reader<'_> {
    /// Reads one thing; `false` at the end.
    fn step(&mut self) -> bool {
        match self.cursor.peek() {
            None => return false,
            Some('(') => return self.open_group(),
            Some(')') => self.close_group(),
            Some(':') => self.parameter(),
            Some('*') => {
                let start = self.cursor.position();
                self.cursor.advance();
                self.push(start, TokenKind::Wildcard);
            }
            Some(mark @ ('?' | '#')) if self.opens(mark).is_some() => self.switch(mark),
            Some(_) => self.character(),
        }
        true
    }

    fn push(&mut self, start: usize, kind: TokenKind) {
        self.tokens.push(Token {
            at: self.cursor.since(start),
            kind,
        });
    }

    fn open_group(&mut self) -> bool {
        let start = self.cursor.position();
        self.cursor.advance();
        let at = self.cursor.since(start);
        if self.open.len() == MAX_NESTING {
            self.errors.push(
                PatternError::new(
                    "nesting-too-deep",
                    at,
                    format!("groups stand more than {MAX_NESTING} deep in each other"),
                )
                .help("split the rule"),
            );
            return false;
        }
        self.groups += 1;
        if self.groups == MAX_GROUPS + 1 {
            self.errors.push(too_many_groups(at));
        }
        self.open.push(self.tokens.len());
        self.push(start, TokenKind::Open);
        true
    }

    fn close_group(&mut self) {
        let start = self.cursor.position();
        self.cursor.advance();
        let at = self.cursor.since(start);
        let Some(open) = self.open.pop() else {
            let text = self.cursor.text();
            self.errors.push(
                PatternError::new("unmatched-close", at.clone(), "this `)` closes no group").help(
                    format!(
                        "remove it: `{}`, or write `\\)` for the character itself",
                        replaced(text, &at, "")
                    ),
                ),
            );
            return self.push(start, TokenKind::Fault);
        };
        let group = self.close_token(open, at.end);
        if open + 1 == self.tokens.len() {
            let text = self.cursor.text();
            self.errors.push(
                PatternError::new("empty-group", group.clone(), "the group is empty").help(
                    format!(
                        "remove it: `{}`, or write `\\(\\)` for the characters themselves",
                        replaced(text, &group, "")
                    ),
                ),
            );
            self.push(start, TokenKind::Fault);
        }
        self.push(start, TokenKind::Close);
    }

    /// Gives an `Open` token the place of its whole group.
    fn close_token(&mut self, open: usize, end: usize) -> Range<usize> {
        match self.tokens.get_mut(open) {
            Some(token) => {
                token.at.end = end;
                token.at.clone()
            }
            None => end..end,
        }
    }

    /// Closes what the user left open, so that the tokens balance.
    fn close_all(&mut self) {
        let end = self.cursor.position();
        let closed = format!("{}{}", self.cursor.text(), ")".repeat(self.open.len()));
        while let Some(open) = self.open.pop() {
            let group = self.close_token(open, end);
            let at = group.start..group.start + 1;
            let text = self.cursor.text();
            self.errors.push(
                PatternError::new("unclosed-group", at.clone(), "this group is never closed").help(format!(
                    "close it where it ends, such as `{closed}`, or write `{}` for the character itself",
                    replaced(text, &at, "\\(")
                )),
            );
            self.push(end, TokenKind::Fault);
            self.push(end, TokenKind::Close);
        }
    }

    fn parameter(&mut self) {
        let start = self.cursor.position();
        self.cursor.advance();
        let colon = self.cursor.since(start);
        let name = self.cursor.take_while(|next| next.is_ascii_alphanumeric());
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let at = self.cursor.since(start);
            let error = nameless(self.cursor.text(), colon, at, name);
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
            let help = match written.len() {
                1 => format!("write `{name}`, `{name}<int>`, or `%3C` for the character itself"),
                _ => format!("write `{name}{written}>`, or `%3C` for the character itself"),
            };
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
        match read_kind(text, start + 1..close, self.language) {
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

    /// The part of the URL that `mark` opens here.
    fn opens(&self, mark: char) -> Option<Part> {
        match (self.language, mark, self.part) {
            (Language::Destination, '?', Part::Path) => Some(Part::Query),
            (Language::Destination, '#', Part::Path | Part::Query) => Some(Part::Fragment),
            _ => None,
        }
    }

    fn switch(&mut self, mark: char) {
        let start = self.cursor.position();
        if let Some(part) = self.opens(mark) {
            self.part = part;
        }
        self.cursor.advance();
        self.push(start, TokenKind::Switch(self.part));
    }

    fn character(&mut self) {
        let start = self.cursor.position();
        let mut text = String::new();
        match read_character(&mut self.cursor, self.language, self.part, &mut text) {
            Err(error) => {
                self.errors.push(error);
                self.push(start, TokenKind::Fault);
            }
            Ok(()) if text == "/" && self.part == Part::Path => self.push(start, TokenKind::Slash),
            Ok(()) => match self.tokens.last_mut() {
                Some(Token {
                    at,
                    kind: TokenKind::Text(so_far),
                }) => {
                    at.end = self.cursor.position();
                    so_far.push_str(&text);
                }
                _ => self.push(start, TokenKind::Text(text)),
            },
        }
    }
}

/// The error of a group beyond the cap.
pub(super) fn too_many_groups(at: Range<usize>) -> PatternError {
    PatternError::new(
        "too-many-groups",
        at,
        format!("more than {MAX_GROUPS} groups"),
    )
    .help("split the rule into several")
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

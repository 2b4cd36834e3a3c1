//! Text to tokens: the grammar, and nothing that needs more than the place at hand.

use std::ops::Range;

use super::character::read_character;
use super::cursor::Cursor;
use crate::pattern::error::{in_order, replaced};
use crate::pattern::token::{Language, Token, TokenKind};
use crate::pattern::{Kinds, Part, PatternError};

/// The longest pattern, in bytes.
pub(in crate::pattern) const MAX_LENGTH: usize = 1024;
/// The deepest nesting of groups.
const MAX_NESTING: usize = 32;
/// The most groups.
pub(in crate::pattern) const MAX_GROUPS: usize = 16;

/// Tokens with balanced groups, and what was wrong.
pub(in crate::pattern) struct Reading {
    pub(in crate::pattern) tokens: Vec<Token>,
    pub(in crate::pattern) errors: Vec<PatternError>,
}

/// Reads `text` from the byte `from` on.
///
/// A text over one of the caps that bound the work has no tokens.
pub(in crate::pattern) fn read(
    text: &str,
    from: usize,
    language: Language,
    kinds: &Kinds,
) -> Reading {
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
        kinds,
    };
    while reader.step() {}
    reader.close_all();
    Reading {
        tokens: reader.tokens,
        errors: in_order(reader.errors),
    }
}

/// Texts of which nothing is read.
pub(in crate::pattern) fn refused_at_once(text: &str) -> Option<PatternError> {
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

pub(in crate::pattern) struct Reader<'a> {
    pub(in crate::pattern) cursor: Cursor<'a>,
    pub(in crate::pattern) language: Language,
    /// The part of the URL that a destination has come to.
    part: Part,
    pub(in crate::pattern) tokens: Vec<Token>,
    pub(in crate::pattern) errors: Vec<PatternError>,
    /// Indices of the `Open` tokens of the groups that are not closed yet.
    open: Vec<usize>,
    groups: usize,
    pub(in crate::pattern) names: usize,
    /// The policy's own kinds.
    pub(super) kinds: &'a Kinds,
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

    pub(in crate::pattern) fn push(&mut self, start: usize, kind: TokenKind) {
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
                        "remove it: `{}`, or write `{}` for the character itself",
                        replaced(text, &at, ""),
                        replaced(text, &at, "\\)")
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
                        "remove it: `{}`, or write `{}` for the characters themselves",
                        replaced(text, &group, ""),
                        replaced(text, &group, "\\(\\)")
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

    /// The text with its open groups closed: a lone one that begins with a parameter behind the mark that sets that apart
    /// from the next parameter, others at the end.
    fn closed(&self) -> String {
        let text = self.cursor.text();
        let mut names = match self.open.as_slice() {
            [only] => self.tokens.get(only + 1..).unwrap_or_default(),
            _ => &[],
        }
        .iter()
        .filter(|token| matches!(token.kind, TokenKind::Parameter { .. }));
        if let (Some(first), Some(second)) = (names.next(), names.next()) {
            let between = text.get(first.at.end..second.at.start).unwrap_or_default();
            let mark = between.find(['-', '/', '_', '.', '~']);
            if let Some(mark) = mark.filter(|_| !between.contains(['(', ')'])) {
                let at = first.at.end + mark + 1;
                return replaced(text, &(at..at), ")");
            }
        }
        format!("{text}{}", ")".repeat(self.open.len()))
    }

    /// Closes what the user left open, so that the tokens balance.
    fn close_all(&mut self) {
        // A text that was given up half-way may close them further on.
        let given_up = self.cursor.peek().is_some();
        let end = self.cursor.position();
        let closed = self.closed();
        while let Some(open) = self.open.pop() {
            let group = self.close_token(open, end);
            let at = group.start..group.start + 1;
            let text = self.cursor.text();
            if !given_up {
                self.errors.push(
                PatternError::new("unclosed-group", at.clone(), "this group is never closed").help(format!(
                    "close it where it ends, such as `{closed}`, or write `{}` for the character itself",
                    replaced(text, &at, "\\(")
                )),
            );
            }
            self.push(end, TokenKind::Fault);
            self.push(end, TokenKind::Close);
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
pub(in crate::pattern) fn too_many_groups(at: Range<usize>) -> PatternError {
    PatternError::new(
        "too-many-groups",
        at,
        format!("more than {MAX_GROUPS} groups"),
    )
    .help("split the rule into several")
}

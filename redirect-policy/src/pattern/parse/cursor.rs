//! A place in a text that only moves forward.

use std::ops::Range;

/// A text with the position of the next character.
#[derive(Clone, Debug)]
pub(in crate::pattern) struct Cursor<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor on the byte `position` of `text`.
    pub(in crate::pattern) fn new(text: &'a str, position: usize) -> Self {
        Cursor { text, position }
    }

    /// Bytes before the next character.
    pub(in crate::pattern) fn position(&self) -> usize {
        self.position
    }

    /// The whole text.
    pub(in crate::pattern) fn text(&self) -> &'a str {
        self.text
    }

    /// The text that is not read yet.
    pub(in crate::pattern) fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// The next character, which stays unread.
    pub(in crate::pattern) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads one character.
    pub(in crate::pattern) fn advance(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.position += next.len_utf8();
        Some(next)
    }

    /// Reads the characters that `wanted` holds for.
    pub(in crate::pattern) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|next| !wanted(next)).unwrap_or(rest.len());
        self.skip_to(self.position + end);
        rest.get(..end).unwrap_or_default()
    }

    /// Goes on at a byte of the text, which must begin a character.
    pub(in crate::pattern) fn skip_to(&mut self, position: usize) {
        self.position = position.min(self.text.len());
    }

    /// From `start` to the next character.
    pub(in crate::pattern) fn since(&self, start: usize) -> Range<usize> {
        start..self.position
    }
}

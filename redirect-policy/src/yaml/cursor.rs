//! A cursor through the bytes between the values, where no text of the user stands: blanks, comments, indicators, brackets,
//! tags, anchors, aliases.

use std::ops::Range;

use crate::source::BYTE_ORDER_MARK;

/// The value that is to be read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The document.
    Root,
    /// An element of a list.
    Element,
    /// A key of a map.
    Key,
    /// The value of the key just read.
    Value,
}

/// A text that may stand before a value and is not part of it.
pub(super) enum Property {
    /// `!name`.
    Tag(Range<usize>),
    /// `&name`.
    Anchor(Range<usize>),
}

/// A place in the file.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    /// The next byte to look at.
    pub(super) at: usize,
    /// True if the cursor disagreed with the last value, so that it may stand anywhere.
    pub(super) lost: bool,
    mark: Mark,
}

/// A place that the YAML library named, with its byte. The next one is looked for from here: places only grow.
#[derive(Clone, Copy, Debug)]
struct Mark {
    line: usize,
    column: usize,
    offset: usize,
}

impl<'t> Cursor<'t> {
    /// At the start of the text, after a byte order mark.
    pub(super) fn new(text: &'t str) -> Self {
        let at = if text.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len_utf8()
        } else {
            0
        };
        Cursor {
            text,
            at,
            lost: false,
            mark: Mark {
                line: 1,
                column: 1,
                offset: at,
            },
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or("")
    }

    pub(super) fn is_quote(&self) -> bool {
        matches!(self.peek(), Some(b'"' | b'\''))
    }

    /// Returns true if the file holds this text at `at`.
    pub(super) fn holds(&self, at: usize, text: &str) -> bool {
        self.rest(at).starts_with(text)
    }

    /// Returns true if the value at the cursor is an alias: no other begins with `*`.
    pub(super) fn is_alias(&self) -> bool {
        self.peek() == Some(b'*')
    }

    /// Goes to a scalar of which the place of the text is known, but not whether it is quoted.
    pub(super) fn resume(&mut self, text: usize) {
        self.at = text;
        if let Some(before) = text.checked_sub(1) {
            let quoted = matches!(self.byte(before), Some(b'"' | b'\''));
            self.at -= usize::from(quoted);
        }
    }

    /// The end of the scalar at the cursor if it stands in the file as `text`, between quotes or not.
    pub(super) fn end_of_verbatim(&self, text: &str, quoted: bool) -> Option<usize> {
        if !quoted {
            return self.holds(self.at, text).then_some(self.at + text.len());
        }
        let quote = self.peek().filter(|_| self.is_quote());
        let close = self.at + 1 + text.len();
        let closed = self.holds(self.at + 1, text) && quote.is_some() && self.byte(close) == quote;
        // A doubled quote does not close.
        (closed && !text.contains('\\') && (quote == Some(b'"') || self.byte(close + 1) != quote))
            .then_some(close + 1)
    }

    /// Goes to the next value: over blanks, comments, and the one indicator that stands before a value at this place.
    pub(super) fn enter(&mut self, place: Place) {
        self.skip_blank();
        let indicator = match place {
            Place::Root => return self.skip_prologue(),
            Place::Element => self.peek() == Some(b',') || self.is_block_indicator(b'-'),
            Place::Key => self.peek() == Some(b',') || self.is_block_indicator(b'?'),
            Place::Value => self.peek() == Some(b':'),
        };
        if indicator {
            self.at += 1;
            self.skip_blank();
        }
        if self.is_block_indicator(b'?') && place == Place::Key {
            self.at += 1;
            self.skip_blank();
        }
    }

    fn is_block_indicator(&self, indicator: u8) -> bool {
        self.peek() == Some(indicator)
            && matches!(
                self.byte(self.at + 1),
                None | Some(b' ' | b'\t' | b'\r' | b'\n')
            )
    }

    /// Skips `%` directives and the first `---`.
    fn skip_prologue(&mut self) {
        while self.peek() == Some(b'%') {
            self.skip_line();
            self.skip_blank();
        }
        if self.holds(self.at, "---") {
            self.at += 3;
            self.skip_blank();
        }
    }

    fn skip_line(&mut self) {
        let rest = self.rest(self.at);
        self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
    }

    /// Skips blanks, line breaks and comments.
    pub(super) fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'#' => self.skip_line(),
                // The first bytes of the other characters that the library counts as line breaks.
                0xC2 | 0xE2 => match self.rest(self.at).chars().next() {
                    Some(character) if is_break(character) => self.at += character.len_utf8(),
                    _ => return,
                },
                _ => return,
            }
        }
    }

    /// Takes a tag or anchor.
    pub(super) fn property(&mut self) -> Option<Property> {
        let kind = match self.peek()? {
            b'!' => Property::Tag,
            b'&' => Property::Anchor,
            _ => return None,
        };
        let token = self.token();
        self.skip_blank();
        Some(kind(token))
    }

    /// Takes what stands up to the next blank or flow indicator: a tag, an anchor or an alias.
    pub(super) fn token(&mut self) -> Range<usize> {
        let start = self.at;
        let rest = self.rest(start);
        let length = if rest.starts_with("!<") {
            rest.find('>').map(|close| close + 1)
        } else {
            rest.find([' ', '\t', '\n', '\r', ',', '[', ']', '{', '}'])
        };
        self.at += length.unwrap_or(rest.len());
        start..self.at
    }

    /// Returns true if `null` or `~` is written at the cursor; if not, a null is an empty value.
    pub(super) fn is_null_word(&self) -> bool {
        matches!(self.plain_word(), "null" | "Null" | "NULL" | "~")
    }

    /// The number, boolean or null at the cursor, which holds no blank.
    pub(super) fn plain_word(&self) -> &'t str {
        let rest = self.rest(self.at);
        let of_word =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_' | '~');
        let length = rest.find(|c| !of_word(c)).unwrap_or(rest.len());
        rest.get(..length).unwrap_or("")
    }

    /// Takes the bracket that ends a list or map in flow style, perhaps after a last comma.
    pub(super) fn close(&mut self, bracket: u8) {
        let mut ahead = self.clone();
        ahead.skip_blank();
        if ahead.peek() == Some(b',') {
            ahead.at += 1;
            ahead.skip_blank();
        }
        if ahead.peek() == Some(bracket) {
            self.at = ahead.at + 1;
        } else {
            self.lost = true;
        }
    }

    /// Where the second document begins.
    pub(super) fn next_document(&mut self) -> usize {
        self.skip_blank();
        if self.holds(self.at, "...") {
            self.skip_line();
            self.skip_blank();
        }
        self.at
    }

    /// The byte at the place that ends an error's message. None if it lies before a place asked for earlier.
    pub(super) fn place_of(&mut self, message: &str) -> Option<usize> {
        let (line, column) = line_and_column(message).unwrap_or((1, 1));
        if (line, column) < (self.mark.line, self.mark.column) {
            return None;
        }
        let mut mark = self.mark;
        let mut characters = self.rest(mark.offset).chars().peekable();
        while (mark.line, mark.column) < (line, column) {
            let character = characters.next()?;
            mark.offset += character.len_utf8();
            mark.column += 1;
            if character == '\r' && characters.peek() == Some(&'\n') {
                continue;
            }
            if is_break(character) {
                mark.line += 1;
                mark.column = 1;
            }
        }
        if (mark.line, mark.column) != (line, column) {
            return None;
        }
        self.mark = mark;
        Some(mark.offset)
    }
}

/// Returns true if the library counts a character as a line break, as YAML 1.1 does.
fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The numbers in `... at line 3 column 5`, where it ends a message.
pub(super) fn line_and_column(message: &str) -> Option<(usize, usize)> {
    let (_, place) = message.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// The byte after the first bracket with more than `limit` brackets open before it, wherever brackets stand: in quotes
/// and comments too.
pub(super) fn heap_of_brackets(text: &str, limit: usize) -> Option<usize> {
    let mut open = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' if open >= limit => return Some(at + 1),
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

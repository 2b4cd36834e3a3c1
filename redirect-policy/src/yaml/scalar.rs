//! Scalars and their places: where the library's word and the cursor's meet.

use std::ops::Range;

use super::cursor::{Place, Property};
use super::decode::decode;
use super::{Node, Reader, Scalar, Style, Value, explain};

impl Reader<'_> {
    /// A scalar that stands in the file as it decodes, at `offset`.
    pub(super) fn borrowed_scalar(&mut self, offset: usize, text: &str, place: Place) -> Node {
        self.cursor.enter(place);
        if self.cursor.is_alias() {
            return self.alias_of(Some(text.to_owned()));
        }
        self.properties();
        let quoted = self.cursor.is_quote() && self.cursor.at < offset;
        if !quoted && self.cursor.at != offset {
            self.cursor.resume(offset);
        }
        self.scalar_here(Some(text.to_owned()), Style::Plain)
    }

    /// A scalar that begins, properties included, at `mark`.
    pub(super) fn marked_scalar(
        &mut self,
        mark: Option<usize>,
        text: Option<String>,
        style: Style,
        place: Place,
    ) -> Node {
        self.cursor.enter(place);
        // An empty value is marked where its line ends; by now the cursor has come to what follows it.
        let passed = mark.is_some_and(|mark| mark < self.cursor.at);
        if self.cursor.is_alias() && !(passed && style == Style::Null) {
            return self.alias_of(text);
        }
        if let Some(mark) = mark {
            self.cursor.at = mark;
        }
        let end = self.properties();
        // What was meant stands in the tag or anchor: that nothing follows it is no second fault.
        self.complete &= end.is_none() || style != Style::Null;
        let mut text = text;
        if style == Style::Null && !self.cursor.is_null_word() {
            self.cursor.at = end.or(mark).unwrap_or(self.cursor.at);
            text = Some(String::new());
        }
        self.scalar_here(text, style)
    }

    /// The scalar at the cursor. Text that does not agree with the file is given a point for its place.
    fn scalar_here(&mut self, text: Option<String>, style: Style) -> Node {
        let start = self.cursor.at;
        let quoted =
            style == Style::Plain && matches!(self.cursor.peek(), Some(b'"' | b'\'' | b'|' | b'>'));
        let text = text.unwrap_or_else(|| self.cursor.plain_word().to_owned());
        let end = self.cursor.end_of_verbatim(&text, quoted);
        let end = end.or_else(|| decode(self.text(), start, &text).map(|decoded| decoded.end));
        self.cursor.at = end.unwrap_or(start);
        self.cursor.lost = end.is_none();
        let span = self.span(start, self.cursor.at);
        let style = if quoted { Style::Quoted } else { style };
        let value = Value::Scalar(Scalar { text, style, span });
        Node { span, value }
    }

    /// The alias at the cursor: refused, but with the text it stands for, so that nothing else is said about it.
    fn alias_of(&mut self, text: Option<String>) -> Node {
        let token = self.cursor.token();
        self.refuse_alias(&token);
        self.complete &= text.is_some();
        let span = self.span(token.start, token.end);
        let value = Value::Scalar(Scalar {
            text: text.unwrap_or_default(),
            style: Style::Quoted,
            span,
        });
        Node { span, value }
    }

    pub(super) fn nothing(&self, at: usize) -> Node {
        let span = self.span(at, at);
        let value = Value::Scalar(Scalar {
            text: String::new(),
            style: Style::Null,
            span,
        });
        Node { span, value }
    }

    /// Passes the tags and anchors at the cursor, which are refused; where the last of them ends.
    pub(super) fn properties(&mut self) -> Option<usize> {
        let mut end = None;
        while let Some(property) = self.cursor.property() {
            let (token, found) = match property {
                Property::Tag(token) => (token.clone(), explain::tag(self, &token)),
                Property::Anchor(token) => (token.clone(), explain::anchor(self, &token)),
            };
            self.diagnostics.push(found);
            end = Some(token.end);
        }
        end
    }

    pub(super) fn refuse_alias(&mut self, token: &Range<usize>) {
        let found = explain::alias(self, token);
        self.diagnostics.push(found);
    }
}

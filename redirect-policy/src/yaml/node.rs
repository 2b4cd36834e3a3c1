//! A policy file as written: values with their places.

use std::ops::Range;

use super::decode::decode;
use crate::source::{Sources, Span};

/// A value of a document.
#[derive(Clone, Debug)]
pub struct Node {
    /// From the first to the last byte of the value; a point for an empty one.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// The three shapes of YAML.
#[derive(Clone, Debug)]
pub enum Value {
    /// A single value: text, number, boolean or null.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the file; a key given twice is reported while reading and kept once.
    Map(Vec<Entry>),
}

/// A key of a map with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Scalar,
    /// Its value.
    pub value: Node,
}

/// A scalar as decoded by YAML, with the way back to the file.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The decoded text.
    pub text: String,
    /// Plain scalars that YAML reads as null, a boolean or a number are not text for a user who quotes them.
    pub style: Style,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// The style of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Quoted, or a block (`|`, `>`): text whatever it looks like.
    Quoted,
    /// Plain, and text.
    Plain,
    /// Plain, and null (`~`, `null` or nothing at all).
    Null,
    /// Plain, and `true` or `false`.
    Bool(bool),
    /// Plain, and a number.
    Number,
}

impl Node {
    /// The scalar, if the value is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The elements, if the value is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(elements) => Some(elements),
            _ => None,
        }
    }

    /// The entries in the order of the file, if the value is a map.
    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The entry of a map under `key`; none if there is no such key or the value is no map.
    ///
    /// ```
    /// use redirect_policy::{source::Sources, yaml::read};
    /// let mut sources = Sources::default();
    /// let file = sources.insert("redirects.yml", "version: 0.0.1\n");
    /// let root = read(&sources, file).root.unwrap();
    /// let version = &root.entry("version").unwrap().value;
    /// assert_eq!(sources.position(version.span), (1, 10));
    /// ```
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.as_map()?.iter().find(|entry| entry.key.text == key)
    }

    /// The shape in a person's words, for messages: `a map`, `a list`, `text`, `a number`, `true`, `false` or `nothing`.
    pub fn shape(&self) -> &'static str {
        match &self.value {
            Value::Map(_) => "a map",
            Value::List(_) => "a list",
            Value::Scalar(scalar) => match scalar.style {
                Style::Quoted | Style::Plain => "text",
                Style::Number => "a number",
                Style::Bool(true) => "`true`",
                Style::Bool(false) => "`false`",
                Style::Null => "nothing",
            },
        }
    }
}

impl Scalar {
    /// Where a range of bytes of the decoded text stands in the file. An escape counts as a whole; an empty range is
    /// a point. If the way back cannot be told, the whole scalar.
    ///
    /// ```
    /// use redirect_policy::{source::Sources, yaml::read};
    /// let mut sources = Sources::default();
    /// let file = sources.insert("redirects.yml", r#"source: "/a\x2Fb:""#);
    /// let root = read(&sources, file).root.unwrap();
    /// let source = root.entry("source").unwrap().value.as_scalar().unwrap();
    /// assert_eq!(source.text, "/a/b:");
    /// assert_eq!(sources.position(source.span_of(&sources, 4..5)), (1, 17));
    /// ```
    pub fn span_of(&self, sources: &Sources, range: Range<usize>) -> Span {
        self.way_back(sources, range).unwrap_or(self.span)
    }

    fn way_back(&self, sources: &Sources, range: Range<usize>) -> Option<Span> {
        let begin = usize::try_from(self.span.start).ok()?;
        let end = usize::try_from(self.span.end).ok()?;
        let file = &sources.file(self.span.file)?.text;
        let raw = file.get(begin..end)?;
        // Most scalars stand in the file as they decode, between quotes or not.
        let quote = usize::from(raw.starts_with(['"', '\'']));
        let inner = raw.get(quote..raw.len().checked_sub(quote)?);
        let found = if inner == Some(self.text.as_str()) {
            let first = begin + quote;
            let length = self.text.len();
            first + range.start.min(length)..first + range.end.min(length)
        } else {
            decode(file, begin, &self.text)?.locate(range)?
        };
        Some(Span {
            file: self.span.file,
            start: u32::try_from(found.start).ok()?,
            end: u32::try_from(found.end.max(found.start)).ok()?,
        })
    }
}

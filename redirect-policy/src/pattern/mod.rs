//! The pattern language: sources and destinations as meant.

pub(crate) mod backtrack;
mod check;
mod error;
pub(crate) mod foreign;
mod host;
mod join;
mod kind;
mod kinds;
mod language;
mod literal;
mod parse;
mod print;
pub(crate) mod program;
mod recover;
mod token;

use std::ops::Range;

pub use check::{Bound, check_bindings, check_names};
pub(crate) use error::replaced;
pub use host::HostPattern;
pub use join::{Ends, without_kinds};
pub use kinds::Kinds;
pub use language::LanguagePattern;
pub(crate) use literal::push_literal;
pub use parse::{
    SourceOptions, parse_destination, parse_destination_front, parse_host, parse_host_with,
    parse_kind, parse_kind_with, parse_language, parse_language_with, parse_source, parse_value,
    parse_value_with,
};
pub(crate) use print::{Spelling, escaped};
pub(crate) use recover::{guess_destination, guess_source};

/// A source (or the pattern of a query value, header, cookie or language) that passed all checks of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The pattern as the user wrote it.
    pub text: String,
    /// Its items in order.
    pub items: Vec<Item>,
}

/// An item of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Text in canonical form (percent-encoded ASCII); never empty, never two in a row.
    Literal(String),
    /// A named parameter.
    Parameter(Parameter),
    /// `*`: anything, nothing too. At most one in a pattern.
    Wildcard {
        /// Where it stands in the text of the pattern, in bytes.
        at: Range<usize>,
    },
    /// A group: tried present, then absent. Never empty.
    Group(Vec<Item>),
}

/// The number of groups, those within groups too.
fn count_groups(items: &[Item]) -> usize {
    let count = |item: &Item| match item {
        Item::Group(items) => 1 + count_groups(items),
        _ => 0,
    };
    items.iter().map(count).sum()
}

/// A named parameter of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name without the colon.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// True if the kind was written (`:id<int>`), not taken from the rule's `parameter` key.
    pub explicit_kind: bool,
    /// Where `:name<kind>` stands in the text of the pattern, in bytes.
    pub at: Range<usize>,
}

/// The texts that a parameter matches; always at least one byte of canonical text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run of characters of one class.
    Class {
        /// The characters.
        class: Class,
        /// Fewest bytes, at least 1.
        min: u8,
        /// Most bytes; `None` is unbounded (`int` has 19 unless a length is given).
        max: Option<u8>,
    },
    /// 36 bytes: hexadecimal digits in groups of 8-4-4-4-12.
    Uuid,
    /// One or more non-empty segments joined by `/`.
    Path,
    /// One of these values (canonical text), longest first; equal lengths in the order written.
    Enumeration(Vec<String>),
}

/// The classes of characters; triplets (`%2F`) are one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Anything but `/`.
    Segment,
    /// `A-Z a-z 0-9 - _ ~ %` and space (so every triplet too).
    Slug,
    /// `0-9`.
    Int,
    /// `0-9 A-F a-f`.
    Hex,
    /// `A-Z a-z`.
    Alpha,
    /// `A-Z a-z 0-9`.
    Alnum,
    /// Anything: a segment in the value of a query, a header or a cookie, where `/` is an ordinary character.
    Value,
    /// Anything, `/` too. Of those and `*` a pattern has one at most.
    Any,
}

impl Kind {
    /// Returns true if it matches any text but the empty one.
    #[must_use]
    pub fn takes_anything(&self) -> bool {
        matches!(
            self,
            Kind::Class {
                class: Class::Any,
                ..
            }
        )
    }

    /// Returns true if its texts may hold a `/`.
    #[must_use]
    pub fn spans(&self) -> bool {
        *self == Kind::Path || self.takes_anything()
    }
}

/// A destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The template as the user wrote it.
    pub text: String,
    /// Scheme and authority of an absolute destination, in lower case.
    pub origin: Option<Origin>,
    /// The path, query and fragment behind the origin; a `/` is put in front of an absolute destination without a path.
    pub pieces: Vec<Piece>,
}

/// Scheme and authority of an absolute destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// `http` or `https`.
    pub scheme: &'static str,
    /// LDH labels in lower case, IDN as punycode.
    pub host: String,
    /// The port, unless it is the scheme's own.
    pub port: Option<u16>,
    /// Where `scheme://host:port` stands in the text, in bytes.
    pub at: Range<usize>,
    /// The names that stand for labels of the host, with their places in the text. A rule stands for each value that they
    /// can have: in the rules of a policy there are none.
    pub names: Vec<(String, Range<usize>)>,
}

/// The part of a URL that a piece of a template stands in; it decides what must be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Before `?` and `#`.
    Path,
    /// After `?`.
    Query,
    /// After `#`.
    Fragment,
}

/// A piece of a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text, encoded for its part; the `?` or `#` that opens a part belongs to the literal that it begins (so a literal holds one part only).
    Literal {
        /// The text.
        text: String,
        /// Where in the URL.
        part: Part,
    },
    /// The value of a name (`*` is named `*`).
    Parameter {
        /// The name without the colon, or `*`.
        name: String,
        /// Where in the URL.
        part: Part,
        /// Where it stands in the text of the template, in bytes.
        at: Range<usize>,
    },
    /// Emitted when a name inside it is bound to something non-empty, or `*` is bound.
    Group(Vec<Piece>),
}

/// A fault of a pattern or template, before it has a place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The stable name, such as `unclosed-group`.
    pub code: &'static str,
    /// The part of the text at fault, in bytes.
    pub at: Range<usize>,
    /// The fault: lower case, no full stop, the user's text in backticks.
    pub message: String,
    /// The text under the carets; may be empty.
    pub label: String,
    /// The advice.
    pub help: Option<String>,
}

/// Returns true if a text is a path of letters, digits, `-`, `.`, `_` and `/` that stands for itself everywhere: tables
/// have them by the hundred thousand, and are read by unoptimised code.
fn is_plain_path(text: &str) -> bool {
    let mut before = 0;
    for &byte in text.as_bytes() {
        let plain = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => before != 0,
            b'/' => before != b'/',
            b'.' => before != 0 && before != b'/',
            _ => false,
        };
        if !plain {
            return false;
        }
        before = byte;
    }
    before != 0 && text.len() <= parse::MAX_LENGTH
}

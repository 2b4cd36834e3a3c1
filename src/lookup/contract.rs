//! The part of the policy that a lookup must keep to, as generated code states it.

use std::time::Duration;

/// A lookup as the policy declares it.
#[derive(Clone, Copy, Debug)]
pub struct Contract {
    /// The name in the policy.
    pub name: &'static str,
    /// The parts of the key, at least one.
    pub key: &'static [Column],
    /// The values; none for a set.
    pub values: &'static [Column],
    /// The file's name in the folder given at start.
    pub snapshot: Option<&'static str>,
    /// A miss asks the program.
    pub fallback: bool,
    /// For one question to the fallback, in milliseconds.
    pub deadline: u64,
    /// Questions to the fallback at once.
    pub in_flight: usize,
    /// Time that a missing key is remembered, in seconds.
    pub missing: u64,
    /// Rows of the fallback that are remembered, and for how many seconds.
    pub cache: Option<(usize, u64)>,
    /// Seconds after which the answers of a file are temporary.
    pub max_age: Option<u64>,
    /// The fewest rows of a file.
    pub min_rows: u64,
}

/// A column of a lookup.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The parameter's name in the policy.
    pub name: &'static str,
    /// The column's name in files.
    pub column: &'static str,
    /// The texts that are allowed.
    pub kind: Kind,
    /// May be empty.
    pub optional: bool,
}

/// The texts that a key or a value may be, decoded: the kinds of the policy's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A class of characters, between `min` and `max` bytes as they stand in a path.
    Class {
        /// The class.
        class: Class,
        /// The fewest bytes.
        min: usize,
        /// The most bytes, if there is a limit.
        max: Option<usize>,
    },
    /// A UUID with dashes, in either case.
    Uuid,
    /// One or more non-empty segments.
    Path,
    /// Any text but none.
    Any,
    /// One of these.
    Enumeration(&'static [&'static str]),
}

/// A class of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Anything; a slash is written encoded.
    Segment,
    /// Letters, digits, `-`, `_`, `~`, space and what is not ASCII.
    Slug,
    /// Digits that fit a `u64`.
    Int,
    /// Hexadecimal digits.
    Hex,
    /// ASCII letters.
    Alpha,
    /// ASCII letters and digits.
    Alnum,
}

impl Contract {
    /// The deadline of one question.
    pub(crate) fn deadline(&self) -> Duration {
        Duration::from_millis(self.deadline)
    }

    /// Judges a row's values; the fault names the column.
    ///
    /// # Errors
    /// The first value that is not of its kind, empty without leave, or a dot segment.
    pub(crate) fn judge(&self, values: &[Option<String>]) -> Result<(), String> {
        for (column, value) in self.values.iter().zip(values) {
            match value.as_deref().filter(|value| !value.is_empty()) {
                None if column.optional => {}
                None => {
                    return Err(format!(
                        "`{}` is empty; declare it as `\"{}?\"` if it may be",
                        column.column, column.name
                    ));
                }
                Some(value) => column
                    .kind
                    .judge(value)
                    .map_err(|fault| format!("`{}` {fault}", column.column))?,
            }
        }
        Ok(())
    }
}

impl Kind {
    /// Judges a decoded text; the fault ends a sentence that begins with the column's name.
    ///
    /// # Errors
    /// The fault.
    pub(crate) fn judge(&self, text: &str) -> Result<(), String> {
        let shown = || text.chars().take(60).collect::<String>();
        if matches!(text, "." | "..")
            || (*self == Kind::Path && text.split('/').any(|part| matches!(part, "." | "..")))
        {
            return Err(format!("is `{}`, a dot segment", shown()));
        }
        let (fits, kind) = match self {
            Kind::Enumeration(values) => (values.contains(&text), values.join("|")),
            Kind::Uuid => (is_uuid(text), "uuid".to_owned()),
            Kind::Path => (
                text.split('/').all(|part| !part.is_empty()),
                "path".to_owned(),
            ),
            Kind::Any => (!text.is_empty(), "any".to_owned()),
            Kind::Class { class, min, max } => {
                let length = class.length(text);
                let within = length >= (*min).max(1) && max.is_none_or(|max| length <= max);
                (within && class.holds(text), class.spelled(*min, *max))
            }
        };
        if fits {
            Ok(())
        } else {
            Err(format!("is `{}`, which is no `{kind}`", shown()))
        }
    }
}

impl Class {
    fn holds(self, text: &str) -> bool {
        match self {
            Class::Segment => true,
            Class::Slug => text
                .chars()
                .all(|at| at.is_ascii_alphanumeric() || "-_~ %".contains(at) || !at.is_ascii()),
            Class::Int => text.len() <= 19 && text.bytes().all(|at| at.is_ascii_digit()),
            Class::Hex => text.bytes().all(|at| at.is_ascii_hexdigit()),
            Class::Alpha => text.bytes().all(|at| at.is_ascii_alphabetic()),
            Class::Alnum => text.bytes().all(|at| at.is_ascii_alphanumeric()),
        }
    }

    /// The length in bytes once the text is written into a path: what the path does not take raw becomes a triplet.
    fn length(self, text: &str) -> usize {
        let raw = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte);
        text.bytes().map(|byte| if raw(byte) { 1 } else { 3 }).sum()
    }

    fn spelled(self, min: usize, max: Option<usize>) -> String {
        let name = match self {
            Class::Segment => "segment",
            Class::Slug => "slug",
            Class::Int => "int",
            Class::Hex => "hex",
            Class::Alpha => "alpha",
            Class::Alnum => "alnum",
        };
        match max {
            Some(max) if max == min => format!("{name}{{{min}}}"),
            Some(max) => format!("{name}{{{min},{max}}}"),
            None => name.to_owned(),
        }
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

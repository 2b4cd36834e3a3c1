//! Kinds: how they are spelled, and which holds which.

use std::fmt;

use redirect_runtime::pattern::program::END;

use super::print::write_values;
use super::program::write_kind;
use super::{Class, Kind};

impl fmt::Display for Kind {
    /// Writes the kind as it stands between `<` and `>`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (class, min, max) = match self {
            Kind::Uuid => return f.write_str("uuid"),
            Kind::Path => return f.write_str("path"),
            Kind::Enumeration(values) => return write_values(values, f),
            Kind::Class { class, min, max } => (class, min, max),
        };
        let name = match class {
            Class::Segment | Class::Value => "segment",
            Class::Slug => "slug",
            Class::Int => "int",
            Class::Hex => "hex",
            Class::Alpha => "alpha",
            Class::Alnum => "alnum",
            Class::Any => "any",
        };
        match max {
            Some(max) if min == max => write!(f, "{name}{{{max}}}"),
            Some(max) if *class != Class::Int || (*min, *max) != (1, 19) => {
                write!(f, "{name}{{{min},{max}}}")
            }
            _ => f.write_str(name),
        }
    }
}

impl Kind {
    /// True for whole numbers, which keys of lookups and handlers take by value.
    #[must_use]
    pub fn is_int(&self) -> bool {
        matches!(
            self,
            Kind::Class {
                class: Class::Int,
                ..
            }
        )
    }

    /// The kind as the engine runs it: a program of one parameter, by which a service judges what its files say.
    #[must_use]
    pub fn program(&self) -> Vec<u8> {
        let mut program = Vec::new();
        write_kind(self, 0, false, &mut program);
        program.push(END);
        program
    }

    /// True for the kinds whose text may go on over a slash of the path.
    pub(crate) fn holds_slashes(&self) -> bool {
        matches!(
            self,
            Kind::Path
                | Kind::Class {
                    class: Class::Any,
                    ..
                }
        )
    }

    /// True if a canonical text is of this kind, character by character.
    pub(crate) fn accepts(&self, text: &str) -> bool {
        match self {
            Kind::Class { class, min, max } => {
                let length = text.len();
                length >= usize::from(*min)
                    && max.is_none_or(|max| length <= usize::from(max))
                    && text.chars().all(|c| class.holds(c))
            }
            Kind::Uuid => {
                let parts: Vec<&str> = text.split('-').collect();
                parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
                    && parts.concat().chars().all(|c| c.is_ascii_hexdigit())
            }
            Kind::Path => text.split('/').all(|segment| !segment.is_empty()),
            Kind::Enumeration(values) => values.iter().any(|value| value == text),
        }
    }

    /// True if every text of the other kind is one of this kind.
    pub(crate) fn contains(&self, other: &Kind) -> bool {
        match (self, other) {
            (_, Kind::Enumeration(values)) => values.iter().all(|value| self.accepts(value)),
            (Kind::Uuid, Kind::Uuid) | (Kind::Path, Kind::Path | Kind::Uuid) => true,
            (Kind::Path, Kind::Class { .. }) => true,
            (Kind::Class { class, min, max }, Kind::Uuid) => {
                class.contains(Class::Slug) && *min <= 36 && max.is_none_or(|max| max >= 36)
            }
            (
                Kind::Class { class, min, max },
                Kind::Class {
                    class: other,
                    min: other_min,
                    max: other_max,
                },
            ) => {
                class.contains(*other)
                    && min <= other_min
                    && max.is_none_or(|max| other_max.is_some_and(|other| other <= max))
            }
            _ => false,
        }
    }
}

impl Class {
    pub(crate) fn holds(self, c: char) -> bool {
        match self {
            Class::Segment => c != '/',
            Class::Value | Class::Any => true,
            Class::Slug => c.is_ascii_alphanumeric() || "-_~ %".contains(c),
            Class::Int => c.is_ascii_digit(),
            Class::Hex => c.is_ascii_hexdigit(),
            Class::Alpha => c.is_ascii_alphabetic(),
            Class::Alnum => c.is_ascii_alphanumeric(),
        }
    }

    /// True if every character of the other class is one of this class.
    fn contains(self, other: Class) -> bool {
        let all = match self {
            Class::Any => return true,
            Class::Value => return other != Class::Any,
            Class::Segment => return !matches!(other, Class::Any | Class::Value),
            Class::Slug => return !matches!(other, Class::Any | Class::Value | Class::Segment),
            Class::Alnum => [Class::Alnum, Class::Alpha, Class::Hex, Class::Int].as_slice(),
            Class::Hex => &[Class::Hex, Class::Int],
            Class::Alpha => &[Class::Alpha],
            Class::Int => &[Class::Int],
        };
        all.contains(&other)
    }
}

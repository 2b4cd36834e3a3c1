//! Segments of paths, as patterns describe them: what they begin and end with, and what may stand between.
//!
//! Texts are compared without letter case and with delimiters decoded, as some rules match them: a segment says less of
//! a pattern than its automaton does, never more.

use redirect_runtime::canonical::{is_unreserved, push_triplet, triplet};

use crate::pattern::{Class, Kind};

/// The most texts of an enumeration that are told apart.
const MOST_TEXTS: usize = 64;

/// A segment of the paths of a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Segment {
    /// The text that it begins with; all of it, if there is no more.
    pub(crate) prefix: String,
    /// The text that it ends with; all of it, if there is no more.
    pub(crate) suffix: String,
    middle: Middle,
}

/// The part between the beginning and the end of a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Middle {
    /// Nothing: the segment is one text.
    #[default]
    Nothing,
    /// The segment is one of these texts.
    Texts(Vec<String>),
    /// A run of characters of a class.
    Run {
        class: Class,
        min: u8,
        max: Option<u8>,
    },
    /// Anything, nothing too.
    Anything,
}

impl Segment {
    /// Returns true if it is one text.
    pub(crate) fn is_text(&self) -> bool {
        self.middle == Middle::Nothing
    }

    /// Adds a text behind what is there.
    pub(crate) fn push_text(&mut self, text: &str) {
        let text = folded(text);
        match &mut self.middle {
            Middle::Nothing => {
                self.prefix.push_str(&text);
                self.suffix.clone_from(&self.prefix);
            }
            Middle::Texts(texts) => {
                for known in texts {
                    known.push_str(&text);
                }
                self.suffix.push_str(&text);
            }
            Middle::Run { .. } | Middle::Anything => self.suffix.push_str(&text),
        }
    }

    /// Adds a value of a kind without slashes behind what is there.
    pub(crate) fn push_kind(&mut self, kind: &Kind) {
        self.middle = match (self.is_text(), kind) {
            (true, Kind::Class { class, min, max }) => Middle::Run {
                class: *class,
                min: *min,
                max: *max,
            },
            (true, Kind::Enumeration(values)) if values.len() <= MOST_TEXTS => {
                let value = |value: &String| self.prefix.clone() + &folded(value);
                Middle::Texts(values.iter().map(value).collect())
            }
            _ => Middle::Anything,
        };
        self.suffix.clear();
    }

    /// Adds anything without slashes behind what is there.
    pub(crate) fn push_anything(&mut self) {
        self.middle = Middle::Anything;
        self.suffix.clear();
    }

    /// The segment with anything before its end.
    pub(crate) fn ending(self) -> Self {
        Segment {
            prefix: String::new(),
            suffix: self.suffix,
            middle: Middle::Anything,
        }
    }

    /// Returns true if a text may be of both segments.
    pub(crate) fn meets(&self, other: &Segment) -> bool {
        match (&self.middle, &other.middle) {
            (Middle::Nothing, Middle::Nothing) => self.prefix == other.prefix,
            (Middle::Nothing, _) => other.takes(&self.prefix),
            (_, Middle::Nothing) => self.takes(&other.prefix),
            (Middle::Texts(texts), _) => texts.iter().any(|text| other.takes(text)),
            (_, Middle::Texts(texts)) => texts.iter().any(|text| self.takes(text)),
            _ => {
                alike(&self.prefix, &other.prefix, |long, short| {
                    long.starts_with(short)
                }) && alike(&self.suffix, &other.suffix, |long, short| {
                    long.ends_with(short)
                }) && self.runs_meet(other)
            }
        }
    }

    /// Returns true if it may be a text.
    pub(crate) fn takes(&self, text: &str) -> bool {
        if let Middle::Texts(texts) = &self.middle {
            return texts.iter().any(|known| known == text);
        }
        if self.is_text() {
            return self.prefix == text;
        }
        let rest = text.strip_prefix(self.prefix.as_str());
        let middle = rest.and_then(|rest| rest.strip_suffix(self.suffix.as_str()));
        middle.is_some_and(|middle| match self.middle {
            Middle::Run { class, min, max } => match bytes_of(class) {
                // Triplets count as they are written, and here they may be decoded.
                None => !middle.is_empty(),
                Some(bytes) => {
                    let length = middle.len();
                    length >= usize::from(min)
                        && max.is_none_or(|max| length <= usize::from(max))
                        && middle.bytes().all(|byte| bytes & set_of(byte) != 0)
                }
            },
            _ => true,
        })
    }

    /// Returns true if two segments can be one text as far as one of them, or each, is nothing but a run.
    fn runs_meet(&self, other: &Segment) -> bool {
        let (own, others) = (self.bare_run(), other.bare_run());
        if let (Some((bytes, min, max)), Some((other_bytes, fewest, most))) = (own, others) {
            return bytes & other_bytes != 0 && fewest <= max && min <= most;
        }
        own.is_none_or(|run| other.stands_in(run)) && others.is_none_or(|run| self.stands_in(run))
    }

    /// The sets of bytes of a segment that is nothing but a run of them, and its lengths.
    fn bare_run(&self) -> Option<(u8, usize, usize)> {
        let is_bare = self.prefix.is_empty() && self.suffix.is_empty();
        match self.middle {
            Middle::Run { class, min, max } if is_bare => {
                let most = max.map_or(usize::MAX, usize::from);
                Some((bytes_of(class)?, usize::from(min), most))
            }
            _ => None,
        }
    }

    /// Returns true if what the segment begins and ends with can stand in a run of some bytes.
    fn stands_in(&self, (bytes, _, most): (u8, usize, usize)) -> bool {
        let mut text = self.prefix.bytes().chain(self.suffix.bytes());
        self.prefix.len() + self.suffix.len() <= most && text.all(|byte| bytes & set_of(byte) != 0)
    }
}

/// Returns true if the longer of two texts begins (or ends) with the shorter one.
fn alike(one: &str, other: &str, holds: fn(&str, &str) -> bool) -> bool {
    match one.len() >= other.len() {
        true => holds(one, other),
        false => holds(other, one),
    }
}

const DIGITS: u8 = 1;
const HEX_LETTERS: u8 = 2;
const OTHER_LETTERS: u8 = 4;

/// The sets of bytes that a class is made of; `None` if it takes triplets.
fn bytes_of(class: Class) -> Option<u8> {
    match class {
        Class::Segment | Class::Slug | Class::Value | Class::Any => None,
        Class::Int => Some(DIGITS),
        Class::Hex => Some(DIGITS | HEX_LETTERS),
        Class::Alpha => Some(HEX_LETTERS | OTHER_LETTERS),
        Class::Alnum => Some(DIGITS | HEX_LETTERS | OTHER_LETTERS),
    }
}

/// The set that a byte belongs to; none if no class without triplets has it.
fn set_of(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => DIGITS,
        b'a'..=b'f' | b'A'..=b'F' => HEX_LETTERS,
        b'g'..=b'z' | b'G'..=b'Z' => OTHER_LETTERS,
        _ => 0,
    }
}

/// A text in lower case, its triplets as the canonical form has them, but delimiters decoded.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    if bytes
        .iter()
        .all(|byte| byte.is_ascii_graphic() && *byte != b'%')
    {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return folded;
    }
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let encoded = triplet(bytes.get(at + 1..).unwrap_or_default()).filter(|_| byte == b'%');
        at += if encoded.is_some() { 3 } else { 1 };
        let value = encoded.unwrap_or(byte);
        if is_unreserved(value)
            || value.is_ascii_punctuation() && !matches!(value, b'%' | b'/' | b'\\' | b';')
        {
            folded.push(char::from(value.to_ascii_lowercase()));
        } else if encoded.is_none() && value == b'/' {
            folded.push('/');
        } else {
            push_triplet(value, &mut folded);
        }
    }
    folded
}

//! Kinds: what stands between `<` and `>`.

use std::ops::Range;

use super::choice::enumeration;
use super::kind_name::meant;
use crate::pattern::error::replaced;
use crate::pattern::token::Language;
use crate::pattern::{Class, Kind, Kinds, PatternError};

/// The most digits that surely fit a `u64`.
const INT_DIGITS: u8 = 19;

const KNOWN: &str = "the kinds are `segment`, `slug`, `int`, `hex`, `alpha`, `alnum`, `uuid`, `path`, `any`, and a choice such as `kr|jp`";

/// Reads a kind as it stands in a rule's `parameter` key: without `<` and `>`.
///
/// # Errors
/// The first thing that is wrong: `unknown-kind`, `bad-length` or `bad-enum`, with its place in `text`.
///
/// ```
/// use redirect_policy::pattern::{Class, Kind, parse_kind};
/// let two_letters = Kind::Class { class: Class::Alpha, min: 2, max: Some(2) };
/// assert_eq!(parse_kind("alpha{2}"), Ok(two_letters));
/// assert_eq!(parse_kind("kr|jp").map(|kind| matches!(kind, Kind::Enumeration(_))), Ok(true));
/// assert_eq!(parse_kind("digits").unwrap_err().code, "unknown-kind");
/// ```
pub fn parse_kind(text: &str) -> Result<Kind, PatternError> {
    parse_kind_with(text, &Kinds::default())
}

/// Reads a kind where the policy has some of its own, as [`parse_kind`] does.
///
/// # Errors
/// As [`parse_kind`].
pub fn parse_kind_with(text: &str, kinds: &Kinds) -> Result<Kind, PatternError> {
    read_kind(text, 0..text.len(), Language::Value, kinds).map_err(|errors| {
        errors.into_iter().next().unwrap_or_else(|| {
            PatternError::new("unknown-kind", 0..text.len(), "no such kind").help(KNOWN)
        })
    })
}

/// Reads the kind that stands at `at` in `text`.
pub(in crate::pattern) fn read_kind(
    text: &str,
    at: Range<usize>,
    language: Language,
    kinds: &Kinds,
) -> Result<Kind, Vec<PatternError>> {
    let written = text.get(at.clone()).unwrap_or_default();
    if let Some(kind) = kinds.get(written) {
        return Ok(kind.clone());
    }
    if written.contains('|') {
        return enumeration(text, at, language);
    }
    let (word, length) = match written.split_once('{') {
        Some((word, length)) => (word, Some(length)),
        None => (written, None),
    };
    let word_at = at.start..at.start + word.len();
    let length_at = word_at.end..at.end;
    let class = match word {
        "segment" => Class::Segment,
        "slug" => Class::Slug,
        "int" => Class::Int,
        "hex" => Class::Hex,
        "alpha" => Class::Alpha,
        "alnum" => Class::Alnum,
        "uuid" | "path" | "any" if length.is_some() => {
            return Err(vec![
                PatternError::new("bad-length", length_at, format!("`{word}` takes no length"))
                    .help(format!("write `{}`", replaced(text, &at, word))),
            ]);
        }
        "uuid" => return Ok(Kind::Uuid),
        "path" => return Ok(Kind::Path),
        "any" => {
            return Ok(Kind::Class {
                class: Class::Any,
                min: 1,
                max: None,
            });
        }
        _ => return Err(vec![unknown(word, word_at, kinds)]),
    };
    let (min, max) = match length {
        None => (1, (class == Class::Int).then_some(INT_DIGITS)),
        Some(length) => {
            let instead =
                |length: &str, word: &str| replaced(text, &at, &format!("{word}{{{length}}}"));
            let (min, max) =
                bounds(word, length, class, length_at, instead).map_err(|error| vec![error])?;
            (min, Some(max))
        }
    };
    Ok(Kind::Class { class, min, max })
}

fn unknown(word: &str, at: Range<usize>, kinds: &Kinds) -> PatternError {
    let message = if word.is_empty() {
        "no kind is written between `<` and `>`".to_owned()
    } else {
        format!("there is no kind `{word}`")
    };
    let own: Vec<&str> = kinds.names().collect();
    let near = own.iter().find(|name| name.eq_ignore_ascii_case(word));
    if let Some(near) = near {
        return PatternError::new("unknown-kind", at, message).help(format!("write `{near}`"));
    }
    if !own.is_empty() && meant(word).is_none() {
        let own = own.join("`, `");
        let help = format!("{KNOWN}; the policy names `{own}`");
        return PatternError::new("unknown-kind", at, message).help(help);
    }
    PatternError::new("unknown-kind", at, message).help(match meant(word) {
        Some(kind) => format!("did you mean `{kind}`? {KNOWN}"),
        None => KNOWN.to_owned(),
    })
}

/// Reads `n}` or `min,max}`; `instead` is the whole text with another length and word in place of it.
fn bounds(
    word: &str,
    length: &str,
    class: Class,
    at: Range<usize>,
    instead: impl Fn(&str, &str) -> String,
) -> Result<(u8, u8), PatternError> {
    let wrong = |message: String| {
        PatternError::new("bad-length", at.clone(), message).help(format!(
            "one number or two, from 1 to 255 and the smaller first: write `{}` or `{}`",
            instead("4", word),
            instead("1,4", word)
        ))
    };
    let Some(numbers) = length.strip_suffix('}') else {
        return Err(wrong(format!("`{{{length}` is no length")));
    };
    let (min, max) = numbers.split_once(',').unwrap_or((numbers, numbers));
    let (Some(min), Some(max)) = (number(min), number(max)) else {
        return Err(wrong(format!("`{{{numbers}}}` is no length")));
    };
    if min > max {
        return Err(wrong(format!(
            "`{{{numbers}}}` begins with the larger number"
        )));
    }
    if class == Class::Int && max > INT_DIGITS {
        return Err(PatternError::new(
            "bad-length",
            at.clone(),
            format!("an `int` has at most {INT_DIGITS} digits, so that it fits 64 bits"),
        )
        .help(format!(
            "write `{}` for longer ones",
            instead(numbers, "alnum")
        )));
    }
    Ok((min, max))
}

fn number(digits: &str) -> Option<u8> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|&number| number > 0)
}

impl Kinds {
    /// Returns true if a word is the name of a kind of the language.
    #[must_use]
    pub fn is_taken(name: &str) -> bool {
        read_kind(name, 0..name.len(), Language::Value, &Kinds::default()).is_ok()
    }
}

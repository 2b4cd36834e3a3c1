//! Other systems' notation that reads as text here: regular expressions, file routes, splats, variables of servers.
//!
//! A source and its destination are read together: what `$1` stands for is said in the source.

mod destination;
mod form;
mod notation;
#[cfg(feature = "table")]
mod row;
mod sign;
mod source;
mod value;

use std::ops::Range;

use super::SourceOptions;
#[cfg(feature = "table")]
pub(crate) use row::row;
pub(crate) use value::{COMMENT, value};

/// A part of a text that another system would read as more than text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sign {
    /// Where it stands, in bytes.
    at: Range<usize>,
    /// True if hardly anybody means it as text.
    sure: bool,
    /// Its meaning elsewhere.
    meaning: &'static str,
    /// The part as text of this language.
    escaped: String,
}

/// The notation of another system in a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// The first sign of the source.
    pub(crate) source: Option<Found>,
    /// The first sign of the destination.
    pub(crate) destination: Option<Found>,
    /// True if hardly anybody means it as text.
    pub(crate) sure: bool,
    /// True if the texts make a rule as they stand, once the lint is allowed.
    pub(crate) is_sound: bool,
    /// True if letter case makes no difference there, which is `caseSensitive: false` here.
    pub(crate) folds: bool,
    /// Source and destination in this language, if that is known.
    pub(crate) ours: Option<Pair>,
    /// Source and destination for those who mean that very text, if they make a rule.
    pub(crate) escaped: Option<Pair>,
}

/// A sign that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where it stands, in bytes.
    pub(crate) at: Range<usize>,
    /// The sign as it is written.
    pub(crate) written: String,
    /// Its meaning elsewhere.
    pub(crate) meaning: &'static str,
}

/// A source with its destination; `None` where that stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) source: Option<String>,
    pub(crate) destination: Option<String>,
}

/// Finds the notation of other systems in a rule. With a handler names of the destination may be bound by that.
pub(crate) fn rule(source: &str, destination: Option<&str>, has_handler: bool) -> Option<Foreign> {
    let from = sign::signs(source, destination);
    let uses_captures = destination.is_some_and(|text| text.contains(['$', '%', '\\']));
    let reading = source::read(source, &from, uses_captures);
    let to = destination.map_or_else(Vec::new, |text| {
        destination::signs(text, &reading, has_handler)
    });
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let sure = from.iter().chain(&to).any(|sign| sign.sure);
    let ours = ours(source, destination, &from, &reading);
    let escaped = Pair {
        source: escaped(source, &from),
        destination: destination.and_then(|text| escaped(text, &to)),
    };
    let is_sound = |pair: &Pair| {
        let from = pair.source.as_deref().unwrap_or(source);
        let to = pair.destination.as_deref().or(destination);
        has_handler || is_sound(from, to)
    };
    Some(Foreign {
        source: found(source, &from, sure),
        destination: destination.and_then(|text| found(text, &to, sure)),
        sure,
        is_sound: is_sound(&Pair::default()),
        folds: from.iter().any(|sign| sign.meaning == notation::FOLD),
        ours,
        escaped: Some(escaped).filter(is_sound),
    })
}

/// Returns true if two texts make a rule by themselves.
fn is_sound(source: &str, destination: Option<&str>) -> bool {
    let Ok(pattern) = super::parse_source(source, &SourceOptions::default()) else {
        return false;
    };
    let Some(destination) = destination else {
        return true;
    };
    let Ok(template) = super::parse_destination(destination) else {
        return false;
    };
    super::check_bindings(&[&pattern], &template).is_empty()
}

/// The sign that is shown: the first that is sure, if any is.
fn found(text: &str, signs: &[Sign], sure: bool) -> Option<Found> {
    let shown = signs.iter().find(|sign| sign.sure || !sure);
    let sign = shown.or(signs.first())?;
    Some(Found {
        at: sign.at.clone(),
        written: text.get(sign.at.clone())?.to_owned(),
        meaning: sign.meaning,
    })
}

/// Both texts in this language, if they are sound and the destination uses no other names than before.
fn ours(
    source: &str,
    destination: Option<&str>,
    from: &[Sign],
    reading: &source::Reading,
) -> Option<Pair> {
    let pattern = match from.is_empty() {
        true => source.to_owned(),
        false => reading.ours.clone()?,
    };
    let parsed = super::parse_source(&pattern, &SourceOptions::default()).ok()?;
    let template = match destination {
        None => None,
        Some(text) => {
            let template = destination::ours(text, reading)?;
            let whole = super::parse_destination(&template).ok()?;
            let binds = |error: &super::PatternError| {
                let unbound = template.get(error.at.clone()).unwrap_or_default();
                text.contains(unbound)
            };
            let missing = super::check_bindings(&[&parsed], &whole);
            missing.iter().all(binds).then_some(template)
        }
    };
    Some(Pair {
        source: Some(pattern).filter(|pattern| pattern != source),
        destination: template.filter(|text| Some(text.as_str()) != destination),
    })
}

/// A text with its signs as text of this language.
fn escaped(text: &str, signs: &[Sign]) -> Option<String> {
    let mut escaped = String::new();
    let mut last = 0;
    for sign in signs {
        escaped.push_str(text.get(last..sign.at.start)?);
        escaped.push_str(&sign.escaped);
        last = sign.at.end;
    }
    escaped.push_str(text.get(last..)?);
    (!signs.is_empty()).then_some(escaped)
}

/// A text with a backslash before each character that a pattern or another system reads as more than text; one that
/// is escaped stays so.
fn as_text(text: &str) -> String {
    let mut escaped = String::new();
    let mut characters = text.chars().peekable();
    while let Some(next) = characters.next() {
        match next {
            '\\' => match characters.next_if(char::is_ascii_punctuation) {
                Some(mark) => escaped.extend([next, mark]),
                None => escaped.push_str("%5C"),
            },
            '(' | ')' | '*' | ':' | '[' | ']' | '+' | '|' | '$' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(next);
            }
            '%' => escaped.push_str("%25"),
            '^' => escaped.push_str("%5E"),
            _ => escaped.push(next),
        }
    }
    escaped
}

/// The name that a text begins with: a letter, then letters, digits and `_`.
fn name(text: &str) -> &str {
    let begins = |next: char| next.is_ascii_alphabetic() || next == '_';
    if !text.starts_with(begins) {
        return "";
    }
    let end = text.find(|next: char| !next.is_ascii_alphanumeric() && next != '_');
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// A name of letters and digits: `post_id` and `post-id` as `postId`.
fn plain_name(name: &str) -> String {
    let mut plain = String::new();
    for part in name.split(['_', '-']).filter(|part| !part.is_empty()) {
        match part.split_at_checked(1) {
            Some((first, rest)) if !plain.is_empty() => {
                plain.push_str(&first.to_ascii_uppercase());
                plain.push_str(rest);
            }
            _ => plain.push_str(part),
        }
    }
    plain
}

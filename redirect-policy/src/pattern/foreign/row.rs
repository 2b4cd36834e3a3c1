//! Rows of tables, which are text: those that somebody meant as patterns.

use super::sign;
use super::source::{self, Reading};
use super::{Pair, destination, name};

/// The rule that a row was meant to be, if both of its cells have parts that are no text elsewhere; `None` in the
/// inner place if it has no form here.
pub(crate) fn row(source: &str, destination: &str) -> Option<Option<Pair>> {
    // Tables are long, and hardly any row has one of these.
    if !source.contains(['*', ':', '[', '(', '{', '<', '$']) {
        return None;
    }
    if !destination.contains(['*', ':', '[', '{', '<', '$', '%']) {
        return None;
    }
    let signs = sign::signs(source, Some(destination));
    let sure = signs.iter().any(|sign| sign.sure);
    let reading = source::read(source, &signs, destination.contains(['$', '%', '\\']));
    let from = sure || segments(source).any(is_pattern);
    if !from || !is_meant(destination, &reading) {
        return None;
    }
    let ours = reading.ours.clone().and_then(|pattern| {
        let template = destination::ours(destination, &reading)?;
        let parsed = crate::pattern::parse_source(&pattern, &Default::default()).ok()?;
        let whole = crate::pattern::parse_destination(&template).ok()?;
        let bound = crate::pattern::check_bindings(&[&parsed], &whole).is_empty();
        bound.then_some(Pair {
            source: Some(pattern),
            destination: Some(template),
        })
    });
    Some(ours)
}

/// Returns true if a part of a destination stands for something that the source matches.
fn is_meant(text: &str, reading: &Reading) -> bool {
    let sign = destination::signs(text, reading, false)
        .iter()
        .any(|_| true);
    let named = segments(text).any(|segment| {
        let word = segment.strip_prefix(':').map(name).unwrap_or_default();
        segment == "*" || !word.is_empty() && reading.named(word).is_some()
    });
    sign || named
}

/// Returns true if a segment of a source is a parameter or a wildcard.
fn is_pattern(segment: &str) -> bool {
    let parameter = segment.strip_prefix(':').is_some_and(|rest| {
        rest.starts_with(|next: char| next.is_ascii_lowercase()) && name(rest).len() == rest.len()
    });
    let bracketed = |open: char, close: char| {
        let inside = segment
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close));
        inside.is_some_and(|word| !word.is_empty() && name(word).len() == word.len())
    };
    segment == "*" || parameter || bracketed('{', '}') || bracketed('<', '>')
}

fn segments(text: &str) -> impl Iterator<Item = &str> {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    path.split('/').skip(1)
}

//! The handlers of a file that is not YAML, as far as they can be made out.
//!
//! Code that implements them then shows no errors beside the one that matters.

use std::ops::Range;

use crate::model::{FaultyRule, Located};
use crate::pattern::{guess_destination, guess_source};
use crate::source::Span;

/// Finds what looks like a rule with a handler: from one dash at the start of a line to the next.
pub(super) fn faulty_rules(text: &str, file: u32) -> Vec<FaultyRule> {
    let mut rules = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('-') {
            rules.extend(faulty_rule(text, start..at, file));
            start = at;
        }
        at += line.len();
    }
    rules.extend(faulty_rule(text, start..at, file));
    rules
}

fn faulty_rule(text: &str, at: Range<usize>, file: u32) -> Option<FaultyRule> {
    let rule = text.get(at.clone())?;
    let (handler, within) = value(rule, "handler")?;
    if super::remarks::not_in_a_name(handler).is_some() {
        return None;
    }
    let position = |offset: usize| u32::try_from(at.start + offset).unwrap_or(u32::MAX);
    Some(FaultyRule {
        handler: Located {
            value: handler.to_owned(),
            span: Span {
                file,
                start: position(within),
                end: position(within + handler.len()),
            },
        },
        source: value(rule, "source").map(|(source, _)| guess_source(source)),
        destination: value(rule, "destination").map(|(to, _)| guess_destination(to)),
        bindings: Vec::new(),
    })
}

/// Returns the text that follows a key, without quotes, and its place.
fn value<'t>(rule: &'t str, key: &str) -> Option<(&'t str, usize)> {
    let (found, _) = rule.match_indices(key).find(|(at, _)| {
        let before = rule.get(..*at).unwrap_or_default();
        let after = rule.get(at + key.len()..).unwrap_or_default();
        !before.ends_with(|c: char| c.is_ascii_alphanumeric())
            && after.trim_start_matches(['"', '\'']).starts_with(':')
    })?;
    let rest = rule.get(found + key.len()..)?;
    let (_, rest) = rest.split_once(':')?;
    let rest = rest.trim_start_matches([' ', '\t', '"', '\'']);
    let end = rest.find(['"', '\'', ',', '}', '\r', '\n', '#']);
    let value = rest.get(..end.unwrap_or(rest.len()))?.trim_end();
    Some((value, rule.len() - rest.len()))
}

//! Regular expressions where a value is asked for: of a header, a cookie or a key of the query.

use std::ops::Range;

use super::notation::{EXPRESSION, FOLD, group};

/// The meaning of `(X11; Linux)` in a `User-Agent`: a comment (RFC 9110, 5.6.5).
pub(crate) const COMMENT: &str = "text in parentheses";

/// An expression in place of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    /// The first sign of it, in bytes.
    pub(crate) at: Range<usize>,
    /// The meaning of that sign elsewhere.
    pub(crate) meaning: &'static str,
    /// True if letter case makes no difference there, which is `caseSensitive: false` here.
    pub(crate) folds: bool,
    /// The values in this language, if that is known.
    pub(crate) ours: Vec<String>,
}

/// Finds a regular expression; a value that only looks a little like one (`v1.*`, `a|b`) is none.
pub(crate) fn value(text: &str) -> Option<Value> {
    let (at, meaning, folds, bare) = match (text.strip_prefix("(?i)"), between_slashes(text)) {
        (Some(bare), _) => (0..4, FOLD, true, bare),
        (None, Some((bare, folds))) => (0..text.len(), EXPRESSION, folds, bare),
        (None, None) => match sign(text) {
            Some(at) => (at, EXPRESSION, false, text),
            None => return commented(text),
        },
    };
    let ours = choices(bare)
        .iter()
        .map(|text| plain(text))
        .collect::<Option<Vec<String>>>();
    Some(Value {
        at,
        meaning,
        folds,
        ours: ours.unwrap_or_default(),
    })
}

/// The expression in `/iPhone|Android/i`, and whether letter case makes no difference to it.
fn between_slashes(text: &str) -> Option<(&str, bool)> {
    let inner = text.strip_prefix('/')?;
    let (inner, folds) = match inner.strip_suffix("/i") {
        Some(inner) => (inner, true),
        None => (inner.strip_suffix('/')?, false),
    };
    let is_expression = inner.contains('|') && !inner.contains(['/', '<', ':']);
    is_expression.then_some((inner, folds))
}

/// Finds a comment as browsers write it: a group after a space or with a semicolon, without a name.
fn commented(text: &str) -> Option<Value> {
    let mut first = None;
    let mut ours = String::new();
    let mut last = 0;
    for (at, _) in text.match_indices('(') {
        let before = text.get(..at)?;
        let inner = group(text.get(at..)?)?;
        let behind = text.get(at + inner.len() + 2..)?;
        let stands_alone =
            before.ends_with(' ') && (behind.is_empty() || behind.starts_with([' ', '*']));
        if before.ends_with('\\') || inner.contains([':', '<']) {
            return None;
        }
        if stands_alone || inner.contains("; ") {
            first.get_or_insert(at..at + inner.len() + 2);
        }
        ours.push_str(text.get(last..at)?);
        ours.push_str(&format!("\\({inner}\\)"));
        last = at + inner.len() + 2;
    }
    ours.push_str(text.get(last..)?);
    Some(Value {
        at: first?,
        meaning: COMMENT,
        folds: false,
        ours: vec![ours],
    })
}

fn sign(text: &str) -> Option<Range<usize>> {
    if text.len() > 1 && text.starts_with('^') {
        return Some(0..1);
    }
    if text.starts_with(".*") || text.starts_with(".+") {
        return Some(0..2);
    }
    let groups = ["(.*)", "(.+)"].into_iter();
    let anything = groups.filter_map(|group| Some(text.find(group)?..text.find(group)? + 4));
    anything
        .min_by_key(|at| at.start)
        .or_else(|| alternatives(text))
}

/// The parentheses around alternatives: `(iPhone|Android)`.
fn alternatives(text: &str) -> Option<Range<usize>> {
    let open = text.find('(')?;
    let close = open + text.get(open..)?.find(')')?;
    let inner = text.get(open + 1..close)?;
    let is_plain = !inner.contains(['<', '(', '\\', ':']);
    (inner.contains('|') && is_plain).then_some(open..close + 1)
}

/// The text with each of its alternatives, or the text itself.
fn choices(text: &str) -> Vec<String> {
    let Some(at) = alternatives(text) else {
        return match text.contains(['(', ')']) {
            true => vec![text.to_owned()],
            false => text.split('|').map(str::to_owned).collect(),
        };
    };
    let inner = text.get(at.start + 1..at.end - 1).unwrap_or_default();
    let around = (text.get(..at.start), text.get(at.end..));
    let (before, after) = (around.0.unwrap_or_default(), around.1.unwrap_or_default());
    let with = |one: &str| format!("{before}{one}{after}");
    inner.split('|').map(with).collect()
}

/// A value with `*` for what may be anything; an expression without an anchor is found anywhere.
fn plain(text: &str) -> Option<String> {
    let (begins, text) = match text.strip_prefix('^') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let (ends, text) = match text.strip_suffix('$') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let mut ours = text.to_owned();
    for anything in ["(.*)", "(.+)", ".*", ".+"] {
        ours = ours.replace(anything, "*");
    }
    if ours.contains([
        '(', ')', '[', ']', '{', '}', '|', '\\', '+', '?', '^', '$', ':',
    ]) {
        return None;
    }
    if !begins {
        ours.insert(0, '*');
    }
    if !ends {
        ours.push('*');
    }
    while ours.contains("**") {
        ours = ours.replace("**", "*");
    }
    Some(ours)
}

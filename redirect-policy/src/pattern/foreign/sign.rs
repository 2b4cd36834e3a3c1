//! Signs of other systems' notations in sources.

use super::notation::{
    END, EXPRESSION, FOLD, KIND, NAME, REPEATED, ROUTE, SPLAT, START, TAIL, TITLE, group,
    is_expression, route, run, start, step,
};
use super::{Sign, as_text, name};

/// The signs of a source.
pub(super) fn signs(text: &str, destination: Option<&str>) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((length, sure, meaning)) = sign(text, at, destination) {
            let end = at + length;
            let written = text.get(at..end).unwrap_or_default();
            let escaped = match meaning {
                KIND | NAME | REPEATED => keeping_name(written),
                FOLD => as_text(written).replace('?', "%3F"),
                _ => as_text(written),
            };
            signs.push(Sign {
                at: at..end,
                sure,
                meaning,
                escaped,
            });
            at = end;
            continue;
        }
        at += step(rest);
    }
    // By itself a `^` is text.
    if !signs.iter().any(|sign| sign.sure) {
        signs.retain(|sign| sign.meaning != START);
    }
    signs
}

/// The sign that begins at a byte of a text: its length, true if it can mean nothing else, and what it is elsewhere.
fn sign(text: &str, at: usize, destination: Option<&str>) -> Option<(usize, bool, &'static str)> {
    let rest = text.get(at..)?;
    let before = text.get(..at)?;
    let begins = at == 0 || before.ends_with('/') || before == "(?i)";
    let ends = |length: usize| {
        let behind = rest.get(length..).unwrap_or_default();
        behind.is_empty() || behind.starts_with('/') || matches!(behind, "$" | "/?" | "(/)")
    };
    if let Some(inner) = group(rest) {
        let length = inner.len() + 2;
        if inner == "?i" {
            return Some((length, true, FOLD));
        }
        if matches!(inner, "/.*" | "/.+") && rest.get(length..)?.starts_with('?') {
            return Some((length + 1, true, TAIL));
        }
        if is_expression(inner) {
            return Some((length, true, EXPRESSION));
        }
        let title = before.ends_with('_') && inner.contains(|c: char| c.is_alphabetic());
        let plain = !inner.contains(['*', ':', '(']);
        return (title && plain).then_some((length, false, TITLE));
    }
    if begins && (rest.starts_with(".*") || rest.starts_with(".+")) && ends(2) {
        return Some((2, true, EXPRESSION));
    }
    if begins && rest.starts_with('[') {
        if let Some(length) = route(rest).map(|(length, ..)| length).filter(|l| ends(*l)) {
            return Some((length, true, ROUTE));
        }
        if let Some(length) = run(rest).filter(|length| ends(*length)) {
            return Some((length, true, EXPRESSION));
        }
    }
    if let Some(behind) = rest.strip_prefix(':') {
        return parameter(behind, &ends, destination);
    }
    if at > 0 && rest == "$" {
        return Some((1, true, END));
    }
    if let Some(length) = start(rest).filter(|length| begins && (at == 0 || *length == 1)) {
        return Some((length, false, START));
    }
    let word = name(rest.strip_prefix('*')?);
    (begins && !word.is_empty() && ends(1 + word.len())).then_some((1 + word.len(), false, SPLAT))
}

/// `:id(\d+)`, `:id+` at the end of a segment, or `:a_b`; what follows the colon is given.
fn parameter(
    behind: &str,
    ends: &dyn Fn(usize) -> bool,
    destination: Option<&str>,
) -> Option<(usize, bool, &'static str)> {
    let written = name(behind);
    let own = written.split('_').next().unwrap_or_default();
    if own.is_empty() {
        return None;
    }
    let after = behind.get(written.len()..).unwrap_or_default();
    if let Some(inner) = group(after).filter(|inner| is_expression(inner)) {
        let length = written.len() + inner.len() + 3;
        let optional = behind.get(length - 1..)?.starts_with('?');
        return Some((length + usize::from(optional), true, KIND));
    }
    if own.len() == written.len() {
        let repeats = after.starts_with('+') && ends(2 + written.len());
        return repeats.then_some((2 + written.len(), true, REPEATED));
    }
    let whole = ends(1 + written.len());
    let means_name = match destination {
        None => whole,
        Some(text) => uses(text, written) || !uses_at_all(text, own),
    };
    let letters = written.get(own.len() + 1..).unwrap_or_default();
    (means_name && !letters.is_empty()).then_some((1 + written.len(), false, NAME))
}

/// Returns true if a destination writes a name, and nothing of a name behind it.
fn uses(text: &str, written: &str) -> bool {
    let mut parts = text.split(':').skip(1);
    parts.any(|part| name(part) == written)
}

/// Returns true if a destination uses a name of this language.
fn uses_at_all(text: &str, own: &str) -> bool {
    let mut parts = text.split(':').skip(1);
    parts.any(|part| {
        let end = part.find(|next: char| !next.is_ascii_alphanumeric());
        part.get(..end.unwrap_or(part.len())) == Some(own)
    })
}

/// A parameter whose name stays one, with what follows it as text.
fn keeping_name(written: &str) -> String {
    let end = written
        .char_indices()
        .skip(1)
        .find(|(_, next)| !next.is_ascii_alphanumeric());
    let (name, rest) = written
        .split_at_checked(end.map_or(written.len(), |(end, _)| end))
        .unwrap_or((written, ""));
    match rest.starts_with('_') {
        true => format!("{name}\\{rest}"),
        false => format!("{name}{}", as_text(rest)),
    }
}

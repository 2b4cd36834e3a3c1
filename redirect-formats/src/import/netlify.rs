//! `_redirects`: `from [key=value ...] to [status[!]] [Condition=value ...]` on each line.

use super::{Read, netlify_condition, refused, unreadable};
use crate::foreign::{Condition, ForeignRule, Status, Syntax, Value};
use crate::report::Reason;

pub(super) fn read(file: &str, text: &str) -> Vec<Read> {
    let mut out = Vec::new();
    for (line, number) in text.lines().zip(1_u64..) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        out.push(rule(file, number, line));
    }
    out
}

fn rule(file: &str, number: u64, line: &str) -> Read {
    let words = line
        .split_whitespace()
        .take_while(|word| !word.starts_with('#'));
    let mut words = words.peekable();
    let source = words.next().unwrap_or_default();
    let mut when = Vec::new();
    while let Some(pair) = words.next_if(|word| !is_destination(word)) {
        let Some((key, value)) = pair.split_once('=') else {
            let text = format!("`{pair}` is neither `key=value` nor a destination");
            return Err(unreadable(file, number, line, text));
        };
        when.push(query(key, value));
    }
    let Some(destination) = words.next() else {
        return Err(unreadable(file, number, line, "there is no destination"));
    };
    let (origin, path) = split_origin(source);
    let mut rule = ForeignRule::new(path, Some(destination), Syntax::Netlify);
    rule.when = when;
    rule.keep_used = !rule.when.is_empty();
    // A destination with a query of its own drops the request's.
    rule.drop_query = destination.contains('?');
    if let Some((scheme, host)) = origin {
        rule.when.push(Condition::Scheme(scheme.to_owned()));
        rule.when.push(Condition::Host(vec![host.to_owned()]));
    }
    rule.after_site = true;
    for word in words {
        match word.split_once('=') {
            Some((name, values)) => rule.when.push(netlify_condition(name, values)),
            None => {
                let code = word.strip_suffix('!').unwrap_or(word);
                rule.after_site = code.len() == word.len();
                rule.status = code
                    .parse()
                    .map_or_else(|_| Status::Other(word.to_owned()), Status::Code);
            }
        }
    }
    rule.file = file.to_owned();
    rule.line = number;
    rule.raw = line.to_owned();
    if path.trim_end_matches('*').contains('*') || path.ends_with("**") {
        let reason = "Netlify reads `*` at the end of a source alone";
        return Err(refused(&rule, Reason::new("wildcard", reason)));
    }
    if origin.is_some_and(|(_, host)| host.contains('*')) {
        let reason = "Netlify takes no `*` in the host of a source";
        return Err(refused(&rule, Reason::new("wildcard", reason)));
    }
    if path.replace("/*", "/:splat").trim_end_matches('/') == destination.trim_end_matches('/') {
        let reason = "it leads to where the request is, so that Netlify does not redirect";
        return Err(refused(&rule, Reason::new("itself", reason)));
    }
    if path.contains('%') {
        let note = "Netlify's own matcher compares decoded paths, so that this source may never have matched";
        rule.notes.push(note.to_owned());
    }
    if rule.when.iter().any(|condition| matches!(condition, Condition::Language(list) if list.iter().any(|one| one == "en"))) {
        let note = "a client that names no language counts as `en` on Netlify, and here as one without";
        rule.notes.push(note.to_owned());
    }
    Ok(rule)
}

fn is_destination(word: &str) -> bool {
    word.starts_with('/') || word.starts_with("http://") || word.starts_with("https://")
}

/// `id=:id` binds, `id=7` tests.
pub(super) fn query(key: &str, value: &str) -> Condition {
    let value = match value.strip_prefix(':') {
        Some(name) => Value::Bound(name.to_owned()),
        None => Value::Literal(value.to_owned()),
    };
    Condition::Query(key.to_owned(), value)
}

/// Scheme and host of a source, if it has them, and its path.
fn split_origin(source: &str) -> (Option<(&str, &str)>, &str) {
    let (scheme, rest) = match source.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => (scheme, rest),
        _ => return (None, source),
    };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest.split_at_checked(end) {
        Some((host, "")) => (Some((scheme, host)), "/"),
        Some((host, path)) => (Some((scheme, host)), path),
        None => (None, source),
    }
}

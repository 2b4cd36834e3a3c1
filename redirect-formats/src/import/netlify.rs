//! `_redirects`: `from [key=value ...] to [status[!]] [Condition=value ...]` on each line.

use super::{Read, netlify_condition, unreadable};
use crate::foreign::{Condition, ForeignRule, Status, Syntax, Value};

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
    let (host, path) = split_host(source);
    let mut rule = ForeignRule::new(path, Some(destination), Syntax::Netlify);
    rule.when = when;
    rule.when
        .extend(host.map(|host| Condition::Host(vec![host.to_owned()])));
    for word in words {
        match word.split_once('=') {
            Some((name, values)) => rule.when.push(netlify_condition(name, values)),
            None => {
                let code = word.strip_suffix('!').unwrap_or(word);
                rule.status = code
                    .parse()
                    .map_or_else(|_| Status::Other(word.to_owned()), Status::Code);
            }
        }
    }
    rule.file = file.to_owned();
    rule.line = number;
    rule.raw = line.to_owned();
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

fn split_host(source: &str) -> (Option<&str>, &str) {
    let rest = source
        .strip_prefix("https://")
        .or_else(|| source.strip_prefix("http://"));
    let Some(rest) = rest else {
        return (None, source);
    };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest.split_at_checked(end) {
        Some((host, "")) => (Some(host), "/"),
        Some((host, path)) => (Some(host), path),
        None => (None, source),
    }
}

//! Readers: one file a format. A line that can't be read is a remark, never lost.

mod cloudflare;
mod firebase;
mod json_lines;
mod netlify;
mod next;
mod vercel;

use serde_json::Value as Json;

use crate::foreign::{Condition, ForeignRule, Value};
use crate::report::{Reason, Remark};

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One rule a line: `{"source", "destination", "status", "syntax", "conditions"?, "query"?, ...}`.
    JsonLines,
    /// Netlify's `_redirects`.
    Netlify,
    /// Cloudflare's `_redirects` (Workers and Pages).
    Cloudflare,
    /// The array that `redirects()` of a Next.js configuration returns, as JSON, or the configuration with it as
    /// `redirects`.
    Next,
    /// `vercel.json`.
    Vercel,
    /// `firebase.json`, its `hosting` or its `redirects`.
    Firebase,
}

/// A rule, or what is wrong with the place where one should be.
pub(crate) type Read = Result<ForeignRule, Remark>;

/// Reads all rules of a text.
pub(crate) fn read(format: Format, file: &str, text: &str) -> Vec<Read> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        Format::JsonLines => json_lines::read(file, text),
        Format::Netlify => netlify::read(file, text),
        Format::Cloudflare => cloudflare::read(file, text),
        Format::Next => next::read(file, &without_comments(text)),
        Format::Vercel => vercel::read(file, &without_comments(text)),
        Format::Firebase => firebase::read(file, &without_comments(text)),
    }
}

fn unreadable(file: &str, line: u64, rule: &str, text: impl Into<String>) -> Remark {
    Reason::new("unreadable", text).of(file, line, rule)
}

/// A rule that was read, but can't be converted.
fn refused(rule: &ForeignRule, reason: Reason) -> Remark {
    reason.of(&rule.file, rule.line, &rule.raw)
}

/// The lines on which one of these keys stands, in order: JSON has no places of its own.
fn lines_of_keys(text: &str, keys: &[&str]) -> Vec<u64> {
    let has_key = |line: &str| keys.iter().any(|key| line.contains(&format!("\"{key}\"")));
    let numbered = text.lines().zip(1_u64..);
    numbered
        .filter(|(line, _)| has_key(line))
        .map(|(_, number)| number)
        .collect()
}

/// JSON with its comments blanked out: the tools that read such files take them.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut in_string = false;
    while let Some(c) = rest.next() {
        match (in_string, c, rest.peek()) {
            (true, '\\', _) => {
                out.push(c);
                out.extend(rest.next());
                continue;
            }
            (_, '"', _) => in_string = !in_string,
            (false, '/', Some('/')) => {
                while rest.next_if(|&c| c != '\n').is_some() {}
                continue;
            }
            (false, '/', Some('*')) => {
                let mut last = ' ';
                for c in rest.by_ref() {
                    if c == '\n' {
                        out.push(c);
                    }
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

fn text_of<'a>(object: &'a Json, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Json::as_str)
}

/// Says which keys of an object were not read: one may hold a condition.
fn unread(object: &Json, known: &[&str]) -> Vec<String> {
    let keys = object.as_object().into_iter().flatten();
    let matters = |value: &Json| !matches!(value, Json::Null | Json::Bool(false));
    let unknown = keys.filter(|(key, value)| !known.contains(&key.as_str()) && matters(value));
    unknown
        .map(|(key, value)| format!("`{key}: {value}` stands beside the rule and was not read"))
        .collect()
}

/// `has` and `missing` of Next.js and Vercel: `{type, key, value?}`.
fn route_conditions(list: Option<&Json>) -> Vec<Condition> {
    let list = list.and_then(Json::as_array).into_iter().flatten();
    list.map(|entry| {
        let unknown = || Condition::Unknown(entry.to_string());
        let value = match entry.get("value") {
            None => Value::Some,
            // Matched between `^` and `$`, which a choice outside all groups escapes.
            Some(Json::String(text)) if has_open_choice(text) => return unknown(),
            Some(Json::String(text)) if text.is_empty() => Value::Some,
            Some(Json::String(text)) => Value::Regex(text.clone()),
            Some(_) => return unknown(),
        };
        match (text_of(entry, "type"), text_of(entry, "key")) {
            (Some("header"), Some(key)) => Condition::Header(key.to_owned(), value),
            (Some("cookie"), Some(key)) => Condition::Cookie(key.to_owned(), value),
            (Some("query"), Some(key)) => Condition::Query(key.to_owned(), value),
            (Some("host"), _) => match value {
                Value::Regex(host) => Condition::Host(vec![host.replace("\\.", ".")]),
                _ => unknown(),
            },
            _ => unknown(),
        }
    })
    .collect()
}

/// Returns true if an expression has a `|` outside all groups.
fn has_open_choice(expression: &str) -> bool {
    let mut depth = 0_u32;
    let mut characters = expression.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                characters.next();
            }
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// One of Netlify's conditions, `Name=a,b`.
fn netlify_condition(name: &str, values: &str) -> Condition {
    let list = values.split(',').map(|value| value.trim().to_owned());
    match name.to_ascii_lowercase().as_str() {
        "language" => Condition::Language(list.collect()),
        "cookie" if !values.contains(',') => Condition::Cookie(values.to_owned(), Value::Some),
        "host" => Condition::Host(list.collect()),
        _ => Condition::Unknown(format!("{name}={values}")),
    }
}

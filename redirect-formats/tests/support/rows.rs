//! The literal rows of a table, read without the converter: what a browser asks for, and what the row promises.

use serde_json::Value;
use url::Url;

/// The host of requests for rows that name none.
pub(crate) const HOST: &str = "www.example.org";

/// A row that is nothing but text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The URL that a browser asks for.
    pub(crate) url: Url,
    pub(crate) status: u16,
    /// Where to, as the row has it; none for 410.
    pub(crate) destination: Option<String>,
    /// The line of the corpus, from 0.
    pub(crate) line: usize,
}

/// The rows of a corpus, by the fact that a row can be asked for just as it stands.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) literal: Vec<Row>,
    /// Patterns, references in destinations, other ways to answer.
    pub(crate) others: usize,
}

pub(crate) fn rows(corpus: &str) -> Rows {
    let mut rows = Rows::default();
    for (line, text) in corpus.lines().enumerate() {
        let object: Value = serde_json::from_str(text).expect("JSON");
        match row(&object, line) {
            Some(row) => rows.literal.push(row),
            None => rows.others += 1,
        }
    }
    rows
}

fn row(object: &Value, line: usize) -> Option<Row> {
    let source = path(object)?;
    let conditions = object["conditions"].as_object();
    let host = match conditions.map(|conditions| (conditions.len(), conditions.get("host"))) {
        None => HOST.to_owned(),
        // A wildcard host is asked for by one of its many names.
        Some((1, Some(Value::String(host)))) => match host.strip_prefix('*') {
            Some(apex) => format!("www.{}", apex.trim_start_matches('.')),
            None => host.clone(),
        },
        Some(_) => return None,
    };
    let mut url = format!("http://{host}{source}");
    if let Some(query) = object["raw_query"].as_str() {
        url = format!("{url}?{query}");
    }
    let status = match &object["status"] {
        Value::Number(status) => u16::try_from(status.as_u64()?).ok()?,
        Value::String(status) => status.parse().ok()?,
        _ => return None,
    };
    let destination = match status {
        410 | 451 | 418 => None,
        301..=308 => Some(destination(object)?),
        _ => return None,
    };
    Some(Row {
        url: Url::parse(&url).ok()?,
        status,
        destination,
        line,
    })
}

/// The path (and query) that a source stands for, if it stands for one alone.
fn path(object: &Value) -> Option<String> {
    let source = object["source"].as_str()?;
    let dialect = object["dialect"].as_str().unwrap_or_default();
    let text = match object["syntax"].as_str()? {
        "exact" if source.contains(['#']) || source.contains("(*") => return None,
        "exact" => source.to_owned(),
        "netlify" => plain(source, "*:")?,
        "next" => plain(source, "*:(){}\\+?")?,
        "firebase-glob" => plain(source, "*?[]{}()!+@:|\\")?,
        "other" if dialect == "amplify" => plain(source, "<>")?,
        "other" => plain(source, "*")?,
        "regex" if dialect.starts_with("canonicalwebteam") => {
            format!("/{}", of_regex(source)?)
        }
        // Without anchors it may match more, and this too.
        "regex" => of_regex(source)?,
        _ => return None,
    };
    text.starts_with('/').then_some(text)
}

fn plain(text: &str, special: &str) -> Option<String> {
    let is_plain = !text.contains(|c| special.contains(c) || c == '#');
    is_plain.then(|| text.to_owned())
}

/// A text that an expression without operators matches; a full stop matches a full stop.
fn of_regex(source: &str) -> Option<String> {
    let body = source.trim_start_matches('^').trim_end_matches('$');
    // With or without the slash: asked for with it.
    let body = match body.strip_suffix("/?") {
        Some(front) => format!("{front}/"),
        None => body.to_owned(),
    };
    let mut text = String::new();
    let mut characters = body.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => text.push(characters.next().filter(|c| !c.is_ascii_alphanumeric())?),
            '|' | '?' | '*' | '+' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' | '#' => {
                return None;
            }
            c => text.push(c),
        }
    }
    Some(text)
}

/// The destination, if it refers to nothing.
fn destination(object: &Value) -> Option<String> {
    let text = object["destination"].as_str()?;
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let special = match (object["syntax"].as_str()?, object["dialect"].as_str()) {
        ("exact", Some("nginx-location")) => "$",
        ("exact", _) => "",
        ("netlify" | "next" | "firebase-glob", _) => ":",
        ("other", Some("amplify")) => "<",
        ("other", _) => "",
        ("regex", Some("canonicalwebteam.yaml-responses")) => "{",
        _ => "$:",
    };
    let refers = after_scheme.contains(|c| special.contains(c));
    (!refers).then(|| text.to_owned())
}

//! The tables as their own systems read them: each source as one regular expression, tried in that system's order.
//!
//! Slow and obvious, and written without the converter. It takes two readings of the converter's documentation as
//! given: in the rows of an edge's table that name a comparison (`comp_op`) an expression without an anchor begins where
//! the path begins, and a lone `.` is a full stop.

mod plain;
mod routes;

use std::cmp::Reverse;
use std::collections::HashMap;

use regex::{Captures, Regex};
use serde_json::Value;

use plain::{amplify, begun, exact, full_stops, is_pattern, netlify, rails, whole};
use routes::{glob, route};

/// A row of a table.
pub(crate) struct Original {
    /// The expression that paths are matched with, and made of.
    pub(crate) written: String,
    /// The expression, if it is more than a text with or without a slash at its end.
    pub(crate) pattern: Option<Regex>,
    pub(crate) host: Option<Host>,
    pub(crate) line: u64,
    /// The row as its file has it.
    pub(crate) raw: String,
    pub(crate) source: String,
    pub(crate) status: u16,
    destination: String,
    style: Style,
    /// The query that the request must have; requests without one are answered by rows without one.
    pub(crate) query: String,
    /// Tried first is what has the smallest.
    precedence: (u8, Reverse<usize>),
    place: usize,
}

/// The hosts that a row is for.
pub(crate) struct Host {
    pub(crate) name: String,
    /// Every host below it, too.
    pub(crate) is_wildcard: bool,
}

/// The notation in which a destination refers to what the source matched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Literal,
    /// `$1`
    Dollar,
    /// `:name`
    Colon,
    /// `:name` or `:name*`; what matched nothing goes with the slash in front of it.
    Route,
    /// `{name}`
    Brace,
    /// `<name>`
    Angle,
}

/// The rows of a table, in the order in which they are tried.
pub(crate) struct Originals {
    pub(crate) rows: Vec<Original>,
    /// The first row of nothing but text for each host and path.
    literals: HashMap<(Option<String>, String), usize>,
}

impl Originals {
    /// Reads a table; rows for which `leave_out` holds (of the row as written and its line) are not in it.
    pub(crate) fn of(corpus: &str, leave_out: &dyn Fn(&str, u64) -> bool) -> Self {
        let rows = corpus.lines().enumerate();
        let mut rows: Vec<Original> = rows
            .filter_map(|(place, line)| {
                let object: Value = serde_json::from_str(line).expect("JSON");
                let raw = object["raw"].as_str().unwrap_or(line);
                let number = object["line"].as_u64().unwrap_or(place as u64 + 1);
                (!leave_out(raw, number)).then(|| original(&object, raw, number, place))
            })
            .collect();
        rows.sort_by_key(|row| (row.precedence, row.place));
        let mut literals = HashMap::new();
        for (index, row) in rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.pattern.is_none())
        {
            let host = row.host.as_ref().map(|host| host.name.clone());
            for path in row.texts() {
                literals.entry((host.clone(), path)).or_insert(index);
            }
        }
        Originals { rows, literals }
    }

    /// The row that answers a request, and where it leads.
    pub(crate) fn answer(&self, host: &str, path: &str) -> Option<(&Original, String)> {
        let literal = [Some(host.to_owned()), None].into_iter();
        let literal = literal
            .filter_map(|host| self.literals.get(&(host, path.to_owned())).copied())
            .min();
        let before = self.rows.iter().take(literal.unwrap_or(usize::MAX));
        let pattern = before
            .filter(|row| row.takes(host) && row.query.is_empty())
            .find_map(|row| Some((row, row.pattern.as_ref()?.captures(path)?)));
        match pattern {
            Some((row, captures)) => Some((row, row.location(path, Some(&captures)))),
            None => {
                let row = self.rows.get(literal?)?;
                Some((row, row.location(path, None)))
            }
        }
    }
}

impl Original {
    fn takes(&self, host: &str) -> bool {
        self.host.as_ref().is_none_or(|own| {
            own.name == host || own.is_wildcard && host.ends_with(&format!(".{}", own.name))
        })
    }

    /// The paths of a row of nothing but text.
    pub(crate) fn texts(&self) -> Vec<String> {
        let text = self.written.trim_start_matches('^').trim_end_matches('$');
        let (text, either) = match text.strip_suffix("/?") {
            Some(text) => (text, true),
            None => (text, false),
        };
        let text = text.replace('\\', "");
        match either {
            true => vec![format!("{text}/"), text],
            false => vec![text],
        }
    }

    pub(crate) fn location(&self, path: &str, captures: Option<&Captures<'_>>) -> String {
        let mut out = String::new();
        let destination = own_host_removed(&self.destination).replace("$request_uri", path);
        let mut rest = destination.as_str();
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            let known = |(name, _): &(&str, &str)| self.style != Style::Colon || self.binds(name);
            match self.reference(c, after).filter(known) {
                Some((name, after)) => {
                    match captures.and_then(|captures| named(captures, name)) {
                        Some(value) => out.push_str(value),
                        None if self.style == Style::Route && out.ends_with('/') => {
                            out.pop();
                        }
                        None => {}
                    }
                    rest = after;
                }
                None => {
                    out.push(c);
                    rest = after;
                }
            }
        }
        out
    }

    fn binds(&self, name: &str) -> bool {
        let mut names = self.pattern.iter().flat_map(Regex::capture_names);
        names.any(|known| known == Some(name))
    }

    /// The name that stands here, and what follows it.
    fn reference<'t>(&self, first: char, after: &'t str) -> Option<(&'t str, &'t str)> {
        let word = |after: &'t str| {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let (name, rest) = after.split_at(end.unwrap_or(after.len()));
            (!name.is_empty()).then_some((name, rest))
        };
        match (self.style, first) {
            (Style::Dollar, '$') => {
                let is_number = after.starts_with(|c: char| c.is_ascii_digit());
                is_number.then(|| after.split_at(1))
            }
            (Style::Colon, ':') => word(after),
            (Style::Route, ':') => {
                word(after).map(|(name, rest)| (name, rest.strip_prefix('*').unwrap_or(rest)))
            }
            (Style::Brace, '{') => after.split_once('}'),
            (Style::Angle, '<') => after.split_once('>'),
            _ => None,
        }
    }
}

/// Returns the text that a name, a number or `*` is bound to; nothing is not bound.
fn named<'c>(captures: &Captures<'c>, name: &str) -> Option<&'c str> {
    let found = match (name, name.parse::<usize>()) {
        ("*", _) => captures.name("splat"),
        (_, Ok(number)) => captures.get(number),
        _ => captures.name(name),
    };
    found
        .map(|found| found.as_str())
        .filter(|text| !text.is_empty())
}

fn own_host_removed(text: &str) -> &str {
    ["$scheme://$host", "https://$host"]
        .iter()
        .find_map(|own| text.strip_prefix(own))
        .unwrap_or(text)
}

fn original(object: &Value, raw: &str, line: u64, place: usize) -> Original {
    let text = |key: &str| object[key].as_str().unwrap_or_default();
    let (source, dialect) = (text("source"), text("dialect"));
    let destination = text("destination");
    let (path, query) = match text("syntax") {
        "exact" | "other" if !source.contains("</") => {
            source.split_once('?').unwrap_or((source, ""))
        }
        _ => (source, ""),
    };
    let refers_by_colon = destination.starts_with(':') || destination.contains("/:");
    let (written, style) = match text("syntax") {
        "exact" if dialect == "nginx-location" => (exact(path), Style::Dollar),
        "exact" if path.contains("(*") => (rails(path), Style::Literal),
        "exact" => (exact(path), Style::Literal),
        "netlify" => (netlify(path, true), Style::Colon),
        "next" => (route(path), Style::Route),
        "firebase-glob" => (glob(path), Style::Route),
        "regex" if dialect.starts_with("canonicalwebteam") => (whole(path), Style::Brace),
        "regex" if refers_by_colon => (full_stops(path), Style::Route),
        "regex" if object.get("comp_op").is_some() => (begun(path), Style::Dollar),
        "regex" => (full_stops(path), Style::Dollar),
        "nginx" => (format!("^{}.*", regex::escape(path)), Style::Dollar),
        "other" if dialect == "amplify" => (amplify(path), Style::Angle),
        "other" => (netlify(path, false), Style::Colon),
        other => panic!("no corpus has the syntax {other}"),
    };
    let host = object["conditions"]["host"].as_str().map(|host| Host {
        name: host
            .trim_start_matches('*')
            .trim_start_matches('.')
            .to_owned(),
        is_wildcard: host.starts_with('*'),
    });
    Original {
        pattern: is_pattern(&written)
            .then(|| Regex::new(&written).unwrap_or_else(|error| panic!("{source}: {error}"))),
        query: object["raw_query"].as_str().unwrap_or(query).to_owned(),
        precedence: precedence(object, dialect, host.as_ref(), source),
        written,
        host,
        line,
        raw: raw.to_owned(),
        source: source.to_owned(),
        status: status(&object["status"]),
        destination: destination.to_owned(),
        style,
        place,
    }
}

fn status(status: &Value) -> u16 {
    let number = status
        .as_u64()
        .and_then(|status| u16::try_from(status).ok());
    let text = || status.as_str().and_then(|status| status.parse().ok());
    number.or_else(text).unwrap_or_default()
}

/// nginx and Fastly: exact, then the longest prefix with `^~`, then expressions, then the longest other prefix.
/// Wikimedia: overrides, then hosts, then wildcard hosts. All others: as they stand.
fn precedence(
    object: &Value,
    dialect: &str,
    host: Option<&Host>,
    source: &str,
) -> (u8, Reverse<usize>) {
    let modifier = object["location_mod"]
        .as_str()
        .or(object["comp_op"].as_str());
    match (dialect, modifier, object["syntax"].as_str()) {
        ("wmf-override", _, _) | (_, Some("="), _) => (0, Reverse(0)),
        (_, Some("^~"), _) => (1, Reverse(source.len())),
        (_, None, Some("nginx")) => (3, Reverse(source.len())),
        _ => match host {
            Some(host) if host.is_wildcard => (3, Reverse(host.name.len())),
            _ => (2, Reverse(0)),
        },
    }
}

//! The answers of the systems themselves, recorded, beside those of the policies that their tables become.
//!
//! `recording/` says how they were recorded. An answer that differs must be told: by a remark on the rule that gave it
//! there or on the one that gives it here, or by a note on the whole table that speaks of such a request.
//! `recorded/told.txt` has the counts; `UPDATE=1 cargo test -p redirect-formats --test recorded` writes it anew.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use http::header::{HOST, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use redirect_formats::{Conversion, Format, Options, convert};
use redirect_runtime::{Match, Outcome, Policy, Request};
use serde_json::Value;
use support::location::same;
use url::Url;

/// Stands behind a request for which the site has a file.
const FILE: &str = "+file";

/// Where a request without a host of its own goes.
const HERE: &str = "http://localhost";

const SYSTEMS: [(&str, Format); 7] = [
    ("netlify", Format::Netlify),
    ("cloudflare", Format::Cloudflare),
    ("next", Format::Next),
    ("vercel", Format::Vercel),
    ("firebase", Format::Firebase),
    ("nginx", Format::JsonLines),
    ("apache", Format::JsonLines),
];

/// An answer: a redirect, that a page is gone, or what the site has.
#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Redirect(u16, String),
    Gone(u16),
    Site,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded")
}

/// A table as its system reads it: of JSON, the first rule stands on the second line, and each on a line of its own.
fn text_of(table: &Value, format: Format) -> String {
    match (table, format) {
        (Value::String(text), _) => text.clone(),
        (Value::Array(rules), Format::JsonLines) => {
            rules.iter().map(|rule| format!("{rule}\n")).collect()
        }
        (table, _) => json_of(table, true),
    }
}

fn json_of(value: &Value, is_list_of_rules: bool) -> String {
    match value {
        Value::Array(items) if is_list_of_rules => {
            let items: Vec<String> = items.iter().map(|item| json_of(item, false)).collect();
            format!("[\n{}\n]", items.join(",\n"))
        }
        Value::Object(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| {
                let is_list = matches!(key.as_str(), "redirects" | "routes");
                format!("{}: {}", Value::from(key.as_str()), json_of(value, is_list))
            });
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| json_of(item, false)).collect();
            format!("[{}]", items.join(", "))
        }
        value => value.to_string(),
    }
}

/// The line of a rule of the recording, which counts lines of a text and the rules of a list.
fn line_of(rule: u64, format: Format) -> u64 {
    match format {
        Format::Next | Format::Vercel | Format::Firebase if rule > 0 => rule + 1,
        _ => rule,
    }
}

fn recorded(answer: &[Value]) -> Answer {
    let status = answer.get(2).and_then(Value::as_u64);
    let status = status.map(|status| u16::try_from(status).expect("a status"));
    match (status, answer.get(3)) {
        (Some(status), Some(location)) => {
            Answer::Redirect(status, location.as_str().expect("a location").to_owned())
        }
        (Some(status @ (410 | 451)), None) => Answer::Gone(status),
        _ => Answer::Site,
    }
}

/// The URL of a request and its headers, the host's among them.
fn request(written: &str) -> (Url, HeaderMap) {
    let mut words = written.split(' ');
    let target = words.next().expect("a target");
    let url = Url::parse(HERE)
        .and_then(|here| here.join(target))
        .expect("a URL");
    let mut headers = HeaderMap::new();
    for word in words.filter(|word| *word != FILE) {
        let (name, value) = word.split_once('=').expect("a header");
        let value = urlencoded(value);
        headers.insert(
            HeaderName::from_bytes(name.as_bytes()).expect("a name"),
            HeaderValue::from_str(&value).expect("a value"),
        );
    }
    let host = HeaderValue::from_str(url.host_str().expect("a host")).expect("a host");
    headers.insert(HOST, host);
    (url, headers)
}

fn urlencoded(text: &str) -> String {
    let pairs = format!("x={}", text.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(pairs.as_bytes());
    pairs.next().expect("a pair").1.into_owned()
}

/// Asks a policy as a service does: before the site, and again once the site has answered, 404 unless it has a file.
fn ask(policy: &Policy, written: &str) -> (Answer, Option<u32>) {
    let (url, headers) = request(written);
    let target = written.split(' ').next().expect("a target");
    let target = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
    let has_file = written.split(' ').any(|word| word == FILE);
    let site = if has_file { 200 } else { 404 };
    let request = |status: Option<u16>| {
        let request = Request::from(target)
            .with_headers(&headers)
            .with_scheme(Some(url.scheme()));
        match status {
            Some(status) => {
                request.with_site_status(StatusCode::from_u16(status).expect("a status"))
            }
            None => request,
        }
    };
    let first = policy.find(request(None));
    let passes = matches!(
        first.outcome(),
        Outcome::Passthrough
            | Outcome::Stop {
                already_there: true
            }
    );
    let found: Match<'_> = match passes {
        true => policy.find(request(Some(site))),
        false => first,
    };
    let answer = match found.outcome() {
        Outcome::Redirect { status, location } => {
            Answer::Redirect(status.as_u16(), location.to_owned())
        }
        Outcome::Gone { status } => Answer::Gone(status.as_u16()),
        _ => Answer::Site,
    };
    (answer, found.rule().map(|rule| rule.number()))
}

/// Returns true if two answers send a client to the same place.
fn agree(wanted: &Answer, given: &Answer, url: &Url) -> bool {
    match (wanted, given) {
        (Answer::Redirect(status, to), Answer::Redirect(given_status, given)) => {
            let there = (url.join(to), url.join(given));
            status == given_status
                && matches!(there, (Ok(to), Ok(given)) if same(&to, &given) || spelled(&to) == spelled(&given))
        }
        // A redirect of a request to itself is none.
        (Answer::Redirect(_, to), Answer::Site) => url.join(to).is_ok_and(|mut to| {
            to.set_fragment(None);
            same(&to, url) || spelled(&to) == spelled(url)
        }),
        (wanted, given) => wanted == given,
    }
}

/// The URL with what need not be encoded decoded, and pairs of the query in order: systems write them as they like.
fn spelled(url: &Url) -> String {
    let path = redirect_runtime::canonical::canonical_path(url.path()).into_owned();
    let path = [
        "%21", "%24", "%27", "%28", "%29", "%2A", "%2B", "%2C", "%3A", "%3D", "%40", "%26",
    ]
    .iter()
    .zip(["!", "$", "'", "(", ")", "*", "+", ",", ":", "=", "@", "&"])
    .fold(path, |path, (triplet, c)| path.replace(triplet, c));
    let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
    pairs.sort();
    let origin = &url[..url::Position::BeforePath];
    let fragment = url.fragment().unwrap_or_default();
    format!("{origin}{path}?{pairs:?}#{fragment}")
}

/// A difference between two answers to a request.
struct Difference<'a> {
    written: &'a str,
    wanted: &'a Answer,
    /// The source of the rule that the system followed, where the table has one rule a line.
    source: &'a str,
    /// The line of the rule that the system followed; 0 where it needs none for its answer.
    followed: Option<u64>,
    /// The line of the policy's rule.
    winner: Option<u64>,
}

/// Names what a difference is put down to.
fn told(conversion: &Conversion, difference: &Difference<'_>) -> Option<String> {
    let remarks = || conversion.refused.iter().chain(&conversion.approximated);
    let lines = [difference.winner, difference.followed];
    for line in lines.into_iter().flatten().filter(|&line| line > 0) {
        if let Some(remark) = remarks().find(|remark| remark.line == line) {
            return Some(remark.reason.code.to_owned());
        }
    }
    let of_the_file = remarks().filter(|remark| remark.line == 0);
    let of_the_file = of_the_file.map(|remark| ("", remark.reason.code));
    let notes = conversion.notes.iter().map(|note| ("note ", note.code));
    let mut all = of_the_file.chain(notes);
    all.find(|(_, code)| speaks_of(code, difference))
        .map(|(kind, code)| format!("{kind}{code}"))
}

/// Returns true if a note on the whole table, or on a setting of it, speaks of such a difference.
fn speaks_of(code: &str, difference: &Difference<'_>) -> bool {
    let target = difference.written.split(' ').next().unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let origin = path.split_once("://").filter(|_| path.starts_with("http"));
    let path = origin.map_or(path, |(_, rest)| rest);
    match code {
        "repeated-slashes" => {
            let names_host = |to: &String| to.starts_with("//");
            path.contains("//")
                || matches!(difference.wanted, Answer::Redirect(_, to) if names_host(to))
        }
        "query-values" => {
            let query = target.split_once('?').map_or("", |(_, query)| query);
            query.contains('+') || query.split('&').any(|pair| pair.ends_with('='))
        }
        "encoded-characters" => path.contains('%'),
        "repeated-keys" => repeats_a_key(target),
        "dot-segments" => path.contains("/."),
        // The setting redirects a path to itself with a slash at its end, or without.
        "trailing-slash" => {
            matches!(difference.wanted, Answer::Redirect(308, to) if is_slash_apart(path, to))
        }
        // The system has another character where the policy has a full stop.
        "full-stops" => difference.winner.is_none() && has_loose_stop(difference.source),
        _ => false,
    }
}

/// The source of a rule of a list.
fn source_of(table: &Value, rule: u64) -> &str {
    let at = usize::try_from(rule)
        .ok()
        .and_then(|rule| rule.checked_sub(1));
    let rule = at.and_then(|at| table.get(at));
    rule.and_then(|rule| rule["source"].as_str())
        .unwrap_or_default()
}

fn has_loose_stop(expression: &str) -> bool {
    let mut windows = expression.as_bytes().windows(3);
    windows.any(|three| {
        three[1] == b'.' && three[0].is_ascii_alphanumeric() && three[2].is_ascii_alphanumeric()
    })
}

fn repeats_a_key(target: &str) -> bool {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let keys = query.split('&').map(|pair| pair.split('=').next());
    let mut keys: Vec<Option<&str>> = keys.collect();
    let count = keys.len();
    keys.sort();
    keys.dedup();
    keys.len() < count
}

fn is_slash_apart(path: &str, location: &str) -> bool {
    let location = location.split(['?', '#']).next().unwrap_or_default();
    path != location && path.trim_end_matches('/') == location.trim_end_matches('/')
}

#[test]
fn policies_answer_as_the_systems_did() {
    let mut counts = String::new();
    let mut wrong = Vec::new();
    for (system, format) in SYSTEMS {
        let path = folder().join(format!("{system}.jsonl"));
        let text = std::fs::read_to_string(&path).expect("recorded answers");
        let mut tolds: BTreeMap<String, usize> = BTreeMap::new();
        let (mut tables, mut answers) = (0, 0);
        for line in text.lines() {
            let object: Value = serde_json::from_str(line).expect("JSON");
            let table = text_of(&object["table"], format);
            let conversion = convert(format, system, &table, &Options::default());
            let (policy, _) = support::served(&conversion);
            tables += 1;
            for answer in object["answers"].as_array().expect("answers") {
                let answer = answer.as_array().expect("an answer");
                let written = answer[0].as_str().expect("a request");
                let wanted = recorded(answer);
                let (given, winner) = ask(&policy, written);
                answers += 1;
                if agree(&wanted, &given, &request(written).0) {
                    continue;
                }
                let line = |number: u32| conversion.lines.get(number as usize).copied();
                let rule = answer.get(1).and_then(Value::as_u64);
                let difference = Difference {
                    written,
                    wanted: &wanted,
                    source: rule.map_or("", |rule| source_of(&object["table"], rule)),
                    followed: rule.map(|rule| line_of(rule, format)),
                    winner: winner.and_then(line),
                };
                match told(&conversion, &difference) {
                    Some(code) => *tolds.entry(code).or_default() += 1,
                    None => wrong.push(format!(
                        "{system}: {written}: {given:?}, not {wanted:?}, of {table}"
                    )),
                }
            }
        }
        let _ = writeln!(counts, "{system}: {tables} tables, {answers} answers");
        for (code, count) in tolds {
            let _ = writeln!(counts, "  {count} told: {code}");
        }
    }
    if let Ok(path) = std::env::var("WRONG") {
        std::fs::write(path, wrong.join("\n----\n")).unwrap();
        println!("{counts}");
    }
    let count = wrong.len();
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{count} wrong\n{}", wrong.join("\n"));
    let path = folder().join("told.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &counts).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), counts);
}

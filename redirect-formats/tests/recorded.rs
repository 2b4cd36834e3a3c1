//! The answers of the systems themselves, recorded, beside those of the policies that their tables become.
//!
//! `recording/` says how they were recorded. An answer that differs must be told: by a remark on the rule that answers
//! or on one that comes before it, or by a note on the whole table. `recorded/told.txt` has the counts;
//! `UPDATE=1 cargo test -p redirect-formats --test recorded` writes it anew.

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

/// A table as its system reads it: JSON with a rule's source on a line of its own.
fn text_of(table: &Value, format: Format) -> String {
    match (table, format) {
        (Value::String(text), _) => text.clone(),
        (Value::Array(rules), Format::JsonLines) => {
            rules.iter().map(|rule| format!("{rule}\n")).collect()
        }
        (table, _) => serde_json::to_string_pretty(table).expect("JSON"),
    }
}

fn recorded(answer: &[Value]) -> Answer {
    let status = answer.get(1).and_then(Value::as_u64);
    let status = status.map(|status| u16::try_from(status).expect("a status"));
    match (status, answer.get(2)) {
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
    for word in words {
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

/// Asks a policy as a service does: before the site, and again once the site has answered 404.
fn ask(policy: &Policy, written: &str) -> (Answer, Option<u32>) {
    let (url, headers) = request(written);
    let target = written.split(' ').next().expect("a target");
    let target = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
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
        true => policy.find(request(Some(404))),
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
            same(&to, url)
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

/// Names what a difference is put down to.
fn told(conversion: &Conversion, winner: Option<u32>, written: &str) -> Option<String> {
    let line = winner.and_then(|number| conversion.lines.get(number as usize).copied());
    let remarks = || conversion.refused.iter().chain(&conversion.approximated);
    let first = remarks().filter(|remark| line.is_none_or(|line| remark.line <= line));
    if let Some(remark) = first.min_by_key(|remark| (Some(remark.line) != line, remark.line)) {
        return Some(remark.reason.code.to_owned());
    }
    let notes = conversion.notes.iter().map(|note| note.code);
    let mut notes = notes.filter(|code| covers(code, written));
    notes.next().map(|code| format!("note {code}"))
}

/// Returns true if a note on the whole table speaks of a request.
fn covers(code: &str, written: &str) -> bool {
    let path = written.split(['?', ' ']).next().unwrap_or_default();
    let origin = path.split_once("://").filter(|_| path.starts_with("http"));
    let path = origin.map_or(path, |(_, rest)| rest);
    match code {
        "repeated-slashes" => path.contains("//"),
        "encoded-characters" => path.contains('%'),
        "final-slash" => path.ends_with('/'),
        "query-order" => written.contains('?'),
        "dot-segments" => path.contains("/."),
        // Few tables have it.
        "full-stops" => true,
        _ => false,
    }
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
                match told(&conversion, winner, written) {
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

//! The contract sentence by sentence: small policies, and what becomes of requests.
//!
//! The cases are the files in `cases/`. A case begins with `## ` and its sentence; then come entries of `rules`
//! (lines with `@ ` are keys of the policy, `@@ NAME` begins another file), then one line a request:
//!
//! ```text
//! > [METHOD] TARGET [; HEADER: VALUE]... [; @SECONDS] [; %STATUS] => ANSWER [[RULE]] [{NAME=VALUE ...}]
//! ```
//!
//! `%STATUS` is what the site has answered.
//! An answer is a status and a location, a status alone (gone), `stop`, `there` (stop, being there already), `pass`
//! (no rule), or `ask HANDLER`. `␣` is a space; `⟨x*9⟩` is nine times `x`.

mod vectors_render;

use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use redirect_policy::source::Sources;
use redirect_policy::{compile, diagnostic};
use redirects::{Match, Outcome, Policy, Request};

const FILES: &[(&str, &str)] = &[
    ("patterns", include_str!("cases/patterns.txt")),
    ("canonical", include_str!("cases/canonical.txt")),
    ("destinations", include_str!("cases/destinations.txt")),
    ("queries", include_str!("cases/queries.txt")),
    ("conditions", include_str!("cases/conditions.txt")),
    ("entries", include_str!("cases/entries.txt")),
    ("already_there", include_str!("cases/already_there.txt")),
    ("choices", include_str!("cases/choices.txt")),
    ("prefixes", include_str!("cases/prefixes.txt")),
];

#[test]
fn every_request_is_answered_as_the_contract_says() {
    let (mut played, mut wrong) = (0, String::new());
    for (file, text) in FILES {
        for case in text.split("## ").skip(1) {
            let (sentence, body) = case.split_once('\n').unwrap();
            match policy(body) {
                Ok(policy) => {
                    for line in body.lines().filter_map(|line| line.strip_prefix("> ")) {
                        played += 1;
                        if let Err(found) = play(&policy, line) {
                            wrong +=
                                &format!("{file}: {sentence}\n    {line}\n    found: {found}\n");
                        }
                    }
                }
                Err(faults) => wrong += &format!("{file}: {sentence}\n{faults}\n"),
            }
        }
    }
    assert!(played > 450, "only {played} requests");
    assert!(wrong.is_empty(), "{wrong}");
}

/// Compiles the files of a case.
fn policy(body: &str) -> Result<Policy, String> {
    let (mut keys, mut rules) = (String::new(), String::new());
    let mut others: Vec<(&str, String)> = Vec::new();
    for line in body.lines().filter(|line| !line.starts_with("> ")) {
        if let Some(name) = line.strip_prefix("@@ ") {
            others.push((name, String::new()));
        } else if let Some((_, text)) = others.last_mut() {
            *text += &format!("{line}\n");
        } else if let Some(key) = line.strip_prefix("@ ") {
            keys += &format!("  {key}\n");
        } else {
            rules += &format!("    {line}\n");
        }
    }
    let text = format!("redirectionPolicy:\n  version: 0.0.1\n{keys}  rules:\n{rules}");
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    for (name, text) in others {
        sources.insert(name, text.trim_end());
    }
    let mut compiled = compile(&mut sources, file);
    match compiled.table.take() {
        Some(table) => Ok(Policy::from_bytes(table).unwrap()),
        None => Err(diagnostic::render_all(&mut compiled.diagnostics, &sources)
            .into_iter()
            .map(|(_, text)| text)
            .collect()),
    }
}

/// Asks one request, and says what it found if that is not what the line expects.
fn play(policy: &Policy, line: &str) -> Result<(), String> {
    let line = spelled_out(line);
    let (request, expected) = line.rsplit_once(" => ").unwrap();
    let mut parts = request.split(" ; ");
    let target = parts.next().unwrap();
    let (method, target) = target.split_once(' ').unwrap_or(("GET", target));
    let (method, target) = (
        Method::from_bytes(method.as_bytes()).unwrap(),
        target.replace('␣', " "),
    );
    let (mut headers, mut now, mut status) = (HeaderMap::new(), None, None);
    for part in parts {
        if let Some(seconds) = part.strip_prefix('@') {
            now = Some(UNIX_EPOCH + Duration::from_secs(seconds.parse().unwrap()));
            continue;
        }
        if let Some(answered) = part.strip_prefix('%') {
            status = Some(StatusCode::from_bytes(answered.as_bytes()).unwrap());
            continue;
        }
        let (name, value) = part.split_once(':').unwrap();
        let value = HeaderValue::from_str(value.trim()).unwrap();
        headers.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value);
    }
    let mut request = Request::from(target.as_str())
        .with_method(&method)
        .with_headers(&headers);
    if let Some(now) = now {
        request = request.at(now);
    }
    if let Some(status) = status {
        request = request.with_site_status(status);
    }
    judge(&policy.find(request), expected)
}

fn judge(found: &Match<'_>, expected: &str) -> Result<(), String> {
    let (expected, parameters) = match expected.split_once(" {") {
        Some((expected, parameters)) => (expected, parameters.strip_suffix('}')),
        None => (expected, None),
    };
    let (answer, rule) = match expected.split_once(" [") {
        Some((answer, rule)) => (answer, rule.strip_suffix(']')),
        None => (expected, None),
    };
    let bound: BTreeMap<&str, &str> = found
        .parameters()
        .map(|(name, value)| (name, value.as_str()))
        .collect();
    let id = found.rule().map(|rule| rule.id());
    let wanted = parameters.map(|list| {
        list.split_whitespace()
            .map(|pair| pair.split_once('=').unwrap())
            .collect()
    });
    let as_expected = described(found) == answer
        && rule.is_none_or(|rule| id == Some(rule))
        && wanted.is_none_or(|wanted: BTreeMap<&str, &str>| wanted == bound);
    match as_expected {
        true => Ok(()),
        false => Err(format!("{} by {id:?} with {bound:?}", described(found))),
    }
}

fn described(found: &Match<'_>) -> String {
    match found.outcome() {
        Outcome::Redirect { status, location } => format!("{} {location}", status.as_u16()),
        Outcome::Gone { status } => status.as_u16().to_string(),
        Outcome::Stop {
            already_there: true,
        } => "there".to_owned(),
        Outcome::Stop {
            already_there: false,
        } => "stop".to_owned(),
        Outcome::Handler { name } => format!("ask {name}"),
        Outcome::Lookup { name } => format!("look up {name}"),
        Outcome::Passthrough => "pass".to_owned(),
    }
}

/// `⟨x*9⟩` as nine times `x`.
fn spelled_out(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('⟨') {
        let (repeat, tail) = after.split_once('⟩').unwrap();
        let (unit, count) = repeat.rsplit_once('*').unwrap();
        out += before;
        out += &unit.repeat(count.parse().unwrap());
        rest = tail;
    }
    out + rest
}

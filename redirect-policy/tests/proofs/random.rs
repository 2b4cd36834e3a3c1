//! Random policies with conditions and with destinations, against every request of a small universe.

use std::collections::HashSet;

use crate::support::proving::file;
use http::{HeaderMap, HeaderValue, Method};
use redirect_policy::diagnostic::Level;
use redirect_policy::lint;
use redirect_policy::model::Policy;
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile, lower::lower};
use redirect_runtime::{Outcome, Request};
use testkit::Random;

const SOURCES: [&str; 7] = [
    "/a",
    "/a(/)",
    "/:x",
    "/a/*",
    "/:x<int>",
    "/a/:y",
    "/a/:y<any>",
];
const CONDITIONS: [&str; 27] = [
    "host: x.com",
    "host: [x.com, y.com]",
    "host: '*.x.com'",
    "host: ':h<m|n>.x.com'",
    "method: [POST]",
    "method: [GET, POST]",
    "query: { q: 1 }",
    "query: { q: true }",
    "query: { q: false }",
    "query: { q: ':v<int>' }",
    "cookie: { c: on }",
    "cookie: { c: true }",
    "scheme: https",
    "from: 2026-01-01",
    "until: '2026-01-01T00:00:00Z'",
    "header: { x-h: ':w<a|b>' }",
    "method: any",
    "query: none",
    "query: { q: '' }",
    "query: { q: '*x*' }",
    "query: { q: [1, '*'] }",
    "header: { x-h: '*a*' }",
    "header: { x-h: '*' }",
    "accept: text/turtle",
    "accept: [text/turtle, text/html]",
    "accept: text/html",
    "cookie: { c: 'o*n*' }",
];
const EXCEPTS: [&str; 4] = ["/a/*", "/a(/)", "/*", "/1"];

const HOSTS: [Option<&str>; 6] = [
    None,
    Some("x.com"),
    Some("y.com"),
    Some("m.x.com"),
    Some("z.x.com"),
    Some("other.com"),
];
const PATHS: [&str; 7] = ["/a", "/a/", "/a/b", "/a/b/c", "/1", "/2", "/b"];
const QUERIES: [&str; 5] = ["", "?q=1", "?q=2", "?q=x", "?q="];

/// Returns the number of policies that are tried; `PROOF_ROUNDS` multiplies them, and turns the seed.
fn rounds(usual: usize) -> usize {
    usual * extra()
}

fn extra() -> usize {
    let extra = std::env::var("PROOF_ROUNDS").ok();
    extra.and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// A rule's conditions of one kind each.
fn conditions(random: &mut Random) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for _ in 0..random.below(3) {
        let part = CONDITIONS[random.below(CONDITIONS.len())];
        let key = |text: &str| text.split(':').next().unwrap().to_owned();
        if parts.iter().all(|known| key(known) != key(part)) {
            parts.push(part);
        }
    }
    parts.join(", ")
}

fn conditional(random: &mut Random) -> String {
    let mut lines = String::new();
    for number in 0..2 + random.below(5) {
        let source = SOURCES[random.below(SOURCES.len())];
        let action = [
            "statusCode: 410",
            "statusCode: 410, handler: ask",
            "action: stop",
        ][random.below(20).min(2) % 3];
        let mut keys = format!("source: '{source}', {action}, id: r{number}");
        let when = conditions(random);
        let unless = conditions(random);
        if !when.is_empty() {
            keys.push_str(&format!(", when: {{ {when} }}"));
        }
        if random.chance(15) {
            let except = EXCEPTS[random.below(EXCEPTS.len())];
            keys.push_str(&format!(", except: '{except}'"));
        }
        if !unless.is_empty() && random.chance(30) {
            let unless = unless
                .replace(":v<int>", ":u<int>")
                .replace(":w<", ":z<")
                .replace(":h<", ":g<");
            keys.push_str(&format!(", unless: {{ {unless} }}"));
        }
        lines.push_str(&format!("- {{ {keys} }}\n"));
    }
    lines
}

/// The rules that win some request of the universe.
fn winners(compiled: &Compiled, lines: &str) -> HashSet<usize> {
    let moments: &[u64] = match lines.contains("from:") || lines.contains("until:") {
        true => &[1_700_000_000, 1_800_000_000],
        false => &[1_800_000_000],
    };
    let types: &[_] = match lines.contains("accept") {
        true => &[None, Some("text/turtle"), Some("text/html"), Some("text/*")],
        false => &[None],
    };
    let table = lower(&compiled.policy, &Sources::default()).expect("small");
    let policy = redirect_runtime::Policy::from_bytes(table).expect("a table");
    let mut winners = HashSet::new();
    let passes_on = |rule: usize| compiled.policy.rules[rule].handler().is_some();
    for path in PATHS {
        for query in QUERIES {
            for host in HOSTS {
                for (method, scheme) in [
                    (Method::GET, None),
                    (Method::POST, None),
                    (Method::PUT, None),
                    (Method::GET, Some("https")),
                    (Method::POST, Some("https")),
                    (Method::PUT, Some("https")),
                ] {
                    for [cookie, header, accept] in fields(types) {
                        for &at in moments {
                            let mut headers = HeaderMap::new();
                            if let Some(cookie) = cookie {
                                headers.insert("cookie", HeaderValue::from_static(cookie));
                            }
                            if let Some(header) = header {
                                headers.insert("x-h", HeaderValue::from_static(header));
                            }
                            if let Some(accept) = accept {
                                headers.insert("accept", HeaderValue::from_static(accept));
                            }
                            let target = format!("{path}{query}");
                            let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(at);
                            let request = Request::from(target.as_str())
                                .with_method(&method)
                                .with_headers(&headers)
                                .with_authority(host)
                                .with_scheme(scheme)
                                .at(at);
                            let mut found = policy.find(request);
                            while let Some(rule) = found.rule() {
                                let number = rule.number() as usize;
                                winners.insert(number);
                                if !passes_on(number) {
                                    break;
                                }
                                found = found.next();
                            }
                        }
                    }
                }
            }
        }
    }
    winners
}

/// Values of `cookie`, `x-h` and `accept`.
fn fields(types: &[Option<&'static str>]) -> Vec<[Option<&'static str>; 3]> {
    let mut all = Vec::new();
    for cookie in [None, Some("c=on"), Some("c=off")] {
        for header in [None, Some("a"), Some("q")] {
            for &accept in types {
                all.push([cookie, header, accept]);
            }
        }
    }
    all
}

#[test]
fn conditions_are_decided_exactly() {
    let mut random = Random(20 + extra() as u64);
    let (mut dead, mut alive) = (0, 0);
    for _ in 0..rounds(100) {
        let lines = conditional(&mut random);
        let mut sources = Sources::default();
        let number = sources.insert("redirects.yml", file(&lines, ""));
        let compiled = compile(&mut sources, number);
        let known = |code: &str| lint::find(code).is_some();
        if compiled.diagnostics.iter().any(|one| !known(one.code)) {
            continue;
        }
        let winners = winners(&compiled, &lines);
        for (index, rule) in compiled.policy.rules.iter().enumerate() {
            let told = compiled.diagnostics.iter().any(|one| {
                let about = matches!(one.code, "unreachable-rule" | "duplicate-source");
                assert!(!about || one.level == Level::Error, "undecided in\n{lines}");
                about && one.places().any(|place| place == rule.source_span)
            });
            assert_eq!(
                told,
                !winners.contains(&index),
                "rule {index} in\n{lines}\n{:#?}",
                compiled.diagnostics
            );
            dead += usize::from(told);
            alive += usize::from(!told);
        }
    }
    println!("{dead} dead, {alive} alive");
    assert!(dead > 30 && alive > 120);
}

/// A rule that leads from one folder to another.
fn leading(random: &mut Random, number: usize) -> String {
    leading_behind(random, number, ["", ""])
}

/// A rule that leads from one folder to another, with something in front of its source and of its destination.
fn leading_behind(random: &mut Random, number: usize, fronts: [&str; 2]) -> String {
    let folders = ["a", "b", "c"];
    let kinds = [
        "",
        "<int>",
        "<alpha>",
        "<p|q|12>",
        "<int{1,2}>",
        "<hex{2}>",
        "<path>",
        "<slug>",
    ];
    let (from, to) = (folders[random.below(3)], folders[random.below(3)]);
    let kind = kinds[random.below(kinds.len())];
    let (source, destination) = match random.below(12) {
        0 => (format!("/{from}/p"), format!("/{to}/q")),
        1 => (format!("/{from}/12"), format!("/{to}/p")),
        2 => (format!("/{from}/:x{kind}(/)"), format!("/{to}/:x/")),
        3 => (format!("/{from}/:x{kind}/"), format!("/{to}/:x")),
        4 => (format!("/{from}/1-:x{kind}"), format!("/{to}/:x")),
        5 => (format!("/{from}/*"), format!("/{to}/*")),
        6 => (format!("/{from}/:x{kind}/z"), format!("/{to}/:x/z")),
        7 => (format!("/{from}/:x<p|q>-z"), format!("/{to}/:x-z")),
        8 => (format!("/{from}(/:x{kind})"), format!("/{to}(/:x)")),
        9 => (format!("/:f<a|b>/:x{kind}/z"), format!("/{to}/:x/z")),
        _ => (format!("/{from}/:x{kind}"), format!("/{to}/:x")),
    };
    let [own, others] = fronts;
    format!(
        "- {{ source: '{own}{source}', destination: '{others}{destination}', id: r{number} }}\n"
    )
}

/// A rule that no rule of [`leading`] has to do with, of as many forms.
fn apart(random: &mut Random, number: usize, fronts: [&str; 2]) -> String {
    let (source, destination) = match random.below(6) {
        0 => (format!("/s{number}/:x"), format!("/t{number}/:x")),
        1 => (format!("/s/:x/p{number}"), format!("/t/:x/p{number}")),
        2 => (format!("/s/{number}-:x<int>"), format!("/t/:x-{number}")),
        3 => (format!("/s{number}/*"), format!("/t{number}/*")),
        4 => (format!("/s/p{number}"), format!("/t/q{number}")),
        _ => (
            format!("/s/:x<p|q|r>-{number}(/)"),
            format!("/t/:x/{number}"),
        ),
    };
    let [own, others] = fronts;
    format!(
        "- {{ source: '{own}{source}', destination: '{others}{destination}', id: s{number} }}\n"
    )
}

/// Returns a request of the universe that comes back to itself.
fn loops(policy: &Policy) -> Option<String> {
    let table = lower(policy, &Sources::default()).expect("small");
    let compiled = redirect_runtime::Policy::from_bytes(table).expect("a table");
    let values = [
        "p", "q", "12", "1", "99", "ab", "f0", "x7", "1-p", "1-12", "1-ab", "123", "1-1-p", "p/q",
        "1-", "x-y", "", "z", "p/z", "q/z", "12/z", "1/z", "ab/z", "x7/z", "f0/z", "99/z", "p-z",
        "q-z", "p/q/z", "1-p/z",
    ];
    let folders = ["/a", "/b", "/c", "/en/a", "/en/b", "/en/c"];
    for folder in folders {
        for value in values {
            for end in ["", "/"] {
                let start = match value {
                    "" => format!("{folder}{end}"),
                    value => format!("{folder}/{value}{end}"),
                };
                let mut path = start.clone();
                let mut seen = Vec::new();
                for _ in 0..40 {
                    if seen.contains(&path) {
                        return Some(start);
                    }
                    seen.push(path.clone());
                    let found = compiled.find(path.as_str());
                    match found.outcome() {
                        Outcome::Redirect { location, .. } => {
                            let next = location.to_owned();
                            drop(found);
                            path = next;
                        }
                        _ => break,
                    }
                }
            }
        }
    }
    None
}

#[test]
fn loops_are_found_as_by_trying_every_request() {
    let mut random = Random(21 + extra() as u64);
    let (mut with, mut without) = (0, 0);
    for _ in 0..rounds(600) {
        let lines: String = (0..2 + random.below(5))
            .map(|number| leading(&mut random, number))
            .collect();
        if is_told_as_it_is(&lines) {
            with += 1;
        } else {
            without += 1;
        }
    }
    println!("{with} with loops, {without} without");
    assert!(with > 30 && without > 50);
}

#[test]
fn loops_are_found_among_many_rules() {
    let mut random = Random(22 + extra() as u64);
    let (mut with, mut without) = (0, 0);
    for _ in 0..rounds(60) {
        let fronts = match random.chance(50) {
            true => ["(/:l<en|de>)", "(/:l)"],
            false => ["", ""],
        };
        let mut lines: Vec<String> = (0..4 + random.below(4))
            .map(|number| leading_behind(&mut random, number, fronts))
            .collect();
        for number in 0..40 {
            let line = apart(&mut random, number, fronts);
            lines.insert(random.below(lines.len() + 1), line);
        }
        if is_told_as_it_is(&lines.concat()) {
            with += 1;
        } else {
            without += 1;
        }
    }
    println!("{with} with loops, {without} without");
    assert!(with > 8 && without > 10);
}

/// Asserts that a loop is told of rules if there is one; gives whether there is.
fn is_told_as_it_is(lines: &str) -> bool {
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(lines, ""));
    let compiled = compile(&mut sources, number);
    let known = |code: &str| lint::find(code).is_some();
    assert!(
        compiled.diagnostics.iter().all(|one| known(one.code)),
        "{lines}"
    );
    let told = compiled.diagnostics.iter().any(|one| one.code == "loop");
    let there = loops(&compiled.policy);
    assert_eq!(
        told,
        there.is_some(),
        "{there:?} in\n{lines}\n{:#?}",
        compiled.diagnostics
    );
    told
}

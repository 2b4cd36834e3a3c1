//! Random policies with conditions, against every request of a small universe.

use std::collections::HashSet;

use http::{HeaderMap, HeaderValue, Method};
use redirect_policy::diagnostic::Level;
use redirect_policy::lint;
use redirect_policy::lower::lower;
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile};
use redirect_runtime::Request;
use testkit::Random;

use crate::rounds::{extra, rounds};
use crate::support::proving::file;

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
    let (mut unreachable, mut reachable) = (0, 0);
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
            unreachable += usize::from(told);
            reachable += usize::from(!told);
        }
    }
    println!("{unreachable} unreachable, {reachable} reachable");
    assert!(unreachable > 30 && reachable > 120);
}

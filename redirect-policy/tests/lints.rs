//! The list of lints: each is found, at the level that is set for it, wherever that is set; and the documentation
//! says the same of them.

#[path = "lints/reports.rs"]
mod reports;
#[path = "lints/self_redirect.rs"]
mod self_redirect;
mod support;
#[path = "lints/unknown_host.rs"]
mod unknown_host;

use std::path::Path;

use redirect_policy::compile_with;
use redirect_policy::diagnostic::Level;
use redirect_policy::lint::{LINTS, Lint, LintArguments, LintLevel};
use redirect_policy::source::Sources;
use support::proving::file;

/// For each lint rules and keys of a policy that it is found in, and nothing else; `ALLOW` is where it is silenced.
const FOUND: &[(&str, &str, &str)] = &[
    (
        "unreachable-rule",
        "- { source: '/a/*', destination: '/x/*' }\n- { source: /a/1, destination: /y, ALLOW }",
        "",
    ),
    (
        "duplicate-source",
        "- { source: /a, destination: /x }\n- { source: /a, destination: /y, id: 2, ALLOW }",
        "",
    ),
    #[cfg(feature = "table")]
    ("duplicate-source", "- { table: twice.csv, ALLOW }", ""),
    (
        "duplicate-id",
        "- { source: /a, destination: /x, id: i }\n- { source: /b, destination: /y, id: i, ALLOW }",
        "",
    ),
    (
        "foreign-notation",
        "- { source: '/c/(.*)', destination: /d, ALLOW }",
        "",
    ),
    (
        "self-redirect",
        "- { source: /a, destination: /a, ALLOW }",
        "",
    ),
    (
        "unknown-host",
        "- { source: /a, destination: /b, when: { host: shpo.example }, ALLOW }",
        "hosts: [shop.example]",
    ),
    (
        "loop",
        "- { source: /a, destination: /b, ALLOW }\n- { source: /b, destination: /a }",
        "",
    ),
    (
        "chain",
        "- { source: /a, destination: /b, ALLOW }\n- { source: /b, destination: /c }",
        "",
    ),
    (
        "failed-example",
        "- { source: /a, destination: /b, examples: { /a: /c }, ALLOW }",
        "",
    ),
    (
        "uncovered-url",
        "- { source: /a, destination: /b }",
        "coverage: { old: old.txt }",
    ),
    (
        "redirected-live-url",
        "- { source: /live, destination: /live/more, ALLOW }",
        "coverage: { live: live.txt }",
    ),
    (
        "dead-destination",
        "- { source: /a, destination: /b, ALLOW }",
        "coverage: { live: live.txt }",
    ),
    (
        "catch-all",
        "- { source: '/*', destination: 'https://y.example/*', ALLOW }",
        "",
    ),
    (
        "permanent-temporary",
        "- { source: /a, destination: /b, when: { until: '2026-02-01T00:00:00Z' }, ALLOW }",
        "",
    ),
    (
        "permanent-conditional",
        "- { source: /a, destination: /b, when: { cookie: { beta: true } }, ALLOW }",
        "",
    ),
    (
        "unused-parameter",
        "- { source: '/a/:x', destination: /b, ALLOW }",
        "",
    ),
    (
        "query-leaves-site",
        "- { source: /a, destination: 'https://y.example/', ALLOW }",
        "hosts: [x.example]",
    ),
];

/// Lints that no policy of the language can have: tests make them by hand, or spend a budget.
const BY_HAND: &[&str] = &["open-redirect", "undecided"];

/// The codes and levels of what is said of a policy, its files beside it.
fn found(
    (lint, rules, keys): (&str, &str, &str),
    allowed: bool,
    more: &str,
    arguments: &LintArguments,
) -> Vec<(&'static str, Level)> {
    let allow = match allowed {
        true => format!("allow: [{lint}]"),
        false => "allow: []".to_owned(),
    };
    let rules = match allowed {
        true => rules.replace("ALLOW", &allow),
        false => rules.replace(", ALLOW", ""),
    };
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(&rules, &format!("{keys}\n{more}")));
    sources.insert("twice.csv", "source,destination\n/a,/b\n/a,/c\n");
    sources.insert("old.txt", "/old\n");
    sources.insert("live.txt", "/live\n/live/more\n");
    let compiled = compile_with(&mut sources, number, arguments);
    assert_eq!(compiled.table.is_some(), !compiled.has_errors());
    let found = compiled.diagnostics.iter();
    found.map(|one| (one.code, one.level)).collect()
}

fn level(level: LintLevel) -> Option<Level> {
    match level {
        LintLevel::Allow => None,
        LintLevel::Warn => Some(Level::Warning),
        LintLevel::Deny => Some(Level::Error),
    }
}

#[test]
fn every_lint_is_found_at_the_level_that_is_set() {
    for case in FOUND {
        let lint = LINTS.iter().find(|lint| lint.name == case.0).unwrap();
        let found = |allowed, more: &str, arguments: &[LintLevel]| {
            let mut all = LintArguments::default();
            for level in arguments {
                all.set(lint.name, *level).unwrap();
            }
            found(*case, allowed, more, &all)
        };
        let expected = |wanted| -> Vec<_> {
            level(wanted)
                .map(|level| (lint.name, level))
                .into_iter()
                .collect()
        };
        assert_eq!(found(false, "", &[]), expected(lint.level), "{case:?}");
        let all = [LintLevel::Allow, LintLevel::Warn, LintLevel::Deny];
        for wanted in all {
            let set = format!("lints: {{ {}: {} }}", lint.name, wanted.word());
            assert_eq!(found(false, &set, &[]), expected(wanted), "{case:?}");
            // `allow` at the rule goes before the policy, and the macro's arguments before both.
            if case.1.contains("ALLOW") {
                assert_eq!(found(true, &set, &[]), [], "{case:?}");
            }
            for argument in all {
                for allowed in [false, true] {
                    let found = found(allowed, &set, &[LintLevel::Warn, argument]);
                    assert_eq!(found, expected(argument), "{case:?} {set} {argument:?}");
                }
            }
        }
    }
}

#[test]
fn every_lint_is_found_somewhere() {
    let names = LINTS.iter().map(|lint| lint.name);
    let missing: Vec<_> = names
        .filter(|name| !BY_HAND.contains(name) && !FOUND.iter().any(|(found, ..)| found == name))
        .collect();
    assert!(missing.is_empty(), "no policy has {missing:?}");
}

/// The lints of a table in the documentation, with their levels: the rows under `| lint | default |`.
fn documented(file: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text
        .lines()
        .skip_while(|line| !line.starts_with("| lint | default"))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut found = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let names: Vec<&str> = cells[1]
            .split(", ")
            .map(|name| name.trim_matches('`'))
            .collect();
        let levels: Vec<&str> = cells[2].split(", ").collect();
        for (at, name) in names.iter().enumerate() {
            let level = levels.get(at).or(levels.last()).unwrap();
            found.push(((*name).to_owned(), (*level).to_owned()));
        }
    }
    found
}

#[test]
fn the_documentation_lists_the_lints_with_their_levels() {
    let mut expected: Vec<_> = LINTS
        .iter()
        .map(|lint: &Lint| (lint.name.to_owned(), lint.level.word().to_owned()))
        .collect();
    expected.sort();
    for file in ["README.md", "docs/proofs.md"] {
        let mut found = documented(file);
        found.sort();
        assert_eq!(found, expected, "{file}");
    }
}

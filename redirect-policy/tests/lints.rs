//! The list of lints: each is found, at the level that is set for it, wherever that is set; and the documentation
//! says the same of them.

mod support;

use std::path::Path;

use redirect_policy::compile_with;
use redirect_policy::diagnostic::{Level, render_all};
use redirect_policy::lint::{LINTS, Lint, LintArguments, LintLevel};
use redirect_policy::source::Sources;
use support::proving::{file, rules, shown};

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

#[test]
fn reports_of_one_lint_with_one_second_rule_are_one() {
    let mut lines: Vec<String> = (0..40).map(|n| format!("/p{n} -> /q/{n}")).collect();
    lines.push("/q/:id<int> -> /q/:id<int>/".replace("/:id<int>/", "/:id/"));
    lines.push("/shop -> /store".to_owned());
    lines.push("/store -> /shop".to_owned());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let text = shown(&rules(&lines), "");
    assert_eq!(text.matches("redirected, and").count(), 1, "{text}");
    assert_eq!(text.matches("redirects [loop]").count(), 1, "{text}");
    let whole = "the destination is itself redirected, and so it is with 39 more rules [chain]";
    assert!(text.contains(whole), "{text}");
    let samples = "also such as `/p1` (line 5), `/p2` (line 6)";
    assert!(text.contains(samples), "{text}");
}

#[test]
fn the_rarest_lint_is_shown_first_and_each_up_to_its_limit() {
    let mut lines: Vec<String> = (0..30).map(|n| format!("/u{n}/:x -> /v{n}")).collect();
    lines.push("/s -> /t | when: { cookie: { beta: true } }".to_owned());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(&rules(&lines), ""));
    let mut compiled = compile_with(&mut sources, number, &LintArguments::default());
    let texts = render_all(&mut compiled.diagnostics, &sources);
    assert_eq!(texts.len(), 12);
    assert!(
        texts[0].1.contains("[permanent-conditional]"),
        "{}",
        texts[0].1
    );
    assert_eq!(texts[11].1, "and 20 more warnings [unused-parameter]");
}

#[test]
fn a_report_says_where_its_lint_is_allowed() {
    let chain = rules(&["/a -> /b", "/b -> /c"]);
    let at_the_rule = "if it is meant, write `allow: [chain]` at the rule";
    assert!(shown(&chain, "").contains(at_the_rule));
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(&chain, ""));
    let mut arguments = LintArguments::default();
    arguments.set("chain", LintLevel::Deny).unwrap();
    let compiled = compile_with(&mut sources, number, &arguments);
    let help = compiled.diagnostics[0].help.last().unwrap();
    assert_eq!(
        help,
        "if it is meant, take `deny(chain)` out of the macro's arguments"
    );
}

/// The codes of what is said of rules without the lints of their own tests.
fn codes(rules: &str, keys: &str) -> Vec<&'static str> {
    support::proving::codes_with(rules, keys)
}

#[test]
fn a_rule_that_never_redirects_is_found_and_no_other() {
    for line in [
        "/a -> /a",
        "/b/:x -> /b/:x",
        "/a -> /a#frag",
        "/b/* -> /b/*",
        "/b(/:x) -> /b(/:x)",
        "/a -> /a | when: { query: { x: false } }",
        "/a -> /a | when: { query: none }, query: drop",
    ] {
        assert_eq!(codes(&rules(&[line]), ""), ["self-redirect"], "{line}");
    }
    for line in [
        "/apply -> /apply | caseSensitive: false",
        "/apply -> /apply | query: drop",
        "/x/:id(/) -> /x/:id/",
        "/a -> /a?x=1",
        "/a -> /a | when: { query: { x: true } }",
        "/a -> https://x.example/a",
        "/a/:l<en|de> -> /a/:l | caseSensitive: false",
    ] {
        assert_eq!(codes(&rules(&[line]), ""), [""; 0], "{line}");
    }
}

#[test]
fn a_rule_that_never_redirects_covers_nothing() {
    let keys = "coverage: { old: ['/a'] }\nlints: { self-redirect: allow }";
    assert_eq!(codes(&rules(&["/a -> /a"]), keys), ["uncovered-url"]);
    assert_eq!(codes(&rules(&["/a -> /b"]), keys), [""; 0]);
}

#[test]
fn hosts_that_are_none_of_the_sites_are_said_once() {
    let hosts = "hosts: [shop.example, '*.api.example', ':c<kr|jp>.site.example']";
    let on = |host: &str| {
        let rule = format!("/a -> /b | when: {{ host: '{host}' }}");
        support::proving::diagnostics(&rules(&[&rule]), hosts)
    };
    for known in ["shop.example", "v1.api.example", "kr.site.example"] {
        assert_eq!(on(known), [], "{known}");
    }
    let near = on("shpo.example");
    assert_eq!(near[0].label, "did you mean `shop.example`?");
    let near = on(":c<kr|jq>.site.example");
    assert!(near[0].message.contains("`jq.site.example`"), "{near:#?}");
    let others = support::proving::diagnostics(
        &rules(&[
            "/a -> /b | when: { host: old.test }",
            "/c -> /d | when: { host: [old.test, older.test] }",
        ]),
        hosts,
    );
    assert_eq!(others.len(), 1, "{others:#?}");
    assert!(
        others[0]
            .message
            .contains("`old.test`, `older.test` are none"),
        "{others:#?}"
    );
    assert_eq!(
        codes(&rules(&["/a -> /b | when: { host: old.test }"]), ""),
        [""; 0]
    );
}

#[test]
fn an_advice_for_a_pattern_is_given_only_where_it_holds_for_all() {
    let whole = shown(&rules(&["/old/* -> /new/*", "/new/* -> /n/*"]), "");
    assert!(whole.contains("write `destination: \"/n/*\"`"), "{whole}");
    let some = shown(&rules(&["/old/* -> /new/*", "/*.php -> /home"]), "");
    assert!(some.contains("[chain]"), "{some}");
    assert!(!some.contains("write `destination"), "{some}");
}

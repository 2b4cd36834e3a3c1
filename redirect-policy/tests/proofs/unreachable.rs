//! Dead rules: planted ones are found, live ones are left alone, and a slow reference agrees on random policies.

use crate::support::proving::{codes, diagnostics, rules, shown};
use redirect_policy::compile;
use redirect_policy::reference;
use redirect_policy::source::Sources;
use testkit::Random;
use testkit::patterns::source;

const DEAD: &str = "unreachable-rule";
const TWICE: &str = "duplicate-source";

/// Rules of which the last is dead (or not), by the lint that says so.
const CASES: &[(&[&str], Option<&str>)] = &[
    (&["/a -> /b", "/a -> /c"], Some(TWICE)),
    (&["/a -> /b", "/b2 -> /c"], None),
    (&["/a/:x -> /b/:x", "/a/b2 -> /c"], Some(DEAD)),
    (&["/a/:x -> /b/:x", "/a/b/c -> /d"], None),
    // The first rule has no location for some of what it matches.
    (
        &["/a/:n<path>.html -> /d-:n", "/a/:x/..html -> /z/:x"],
        None,
    ),
    (&["/-:a<int>/* -> /:a*.", "/-:a<int>/:b/ -> /z/:a:b"], None),
    (&["/e:n<.|..|a> -> /:n", "/x -> /y"], None),
    (&["/a/:x -> /b/:x", "/a/:y -> /c/:y"], Some(DEAD)),
    (&["/a/:x -> /b/:x", "/a/:x -> /c/:x"], Some(TWICE)),
    (&["/a/* -> /b/*", "/a/:y<int> -> /c/:y"], Some(DEAD)),
    (&["/a/:y<int> -> /c/:y", "/a/* -> /b/*"], None),
    (&["/a/:x<alpha> -> /b/:x", "/a/:x<int> -> /c/:x"], None),
    (
        &["/a/:x<alnum> -> /b/:x", "/a/:x<int> -> /c/:x"],
        Some(DEAD),
    ),
    (
        &["/a/:x<slug> -> /b/:x", "/a/:x<uuid> -> /c/:x"],
        Some(DEAD),
    ),
    (&["/a/:x<hex{36}> -> /b/:x", "/a/:x<uuid> -> /c/:x"], None),
    (
        &["/a/:x<int{4}> -> /b/:x", "/a/:x<int{2,4}> -> /c/:x"],
        None,
    ),
    (
        &["/a/:x<int{2,9}> -> /b/:x", "/a/:x<int{2,4}> -> /c/:x"],
        Some(DEAD),
    ),
    // Two rules together.
    (&["/a -> /b", "/a/ -> /c", "/a(/) -> /d"], Some(DEAD)),
    (
        &["/x/kr -> /1", "/x/jp -> /2", "/x/:l<kr|jp> -> /3/:l"],
        Some(DEAD),
    ),
    (
        &["/x/kr -> /1", "/x/jp -> /2", "/x/:l<kr|jp|us> -> /3/:l"],
        None,
    ),
    (
        &[
            "/x/:i<int{1,9}> -> /1/:i",
            "/x/:i<int{10,19}> -> /2/:i",
            "/x/:i<int> -> /3/:i",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/x/:i<int{1,8}> -> /1/:i",
            "/x/:i<int{10,19}> -> /2/:i",
            "/x/:i<int> -> /3/:i",
        ],
        None,
    ),
    (&["/:a", "/:a/*", "/:p<path>"], Some(DEAD)),
    (&["/:a", "/:a/:b", "/:p<path>"], None),
    // The root.
    (&["/*", "/ -> /home"], Some(DEAD)),
    (&["*", "/x -> /home"], Some(DEAD)),
    (&["/:p<path>", "/ -> /home"], None),
    // Letters.
    (
        &["/abc -> /1 | caseSensitive: false", "/aBc -> /2"],
        Some(DEAD),
    ),
    (&["/abc -> /1", "/ABC -> /2"], None),
    (
        &["/abc -> /1", "/abc -> /2 | caseSensitive: false, id: z"],
        None,
    ),
    (
        &[
            "/a -> /1",
            "/A -> /1",
            "/a -> /2 | caseSensitive: false, id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/x/:c<kr|jp> -> /1/:c | caseSensitive: false",
            "/X/:c<KR|Jp> -> /2/:c",
        ],
        Some(DEAD),
    ),
    // Groups.
    (&["/a(/:x) -> /b(/:x)", "/a -> /c"], Some(DEAD)),
    (&["/a(/:x) -> /b(/:x)", "/a/ -> /c"], None),
    (&["/(:t-):id -> /b/:id", "/:id<int> -> /c/:id"], Some(DEAD)),
    // Triplets are whole characters.
    (&["/a/:x<slug> -> /b/:x", "/a/%EB%8F%99 -> /c"], Some(DEAD)),
    (&["/a/:x<alnum> -> /b/:x", "/a/%EB%8F%99 -> /c"], None),
    (&["/a/:x<segment{3}> -> /b/:x", "/a/%2F -> /c"], Some(DEAD)),
    (&["/a/:x<segment{1}> -> /b/:x", "/a/%2F -> /c"], None),
    (
        &["/동네/:x -> /b/:x", "/%EB%8F%99%EB%84%A4/1 -> /c"],
        Some(DEAD),
    ),
    // Handlers may pass on; rules that stop do not.
    (&["/a/:x -> /b/:x | handler: ask", "/a/1 -> /c"], None),
    (&["/a/:x -> stop", "/a/1 -> /c"], Some(DEAD)),
    (&["/a/:x", "/a/1 -> /c | handler: ask"], Some(DEAD)),
    // A location that would be a dot segment is a rule that does not match.
    (&["/a/:x.html -> /b/:x", "/a/..html -> /c"], None),
    (
        &["/a/:x.html -> /b/:x", "/a/:y<alpha>.html -> /c"],
        Some(DEAD),
    ),
    (&["/a/:x.html -> /b/:x", "/a/:y.html -> /c/y-:y"], None),
    (&["/a/:x.html -> /b/:x", "/a/:y.html -> /c/:y"], Some(DEAD)),
    // Already there is a stop.
    (&["/x/:id(/) -> /x/:id/", "/x/:id/ -> /y/:id"], Some(DEAD)),
    // Methods.
    (&["/a -> /b", "/a | id: z"], None),
    (&["/a", "/a -> /b"], Some(TWICE)),
    (
        &["/a -> /b | when: { method: [POST] }", "/a -> /c | id: z"],
        None,
    ),
    (
        &["/a -> /b | when: { method: [GET] }", "/a -> /c | id: z"],
        Some(DEAD),
    ),
    (
        &["/a -> /b", "/a -> /c | when: { method: [HEAD] }, id: z"],
        Some(DEAD),
    ),
    (
        &["/a -> /b | when: { method: [HEAD] }", "/a -> /c | id: z"],
        None,
    ),
    (
        &[
            "/a -> /b | when: { method: GET }",
            "/a -> /c | statusCode: 308, id: z",
        ],
        None,
    ),
    (
        &["/a -> /b | statusCode: 308, unless: { method: GET }"],
        None,
    ),
    // Hosts.
    (
        &["/a -> /b | when: { host: x.com }", "/a -> /c | id: z"],
        None,
    ),
    (
        &["/a -> /b", "/a -> /c | when: { host: x.com }, id: z"],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /b | when: { host: x.com }",
            "/a -> /c | when: { host: y.com }, id: z",
        ],
        None,
    ),
    (
        &[
            "/a -> /b | when: { host: '*.x.com' }",
            "/a -> /c | when: { host: y.x.com }, id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /b | when: { host: '*.x.com' }",
            "/a -> /c | when: { host: x.com }, id: z",
        ],
        None,
    ),
    (
        &[
            "/a -> /b | when: { host: x.com }",
            "/a -> /b | when: { host: y.com }, id: y",
            "/a -> /c | when: { host: [x.com, y.com] }, id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /b | when: { host: x.com }",
            "/a -> /c | when: { host: [x.com, y.com] }, id: z",
        ],
        None,
    ),
    (
        &[
            "/a -> /:c | when: { host: ':c<kr|jp>.x.com' }",
            "/a -> /c | when: { host: kr.x.com }, id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /:c | when: { host: ':c<kr|jp>.x.com' }",
            "/a -> /c | when: { host: us.x.com }, id: z",
        ],
        None,
    ),
    // Queries.
    (
        &["/a -> /b | when: { query: { id: 1 } }", "/a -> /c | id: z"],
        None,
    ),
    (
        &[
            "/a -> /b | when: { query: { id: true } }",
            "/a -> /c | when: { query: { id: 1 } }, id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /b | when: { query: { id: true } }",
            "/a -> /c | when: { query: { id: false } }, id: y",
            "/a -> /d | id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /b/:n | when: { query: { id: ':n<int>' } }",
            "/a -> /c | when: { query: { id: 12 } }, id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /b/:n | when: { query: { id: ':n<int>' } }",
            "/a -> /c | when: { query: { id: x } }, id: z",
        ],
        None,
    ),
    // Headers, cookies, languages, schemes, times.
    (
        &[
            "/a -> /b | when: { cookie: { beta: true } }, statusCode: 302",
            "/a -> /c | id: z",
        ],
        None,
    ),
    (
        &[
            "/a -> /b | when: { cookie: { beta: true } }, statusCode: 302",
            "/a -> /c | when: { cookie: { beta: 'yes' } }, statusCode: 302, id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /b | unless: { cookie: { beta: true } }, statusCode: 302",
            "/a -> /c | when: { cookie: { beta: true } }, statusCode: 302, id: z",
        ],
        None,
    ),
    (
        &[
            "/a -> /b | unless: { cookie: { beta: true } }, statusCode: 302",
            "/a -> /c | when: { cookie: { beta: true } }, statusCode: 302, id: y",
            "/a -> /d | id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /ko | when: { language: [ko] }, statusCode: 302",
            "/a -> /d | when: { language: ':l<ko|ja>' }, statusCode: 302, id: z, allow: [unused-parameter]",
        ],
        None,
    ),
    (
        &[
            "/a -> /:l | when: { language: ':l<ko|ja>' }, statusCode: 302",
            "/a -> /d | when: { language: [ko] }, statusCode: 302, id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /b | when: { scheme: http }",
            "/a -> /c | when: { scheme: https }, id: z",
        ],
        None,
    ),
    (
        &[
            "/a -> /b | when: { until: '2026-01-01T00:00:00Z' }, statusCode: 302",
            "/a -> /c | when: { from: 2026-01-01 }, statusCode: 302, id: z",
        ],
        None,
    ),
    (
        &[
            "/a -> /b | when: { until: '2026-01-01T00:00:00Z' }, statusCode: 302",
            "/a -> /c | when: { from: 2026-01-01 }, statusCode: 302, id: y",
            "/a -> /d | id: z",
        ],
        Some(DEAD),
    ),
    (
        &[
            "/a -> /b | when: { until: '2026-01-01T00:00:00Z' }, statusCode: 302",
            "/a -> /c | when: { from: 2026-01-02 }, statusCode: 302, id: y",
            "/a -> /d | id: z",
        ],
        None,
    ),
];

#[test]
fn planted_rules_are_found_and_others_left_alone() {
    let mut wrong = Vec::new();
    for (lines, expected) in CASES {
        let found = codes(&rules(lines));
        let about: Vec<&str> = found
            .into_iter()
            .filter(|code| {
                !matches!(
                    *code,
                    "unused-parameter" | "permanent-conditional" | "chain" | "catch-all"
                )
            })
            .collect();
        let expected: Vec<&str> = expected.iter().copied().collect();
        if about != expected {
            wrong.push(format!(
                "{about:?}, not {expected:?}:\n{}",
                shown(&rules(lines), "")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_report_names_the_rules_that_cover_with_requests() {
    let text = shown(
        &rules(&["/x/kr -> /1", "/x/jp -> /2", "/x/:l<kr|jp> -> /3/:l"]),
        "",
    );
    for part in [
        "2 earlier rules together match all that it does",
        "redirects.yml:6:",
        "first matched here, such as `/x/kr`",
        "first matched here, such as `/x/jp`",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

#[test]
fn ids_must_differ() {
    assert_eq!(
        codes(&rules(&["/a -> /b | handler: h", "/a -> /c"])),
        ["duplicate-id"]
    );
    // Conditions that differ make names that differ.
    assert_eq!(
        codes(&rules(&["/a -> /b | when: { host: x.com }", "/a -> /c"])),
        [""; 0]
    );
    assert_eq!(
        codes(&rules(&["/a -> /b | id: n", "/c -> /d | id: n"])),
        ["duplicate-id"]
    );
    assert_eq!(
        codes(&rules(&["/a -> /b | id: n", "/c -> /d | id: m"])),
        [""; 0]
    );
}

#[cfg(feature = "table")]
#[test]
fn a_row_that_needs_another_id_is_told_where_one_can_be_written() {
    let mut sources = Sources::default();
    let rules = "- { source: /a, destination: /b, handler: h }\n- table: rows.csv";
    let file = sources.insert("redirects.yml", crate::support::proving::file(rules, ""));
    sources.insert("rows.csv", "source,destination\n/a,/c\n");
    let found = compile(&mut sources, file).diagnostics;
    let told: Vec<_> = found.iter().map(|one| (one.code, &one.help)).collect();
    let help = [
        "write an `id` beside `table`: all its rows are then known by it",
        "if it is meant, write `allow: [duplicate-id]` beside `table`",
    ];
    assert_eq!(told, [("duplicate-id", &help.map(str::to_owned).to_vec())]);
}

/// Every path of a small universe that random sources can match.
fn universe(pieces: &[&str], longest: usize) -> Vec<String> {
    let mut all = vec![String::from("/")];
    let mut last = all.clone();
    for _ in 0..longest {
        let longer = |path: &String| {
            let path = path.clone();
            pieces.iter().map(move |piece| format!("{path}{piece}"))
        };
        last = last.iter().flat_map(longer).collect();
        all.extend(last.iter().cloned());
    }
    all.retain(|path| redirect_runtime::canonical::is_canonical(path));
    all
}

#[test]
fn a_slow_reference_agrees_on_random_policies() {
    let universe = universe(&["a", "b", "-", "/", "1", "%20"], 4);
    let mut random = Random(11);
    let (mut dead, mut alive) = (0, 0);
    for _ in 0..400 {
        let wanted = 2 + random.below(6);
        let mut lines = String::new();
        for number in 0..wanted {
            let text = source(&mut random);
            let fold = if random.chance(10) {
                ", caseSensitive: false"
            } else {
                ""
            };
            lines.push_str(&format!(
                "- {{ source: '{text}', statusCode: 410, id: r{number}{fold} }}\n"
            ));
        }
        let mut sources = Sources::default();
        let file = sources.insert("redirects.yml", crate::support::proving::file(&lines, ""));
        let compiled = compile(&mut sources, file);
        if compiled.policy.rules.len() < wanted {
            continue;
        }
        let told = |index: usize| {
            let span = compiled.policy.rules[index].source_span;
            let is_about = |one: &&redirect_policy::diagnostic::Diagnostic| {
                one.places().any(|place| place == span)
            };
            let mut about = compiled.diagnostics.iter().filter(is_about);
            about.any(|one| {
                let dead = matches!(one.code, DEAD | TWICE);
                let decided = one.level == redirect_policy::diagnostic::Level::Error;
                assert!(!dead || decided, "undecided: {lines}");
                dead
            })
        };
        let mut won = vec![false; wanted];
        for path in &universe {
            let first = compiled.policy.rules.iter().position(|rule| {
                reference::matches(&rule.source.items, rule.fold_case, path).is_some()
            });
            if let Some(first) = first {
                won[first] = true;
            }
        }
        for (index, won) in won.into_iter().enumerate() {
            if told(index) {
                dead += 1;
                assert!(!won, "rule {index} is alive in\n{lines}");
            } else {
                alive += 1;
            }
        }
    }
    println!("{dead} dead, {alive} alive");
    assert!(dead > 15 && alive > 300);
}

#[test]
fn rules_called_alive_win_a_request() {
    // These sources differ within five characters, if at all.
    let universe = universe(&["a", "1", "-", "/", "!", "."], 5);
    let mut random = Random(12);
    let mut checked = 0;
    for _ in 0..60 {
        let mut lines = String::new();
        for number in 0..4 {
            let kinds = [
                "",
                "<int>",
                "<alpha>",
                "<slug>",
                "<a|b>",
                "<path>",
                "<int{1}>",
                "<segment{1}>",
            ];
            let front = ["/", "/a", "/a/", "/1-"][random.below(4)];
            let kind = kinds[random.below(kinds.len())];
            let back = ["", "", "(/)", "(-:y)"][random.below(4)];
            lines.push_str(&format!(
                "- {{ source: '{front}:x{kind}{back}', statusCode: 410, id: r{number} }}\n"
            ));
        }
        let mut sources = Sources::default();
        let file = sources.insert("redirects.yml", crate::support::proving::file(&lines, ""));
        let compiled = compile(&mut sources, file);
        if compiled.policy.rules.len() < 4 {
            continue;
        }
        for index in 0..4 {
            let span = compiled.policy.rules[index].source_span;
            let about = |one: &redirect_policy::diagnostic::Diagnostic| {
                one.places().any(|place| place == span) && matches!(one.code, DEAD | TWICE)
            };
            let told = compiled.diagnostics.iter().any(about);
            let wins = universe.iter().any(|path| {
                let first =
                    compiled.policy.rules.iter().position(|rule| {
                        reference::matches(&rule.source.items, false, path).is_some()
                    });
                first == Some(index)
            });
            assert_eq!(
                told, !wins,
                "rule {index} in\n{lines}\n{:#?}",
                compiled.diagnostics
            );
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn witnesses_are_true() {
    let lines = rules(&["/a/:x -> /b/:x", "/a/b2 -> /c"]);
    let found = diagnostics(&lines, "");
    assert_eq!(
        found[0].related[0].label,
        "first matched here, such as `/a/b2`"
    );
}

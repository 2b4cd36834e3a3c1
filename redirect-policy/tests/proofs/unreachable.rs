//! `unreachable-rule` and `duplicate-source`: planted rules are found, others are left alone, and what is said of them is true.

use crate::support::proving::{codes, diagnostics, rules, shown};

const UNREACHABLE: &str = "unreachable-rule";
const DUPLICATE: &str = "duplicate-source";

/// Rules of which the last is unreachable (or not), by the lint that says so.
const CASES: &[(&[&str], Option<&str>)] = &[
    (&["/a -> /b", "/a -> /c"], Some(DUPLICATE)),
    (&["/a -> /b", "/b2 -> /c"], None),
    (&["/a/:x -> /b/:x", "/a/b2 -> /c"], Some(UNREACHABLE)),
    (&["/a/:x -> /b/:x", "/a/b/c -> /d"], None),
    // The first rule has no location for some of what it matches.
    (
        &["/a/:n<path>.html -> /d-:n", "/a/:x/..html -> /z/:x"],
        None,
    ),
    (&["/-:a<int>/* -> /:a*.", "/-:a<int>/:b/ -> /z/:a:b"], None),
    (&["/e:n<.|..|a> -> /:n", "/x -> /y"], None),
    (&["/a/:x -> /b/:x", "/a/:y -> /c/:y"], Some(UNREACHABLE)),
    (&["/a/:x -> /b/:x", "/a/:x -> /c/:x"], Some(DUPLICATE)),
    (&["/a/* -> /b/*", "/a/:y<int> -> /c/:y"], Some(UNREACHABLE)),
    (&["/a/:y<int> -> /c/:y", "/a/* -> /b/*"], None),
    (&["/a/:x<alpha> -> /b/:x", "/a/:x<int> -> /c/:x"], None),
    (
        &["/a/:x<alnum> -> /b/:x", "/a/:x<int> -> /c/:x"],
        Some(UNREACHABLE),
    ),
    (
        &["/a/:x<slug> -> /b/:x", "/a/:x<uuid> -> /c/:x"],
        Some(UNREACHABLE),
    ),
    (&["/a/:x<hex{36}> -> /b/:x", "/a/:x<uuid> -> /c/:x"], None),
    (
        &["/a/:x<int{4}> -> /b/:x", "/a/:x<int{2,4}> -> /c/:x"],
        None,
    ),
    (
        &["/a/:x<int{2,9}> -> /b/:x", "/a/:x<int{2,4}> -> /c/:x"],
        Some(UNREACHABLE),
    ),
    // Two rules together.
    (&["/a -> /b", "/a/ -> /c", "/a(/) -> /d"], Some(UNREACHABLE)),
    (
        &["/x/kr -> /1", "/x/jp -> /2", "/x/:l<kr|jp> -> /3/:l"],
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
    ),
    (
        &[
            "/x/:i<int{1,8}> -> /1/:i",
            "/x/:i<int{10,19}> -> /2/:i",
            "/x/:i<int> -> /3/:i",
        ],
        None,
    ),
    (&["/:a", "/:a/*", "/:p<path>"], Some(UNREACHABLE)),
    (&["/:a", "/:a/:b", "/:p<path>"], None),
    // The root.
    (&["/*", "/ -> /home"], Some(UNREACHABLE)),
    (&["*", "/x -> /home"], Some(UNREACHABLE)),
    (&["/:p<path>", "/ -> /home"], None),
    // Letters.
    (
        &["/abc -> /1 | caseSensitive: false", "/aBc -> /2"],
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
    ),
    (
        &[
            "/x/:c<kr|jp> -> /1/:c | caseSensitive: false",
            "/X/:c<KR|Jp> -> /2/:c",
        ],
        Some(UNREACHABLE),
    ),
    // Groups.
    (&["/a(/:x) -> /b(/:x)", "/a -> /c"], Some(UNREACHABLE)),
    (&["/a(/:x) -> /b(/:x)", "/a/ -> /c"], None),
    (
        &["/(:t-):id -> /b/:id", "/:id<int> -> /c/:id"],
        Some(UNREACHABLE),
    ),
    // Triplets are whole characters.
    (
        &["/a/:x<slug> -> /b/:x", "/a/%EB%8F%99 -> /c"],
        Some(UNREACHABLE),
    ),
    (&["/a/:x<alnum> -> /b/:x", "/a/%EB%8F%99 -> /c"], None),
    (
        &["/a/:x<segment{3}> -> /b/:x", "/a/%2F -> /c"],
        Some(UNREACHABLE),
    ),
    (&["/a/:x<segment{1}> -> /b/:x", "/a/%2F -> /c"], None),
    (
        &["/동네/:x -> /b/:x", "/%EB%8F%99%EB%84%A4/1 -> /c"],
        Some(UNREACHABLE),
    ),
    // Handlers may pass on; rules that stop do not.
    (&["/a/:x -> /b/:x | handler: ask", "/a/1 -> /c"], None),
    (&["/a/:x -> stop", "/a/1 -> /c"], Some(UNREACHABLE)),
    (&["/a/:x", "/a/1 -> /c | handler: ask"], Some(UNREACHABLE)),
    // A location that would be a dot segment is a rule that does not match.
    (&["/a/:x.html -> /b/:x", "/a/..html -> /c"], None),
    (
        &["/a/:x.html -> /b/:x", "/a/:y<alpha>.html -> /c"],
        Some(UNREACHABLE),
    ),
    (&["/a/:x.html -> /b/:x", "/a/:y.html -> /c/y-:y"], None),
    (
        &["/a/:x.html -> /b/:x", "/a/:y.html -> /c/:y"],
        Some(UNREACHABLE),
    ),
    // Already there is a stop.
    (
        &["/x/:id(/) -> /x/:id/", "/x/:id/ -> /y/:id"],
        Some(UNREACHABLE),
    ),
    // Methods.
    (&["/a -> /b", "/a | id: z"], None),
    (&["/a", "/a -> /b"], Some(DUPLICATE)),
    (
        &["/a -> /b | when: { method: [POST] }", "/a -> /c | id: z"],
        None,
    ),
    (
        &["/a -> /b | when: { method: [GET] }", "/a -> /c | id: z"],
        Some(UNREACHABLE),
    ),
    (
        &["/a -> /b", "/a -> /c | when: { method: [HEAD] }, id: z"],
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
    ),
    (
        &[
            "/a -> /b | when: { query: { id: true } }",
            "/a -> /c | when: { query: { id: false } }, id: y",
            "/a -> /d | id: z",
        ],
        Some(UNREACHABLE),
    ),
    (
        &[
            "/a -> /b/:n | when: { query: { id: ':n<int>' } }",
            "/a -> /c | when: { query: { id: 12 } }, id: z",
        ],
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
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
        Some(UNREACHABLE),
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
fn witnesses_are_true() {
    let lines = rules(&["/a/:x -> /b/:x", "/a/b2 -> /c"]);
    let found = diagnostics(&lines, "");
    assert_eq!(
        found[0].related[0].label,
        "first matched here, such as `/a/b2`"
    );
}

#[test]
fn a_rule_within_the_exceptions_of_its_group_is_told_so() {
    let rules = "- except: '/api/*'\n  rules:\n    - { source: '/api/x', destination: '/y' }\n    - { source: '/z', destination: '/y' }";
    let found = diagnostics(rules, "");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code, "unreachable-rule");
    assert!(
        found[0]
            .message
            .contains("its exceptions take them all (`/api/*`)"),
        "{}",
        found[0].message
    );
    let both = "- when: { host: a.example }\n  rules:\n    - { source: '/x', destination: '/y', when: { host: b.example } }";
    let found = diagnostics(both, "");
    assert!(
        found[0].message.contains("exclude each other"),
        "{}",
        found[0].message
    );
}

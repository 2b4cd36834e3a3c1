//! Loops and chains: planted ones are found with their trips, and clean tables are left alone.

use crate::support::proving::{codes_with, diagnostics, rules, shown};

fn about(lines: &[&str], keys: &str) -> Vec<&'static str> {
    let mut found = codes_with(&rules(lines), keys);
    found.retain(|code| {
        !matches!(
            *code,
            "unused-parameter" | "permanent-conditional" | "catch-all" | "query-leaves-site"
        )
    });
    found
}

const HOSTS: &str = "hosts: [x.com, www.x.com]\nlints: { unknown-host: allow }";

/// Rules, and what is said of them: `loop`, `chain`s, or nothing.
const CASES: &[(&[&str], &[&str])] = &[
    (&["/a -> /b"], &[]),
    (&["/a -> /b", "/b -> /c"], &["chain"]),
    (&["/a -> /b", "/b -> /a"], &["loop"]),
    // Already there is no loop.
    (&["/a -> /a"], &["self-redirect"]),
    (&["/x/:id(/) -> /x/:id/"], &[]),
    (&["/x/:id/ -> /x/:id"], &[]),
    (&["/x/:id/ -> /x/:id", "/x/:id -> /x/:id/"], &["loop"]),
    // The query makes the difference.
    (&["/a -> /a?x=1"], &[]),
    (&["/a -> /a?x=1 | query: drop"], &[]),
    (
        &["/a -> /b | when: { query: { x: 1 } }", "/b -> /a?x=1"],
        &["loop"],
    ),
    (
        &["/a -> /b | when: { query: { x: 1 } }", "/b -> /a?x=2"],
        &["chain"],
    ),
    (
        &[
            "/a -> /b?y=1 | when: { query: { x: 1 } }",
            "/b -> /c | when: { query: { y: 1 } }",
        ],
        &["chain"],
    ),
    // Another port is another origin, where the same rules may hold.
    (&["/a -> https://x.com:8443/a | statusCode: 302"], &[]),
    (
        &[
            "/a -> https://x.com:8443/b | statusCode: 302",
            "/b -> https://x.com/a | statusCode: 302",
        ],
        &["loop"],
    ),
    (
        &["/a -> https://x.com:8443/b", "/b -> https://x.com:443/c"],
        &["chain"],
    ),
    // Patterns.
    (&["/a/:x -> /b/:x", "/b/:x -> /a/:x"], &["loop"]),
    (&["/a/:x -> /b/:x", "/b/:x -> /c/:x"], &["chain"]),
    (&["/a/:x<int> -> /b/:x", "/b/:x<alpha> -> /a/:x"], &[]),
    (&["/a/:x<hex> -> /b/:x", "/b/:x<alpha> -> /a/:x"], &["loop"]),
    (
        &["/a/:x<int{3}> -> /b/:x", "/b/:x<alnum{2,5}> -> /a/:x"],
        &["loop"],
    ),
    (
        &["/a/:x<int{3}> -> /b/:x", "/b/:x<alnum{4,5}> -> /a/:x"],
        &[],
    ),
    (
        &["/a/:x<kr|jp> -> /b/:x", "/b/:x<jp|us> -> /a/:x"],
        &["loop"],
    ),
    (&["/a/:x<kr|jp> -> /b/:x", "/b/:x<us|uk> -> /a/:x"], &[]),
    (
        &["/a/:x -> /b/:x", "/b/1-:x -> /c/1-:x", "/c/:x-2 -> /a/:x-2"],
        &["loop"],
    ),
    (&["/a/* -> /b/*", "/b/* -> /a/*"], &["loop"]),
    (&["/a/:x.html -> /b/:x", "/b/:x -> /a/:x.html"], &["loop"]),
    (
        &["/a/:x -> /b/:x | caseSensitive: false", "/b/:x -> /A/:x"],
        &["loop"],
    ),
    (&["/a/:x -> /b/:x", "/b/:x -> /A/:x"], &["chain"]),
    // A literal in the way.
    (&["/a/:x -> /b/:x", "/b/q -> /a/q"], &["loop"]),
    (&["/a/:x -> /b/:x", "/b/q -> /c"], &["chain"]),
    // Values that no rule names, found by what both languages have in common.
    (
        &["/a/:x<path> -> /b/:x", "/b/:y<int>-k/z -> /c/:y"],
        &["chain"],
    ),
    (
        &[
            "/a/:x -> /b/:x/z.html",
            "/b/:y<p|q>-k/:e<z|w>.html -> /c/:y/:e",
        ],
        &["chain"],
    ),
    (
        &[
            "/a(/:g<u|v>)/s/:x -> /b(/:g)/:x/z",
            "/b/:y<int>-k/z -> /c/:y",
        ],
        &["chain"],
    ),
    (
        &["/a/:x -> /b/:x/z.html", "/b/:y<p|q>-k/w.html -> /c/:y"],
        &[],
    ),
    (&["/b/:x -> stop", "/a/:x -> /b/:x"], &[]),
    (&["/a/:x -> /b/:x", "/b/:x"], &[]),
    // Growing.
    (&["/x/* -> /x/y/*"], &["loop"]),
    (&["/x/:p<path> -> /x/y/:p"], &["loop"]),
    (&["/x/:a -> /x/y/:a"], &[]),
    (&["/x/:a -> /y/:a-1", "/y/:a -> /x/:a"], &["loop"]),
    (&["/x/:a<int> -> /x/0:a"], &["chain"]),
    (&["/* -> /new/*"], &["loop"]),
    (&["/new/* -> stop", "/* -> /new/*"], &[]),
    // Handlers are possible steps, not certain ones.
    (&["/a -> /b", "/b -> /a | handler: ask"], &[]),
    (
        &[
            "/a/:x -> /b/:x | handler: ask",
            "/b/:x -> /a/:x | handler: ask",
        ],
        &[],
    ),
    // Hosts.
    (&["/a -> https://x.com/b", "/b -> /a"], &["loop"]),
    (&["/a -> https://else.com/b", "/b -> /a"], &["chain"]),
    (&["/* -> https://www.x.com/* | when: { host: x.com }"], &[]),
    (
        &[
            "/* -> https://www.x.com/* | when: { host: x.com }",
            "/* -> https://x.com/* | when: { host: www.x.com }, id: z",
        ],
        &["loop"],
    ),
    (
        &[
            "/* -> https://www.x.com/* | when: { host: x.com }",
            "/* -> https://x.com/m/* | when: { host: m.x.com }, id: z",
        ],
        &["chain"],
    ),
    (
        &["/* -> https://x.com/* | when: { scheme: http, host: x.com }"],
        &[],
    ),
    // Cookies and headers go along.
    (
        &[
            "/a -> /b | when: { cookie: { beta: true } }, statusCode: 302",
            "/b -> /a | when: { cookie: { beta: true } }, statusCode: 302",
        ],
        &["loop"],
    ),
    (
        &[
            "/a -> /b | when: { cookie: { beta: true } }, statusCode: 302",
            "/b -> /a | when: { cookie: { beta: false } }, statusCode: 302",
        ],
        &[],
    ),
    (
        &[
            "/a -> /b | when: { cookie: { beta: true } }, statusCode: 302",
            "/b -> /a | when: { header: { x-y: true } }, statusCode: 302",
        ],
        &["loop"],
    ),
    (
        &[
            "/a -> /b | when: { until: '2026-01-01T00:00:00Z' }, statusCode: 302",
            "/b -> /a | when: { from: 2026-01-01 }, statusCode: 302",
        ],
        &[],
    ),
];

#[test]
fn planted_trips_are_found_and_others_left_alone() {
    let mut wrong = Vec::new();
    for (lines, expected) in CASES {
        let keys = if lines.concat().contains("://") {
            HOSTS
        } else {
            ""
        };
        let found = about(lines, keys);
        // The rules that lead into a loop may be called chains too.
        let loops = |codes: &[&str]| codes.iter().filter(|code| **code == "loop").count();
        let right = match loops(expected) {
            0 => found == *expected,
            count => loops(&found) == count,
        };
        if !right {
            wrong.push(format!(
                "{found:?}, not {expected:?}:\n{}",
                shown(&rules(lines), keys)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn loops_of_any_length_through_patterns() {
    let kinds = [
        "",
        "<slug>",
        "<alnum>",
        "<hex>",
        "<int{1,4}>",
        "<ab|12|kr>",
        "<int>",
        "<segment{2}>",
        "",
    ];
    for length in 1..=9 {
        let lines: Vec<String> = (0..length)
            .map(|step| {
                let next = (step + 1) % length;
                let grows = if length == 1 { "/y" } else { "" };
                format!("/s{step}/:x{} -> /s{next}{grows}/:x", kinds[step])
            })
            .collect();
        let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        if length == 1 {
            lines = vec!["/s0/:x -> /s0/:x?a=1", "/s0/* -> /s0/y/*"];
        }
        let found = about(&lines, "");
        assert!(
            found.contains(&"loop"),
            "{length}: {}",
            shown(&rules(&lines), "")
        );
    }
}

#[test]
fn a_loop_is_drawn_step_by_step() {
    let text = shown(
        &rules(&["/b/:x -> /c/:x", "/c/:x -> /a/:x", "/a/:x -> /b/:x"]),
        "",
    );
    for part in [
        "error: `/b/x7` comes back to itself after 3 redirects [loop]\n --> redirects.yml:4:",
        "step 1: to `/c/x7`",
        "redirects.yml:5:",
        "step 2: to `/a/x7`",
        "step 3: to `/b/x7`",
        "the trip: `/b/x7` -> `/c/x7` -> `/a/x7` -> `/b/x7`",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(!text.contains("warning"), "{text}");
}

#[test]
fn a_trip_is_told_as_data() {
    let found = diagnostics(
        "- { source: /a, destination: /b }\n- { source: /b, destination: /a }",
        "",
    );
    let looping = found.iter().find(|found| found.code == "loop").unwrap();
    assert_eq!(looping.witness.as_deref(), Some("/a"));
    assert_eq!(looping.trip, ["/a", "/b", "/a"]);
}

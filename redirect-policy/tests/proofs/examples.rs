//! Examples in all their forms: those that hold say nothing, those that do not say what came instead.

use crate::support::proving::{codes_with, rules, shown};

const RULES: &[&str] = &[
    "/old/:id<int> -> /new/:id",
    "/gone/*",
    "/live/* -> stop",
    "/ask/:id -> /to/:id | handler: ask",
    "/ask/1 -> /one | id: one",
    "/host -> /h | when: { host: x.com }",
    "/lang -> /:l | when: { language: ':l<ko|ja>' }, statusCode: 302",
    "/now -> /then | when: { from: 2026-03-01, until: '2026-04-01T00:00:00Z' }, statusCode: 302",
    "/soft -> /hard | permanentAfter: 2026-06-01",
];

/// Examples of the policy that hold.
const GOOD: &[&str] = &[
    "\"/old/1\": \"/new/1\"",
    "\"/old/1?x=2\": \"/new/1?x=2\"",
    "\"/old/x\": passthrough",
    "\"/gone/x\": gone",
    "\"/live/x\": stop",
    "\"/old/1\": { status: 301, location: /new/1 }",
    "\"/old/1\": { params: { id: 1 } }",
    "\"/gone/a/b\": { params: { \"*\": a/b } }",
    "\"/ask/7\": { handler: ask, params: { id: \"7\" } }",
    "\"https://x.com/host\": /h",
    "\"/host\": { headers: { host: x.com }, location: /h }",
    "\"/host\": passthrough",
    "\"/lang\": { headers: { accept-language: \"fr, ja;q=0.5\" }, location: /ja }",
    "\"/now\": { at: 2026-03-05T00:00:00Z, location: /then }",
    "\"/now\": { at: 2026-04-05T00:00:00Z, outcome: passthrough }",
    "\"/soft\": /hard",
    "\"/soft\": { at: 2026-06-05T00:00:00Z, status: 301 }",
    "\"/soft\": { at: 2026-05-05T00:00:00Z, status: 302 }",
    "\"/old/1\": { method: POST, outcome: passthrough }",
];

/// Examples that do not hold, with what is said.
const BAD: &[(&str, &str)] = &[
    (
        "\"/old/1\": \"/new/2\"",
        "expected `/new/2`, got `/new/1` (301) with `id` = `1`",
    ),
    (
        "\"/old/x\": \"/new/x\"",
        "expected `/new/x`, got `passthrough` (no rule matches)",
    ),
    ("\"/old/1\": gone", "expected `gone`, got `/new/1` (301)"),
    (
        "\"/old/1\": { status: 302 }",
        "expected the status 302, got `/new/1` (301)",
    ),
    (
        "\"/gone/x\": passthrough",
        "expected `passthrough`, got `gone` (410)",
    ),
    (
        "\"/ask/7\": /to/7",
        "a handler's answer is not known while compiling; write `{ request: \"/ask/7\", handler: ask }`",
    ),
    (
        "\"/ask/7\": { handler: other }",
        "expected the handler `other`, got the handler `ask`",
    ),
    (
        "\"/now\": /then",
        "as expected at `2026-03-01T00:00:00Z`, but not at `2026-01-01T00:00:00Z`",
    ),
    (
        "\"/soft\": { status: 302 }",
        "write it as a mapping with the time: `at: 2026-01-01T00:00:00Z`",
    ),
    ("\"/old/1\": { params: { id: 2 } }", "with `id` = `2`"),
];

#[test]
fn examples_that_hold_say_nothing() {
    for example in GOOD {
        let keys = format!("examples:\n  {example}");
        let found = codes_with(&rules(RULES), &keys);
        assert!(
            found.iter().all(|code| *code == "permanent-conditional"),
            "{}",
            shown(&rules(RULES), &keys)
        );
    }
}

#[test]
fn examples_that_fail_print_both_answers() {
    for (example, said) in BAD {
        let keys = format!("examples:\n  {example}");
        let text = shown(&rules(RULES), &keys);
        assert!(text.contains(said), "{said} in\n{text}");
        assert!(codes_with(&rules(RULES), &keys).contains(&"failed-example"));
    }
}

#[test]
fn an_example_of_a_rule_wants_this_rule() {
    let good = rules(&["/a/1 -> /b", "/a/:x -> /c/:x | examples: { '/a/2': /c/2 }"]);
    assert_eq!(codes_with(&good, ""), [""; 0]);
    let stolen = rules(&[
        "/a/1 -> /c/1",
        "/a/:x -> /c/:x | examples: { '/a/1': /c/1 }",
    ]);
    let text = shown(&stolen, "");
    assert!(
        text.contains("the example `/a/1` is not answered by this rule"),
        "{text}"
    );
    assert!(text.contains("answered here"), "{text}");
    // A handler in front may pass on.
    let behind = rules(&[
        "/a/:x -> /d/:x | handler: ask",
        "/a/1 -> /c | examples: { '/a/1': /c }",
    ]);
    assert_eq!(codes_with(&behind, ""), [""; 0]);
}

#[test]
fn the_lint_can_be_silenced() {
    let keys = "examples: { '/old/1': /no }\nlints: { failed-example: allow }";
    assert!(!codes_with(&rules(RULES), keys).contains(&"failed-example"));
}

//! The lints that look at one rule at a time, and the levels of all.

use crate::support::proving::{codes_with, compiled_with, diagnostics, rules, shown};
use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::lint::{self, LintArguments};
use redirect_policy::lower::lower;
use redirect_policy::model::Action;
use redirect_policy::pattern::{Part, Piece};
use redirect_policy::source::Sources;

const HOSTS: &str = "hosts: [x.com]\nlints: { unknown-host: allow }";

const CASES: &[(&[&str], &[&str])] = &[
    (
        &["/a -> /b | when: { until: '2026-01-01T00:00:00Z' }"],
        &["permanent-temporary"],
    ),
    (
        &["/a | when: { until: '2026-01-01T00:00:00Z' }"],
        &["permanent-temporary"],
    ),
    (
        &["/a -> /b | unless: { from: 2026-01-01 }"],
        &["permanent-temporary"],
    ),
    (
        &["/a -> /b | when: { until: '2026-01-01T00:00:00Z' }, statusCode: 302"],
        &[],
    ),
    (
        &["/a -> /b | when: { until: '2026-01-01T00:00:00Z' }, permanentAfter: 2026-01-01"],
        &[],
    ),
    (
        &["/a -> /b | when: { until: '2026-02-01T00:00:00Z' }, permanentAfter: 2026-01-01"],
        &["permanent-temporary"],
    ),
    (&["/a -> /b | when: { from: 2026-01-01 }"], &[]),
    (
        &["/a -> /b | when: { cookie: { beta: true } }"],
        &["permanent-conditional"],
    ),
    (
        &["/a -> /b | unless: { header: { x-y: z } }, statusCode: 308"],
        &["permanent-conditional"],
    ),
    (
        &["/a -> /:l | when: { language: ':l<ko|ja>' }"],
        &["permanent-conditional"],
    ),
    (
        &["/a -> /b | when: { cookie: { beta: true } }, statusCode: 302"],
        &[],
    ),
    (&["/a -> /b | when: { host: x.com, query: { q: 1 } }"], &[]),
    (&["/a/:x -> /b"], &["unused-parameter"]),
    (&["/a/:x -> /b?x=:x"], &[]),
    (&["/a/:x -> /b | handler: ask"], &[]),
    (&["/a/:x"], &[]),
    (&["/a/* -> /b"], &[]),
    (&["/a(/:x) -> /b"], &["unused-parameter"]),
    (
        &["/a -> /b | when: { query: { id: ':x' } }"],
        &["unused-parameter"],
    ),
    (&["/a -> https://else.com/"], &["query-leaves-site"]),
    (&["/a -> https://else.com/ | query: drop"], &[]),
    (&["/a -> https://else.com/ | query: keep"], &[]),
    (&["/a -> https://x.com/b"], &[]),
    (&["/a -> /b"], &[]),
    (
        &["/* -> https://x.com/n/* | when: { host: old.com }"],
        &["catch-all"],
    ),
    (&["/:p -> /pages/:p"], &["catch-all"]),
    (
        &[
            "/robots.txt -> stop",
            "/.well-known/* -> stop",
            "/* -> https://x.com/n/* | when: { host: old.com }",
        ],
        &[],
    ),
    (&["/robots.txt -> /seo/robots.txt"], &[]),
    (&["/* -> /pages/* | handler: ask"], &[]),
    (&["/:p -> /pages/:p | allow: [catch-all]"], &[]),
    // Nothing of the request comes before the first slash of its own.
    (&["/go/* -> /*"], &[]),
    (&["/go/:x -> /:x/y"], &[]),
];

#[test]
fn planted_rules_are_found_and_others_left_alone() {
    let mut wrong = Vec::new();
    for (lines, expected) in CASES {
        let found = codes_with(&rules(lines), HOSTS);
        if found != *expected {
            wrong.push(format!(
                "{found:?}, not {expected:?}:\n{}",
                shown(&rules(lines), HOSTS)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_hosts_nobody_knows_what_leaves_the_site() {
    let lines = ["/a -> https://else.com/", "/b -> https://x.com/b"];
    assert_eq!(codes_with(&rules(&lines), ""), [""; 0]);
    assert_eq!(codes_with(&rules(&lines), HOSTS), ["query-leaves-site"]);
}

#[test]
fn the_two_rules_of_the_design_are_clean() {
    let text = "- source: \"/articles/:dbId(/)\"
  destination: \"/(:c/)buy-sell/:title-:nodeId/\"
  statusCode: 301
  handler: \"handleBuySellArticles\"
- source: \"/kr/job-posts/(:title-):publicId(/)\"
  destination: \"/kr/jobs/(:title-):nodeId/\"
  statusCode: 301
  handler: \"handleJobPosts\"";
    assert_eq!(diagnostics(text, ""), []);
}

#[test]
fn an_origin_from_the_request_is_refused() {
    // The language has no such destination: the model is made by hand.
    let (compiled, sources) =
        compiled_with(&rules(&["/go/* -> /x/*"]), "", &LintArguments::default());
    let mut policy = compiled.policy;
    let Action::Redirect { destination, .. } = &mut policy.rules[0].action else {
        panic!("a redirect");
    };
    destination.pieces = vec![Piece::Parameter {
        name: "*".to_owned(),
        part: Part::Path,
        at: 0..1,
    }];
    let found = proofs(&policy, &sources);
    assert!(
        found.iter().any(|one| one.code == "open-redirect"),
        "{found:#?}"
    );
}

#[test]
fn a_destination_that_begins_with_a_group_begins_with_its_slash() {
    let optional = ["(/:l<en|de>)/a -> (/:l)/b", "/c(/*) -> (/*)/d"];
    let found = codes_with(&rules(&optional), "");
    assert!(!found.contains(&"open-redirect"), "{found:?}");
}

fn proofs(policy: &redirect_policy::model::Policy, sources: &Sources) -> Vec<Diagnostic> {
    let table = lower(policy, sources).expect("small");
    let levels = lint::Levels::of(policy, &LintArguments::default());
    lint::analyse(policy, &table, sources, &levels)
}

/// A rule for every page that looks at a cookie or the user agent is told what that costs; one for a few pages is not.
#[test]
fn conditions_of_a_whole_site_end_the_caching_of_its_pages() {
    let told = |source: &str, when: &str| {
        let rule = format!("- {{ source: '{source}', destination: '/x/*', when: {{ {when} }} }}\n");
        let found = shown(&rule, "");
        found.contains("so that no CDN keeps any")
    };
    assert!(told("/*", "cookie: { beta: '1' }"));
    assert!(told("/*", "header: { user-agent: '*Mobile*' }"));
    assert!(!told("/m/*", "cookie: { beta: '1' }"));
    assert!(!told("/*", "header: { cf-ipcountry: KR }"));
}

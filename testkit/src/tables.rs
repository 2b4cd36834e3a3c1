//! A table that has every section, and requests that read all of it.

use redirect_policy::compile;
use redirect_policy::source::Sources;
use redirect_runtime::{Policy, Request};

/// A policy that fills every section: literals, groups, kinds, tails, mixed segments, conditions, selectors.
const POLICY: &str = r#"
redirectionPolicy:
  version: 0.0.1
  lookups:
    ids: { key: { id: int }, values: { new: alnum, "title?": segment }, complete: true, rows: { 7: { new: n7, title: a b }, 8: { new: n8 } } }
  rules:
    - { source: "/look/:id<int>", destination: "/found/(:title-):new", lookup: ids, onMissing: gone }
    - { source: "/old", destination: "/new" }
    - { source: "/articles/:dbId(/)", destination: "/(:c/)buy-sell/:title-:nodeId/", handler: "handleArticles",
        onFailure: { statusCode: 302, destination: "/articles/:dbId/late" } }
    - { source: "/kr/job-posts/(:title-):publicId(/)", destination: "/kr/jobs/(:title-):publicId/x" }
    - { source: "/x/:a-:b-:c.html", destination: "/y/:c/:b/:a" }
    - { source: "/u/:id<uuid>", destination: "/v/:id" }
    - { source: "/n/:id<int{1,5}>/:c<kr|jp>", destination: "/m/:c/:id" }
    - { source: "/docs/*", destination: "/handbook/*" }
    - { source: "/deep/:rest<path>/end", destination: "/flat/:rest" }
    - { source: "/gone", statusCode: 410 }
    - { source: "/Fold/:id", caseSensitive: false, destination: "/folded/:id" }
    - { source: "/article.php", when: { query: { id: ":dbId<int>" } }, destination: "/articles/:dbId", query: drop }
    - { source: "/lang", when: { language: ":l<ko|ja|en>" }, destination: "/:l/start" }
    - { source: "/cookie", when: { cookie: { seen: "yes" }, header: { x-a: "b" } }, destination: "/seen?a=b#c" }
    - { source: "/host/:p", when: { host: ":c<kr|jp>.example.com" }, destination: "/host2/:c/:p" }
    - { source: "/stop/:p", action: stop }
"#;

/// Rows of one path that are told apart by host.
fn text() -> String {
    let mut text = POLICY.to_owned();
    for number in 0..12 {
        text.push_str(&format!(
            "    - {{ id: \"many-{number}\", source: \"/many\", when: {{ host: h{number}.example.com, query: {{ q: \"{number}\" }} }}, destination: \"/one/{number}\" }}\n"
        ));
    }
    text
}

/// Requests for the rules of that table, and for others.
pub const TARGETS: [&str; 23] = [
    "/look/007",
    "/old",
    "/articles/12/",
    "/kr/job-posts/a-b-c/",
    "/kr/job-posts/a%20b",
    "/x/a-b-c-d.html",
    "/u/123e4567-e89b-12d3-a456-426614174000",
    "/n/123/kr",
    "/docs/a/b/c",
    "/docs/",
    "/deep/a/b/end",
    "/gone",
    "/fOLD/x",
    "/article.php?id=12&x=1",
    "/lang",
    "/cookie?z",
    "http://kr.example.com/host/a",
    "/stop/a",
    "http://h3.example.com/many?q=3",
    "/none/such",
    "/",
    "//",
    "/a-rather-long-first-segment/and-another-one-behind-it/1",
];

/// The table of a policy that fills every section.
///
/// # Panics
/// If that policy has a fault.
#[must_use]
pub fn of_every_section() -> Vec<u8> {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text());
    let compiled = compile(&mut sources, file);
    let diagnostics = compiled.diagnostics;
    compiled.table.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

/// Asks for everything that is read from a table; counts what matched, so that nothing is optimised away.
///
/// # Panics
/// If a rule comes twice for one request.
pub fn ask(policy: &Policy) -> usize {
    let mut matched = 0;
    for target in TARGETS {
        let mut found = policy.find(Request::from(target));
        // A damaged list may name a rule again and again; each is asked for once.
        let mut last = None;
        while let Some(rule) = found.rule().map(|rule| rule.number()) {
            assert!(last < Some(rule), "rule {rule} comes behind {last:?}");
            last = Some(rule);
            matched += 1;
            matched += found.location().map_or(0, str::len);
            matched += found
                .parameters()
                .map(|(name, _)| name.len())
                .sum::<usize>();
            let _ = (found.status(), format!("{:?}", found.outcome()));
            found.advance();
        }
        matched += usize::from(found.location().is_some());
    }
    for rule in policy.rules().take(100) {
        matched += rule.id().len() + rule.source().len() + rule.file().len();
        matched += rule.owner().map_or(0, str::len) + rule.handler().map_or(0, str::len);
    }
    matched
}

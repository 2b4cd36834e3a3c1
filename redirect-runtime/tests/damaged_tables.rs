//! A damaged table gives wrong answers, or none, but never a panic.

use redirect_policy::compile;
use redirect_policy::source::Sources;
use redirect_runtime::{Policy, Request, TableError};
use testkit::Random;

/// A policy that fills every section: literals, groups, kinds, tails, mixed segments, conditions, selectors.
const POLICY: &str = r#"
redirectionPolicy:
  version: 0.0.1
  lookups:
    ids: { key: { id: int }, values: { new: alnum, "title?": segment }, rows: { 7: { new: n7, title: a b }, 8: { new: n8 } } }
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

const TARGETS: [&str; 23] = [
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

fn table() -> Vec<u8> {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text());
    let compiled = compile(&mut sources, file);
    let diagnostics = compiled.diagnostics;
    compiled.table.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

/// Asks for everything that is read from a table; counts what matched, so that nothing is optimised away.
fn ask(policy: &Policy) -> usize {
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

fn damage(random: &mut Random, table: &mut Vec<u8>) {
    for _ in 0..=random.below(4) {
        let at = random.below(table.len());
        table[at] = match random.below(4) {
            0 => 0,
            1 => 0xff,
            2 => table[at] ^ (1 << random.below(8)),
            _ => random.below(256) as u8,
        };
    }
    if random.chance(10) {
        // Cut off, with a header that does not mind.
        let length = random.below(table.len());
        table.truncate(length);
        if let Some(held) = table.get_mut(8..12) {
            held.copy_from_slice(&(length as u32).to_le_bytes());
        }
    }
}

#[test]
fn the_whole_table_answers() {
    let policy = Policy::from_bytes(table()).expect("a table");
    assert!(
        TARGETS
            .iter()
            .filter(|target| policy.find(**target).rule().is_some())
            .count()
            > 15
    );
    assert!(ask(&policy) > 100);
}

#[test]
fn damaged_tables_never_panic() {
    let table = table();
    let mut random = Random(11);
    let mut read = 0;
    for _ in 0..4_000 {
        let mut damaged = table.clone();
        damage(&mut random, &mut damaged);
        if let Ok(policy) = Policy::from_bytes(damaged) {
            read += 1;
            std::hint::black_box(ask(&policy));
        }
    }
    assert!(read > 2_000, "only {read} tables passed the header");
}

#[test]
fn names_that_are_no_text_are_refused() {
    let mut table = table();
    // The names stand at the end.
    let last = table.last_mut().expect("a table");
    *last = 0xff;
    assert_eq!(Policy::from_bytes(table).err(), Some(TableError::Names));
}

#[test]
fn tables_of_another_version_are_refused_in_words() {
    let mut table = table();
    let version = table[7];
    table[7] = version + 1;
    let error = Policy::from_bytes(table).unwrap_err();
    let (written, read) = (version + 1, version);
    assert_eq!(error, TableError::Version { written, read });
    assert_eq!(
        error.to_string(),
        format!(
            "the redirect table has layout {written}, and this version of `redirects` reads layout {read}: compile the \
             policy again with the version that serves it"
        )
    );
}

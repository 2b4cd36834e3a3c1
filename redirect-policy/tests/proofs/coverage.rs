//! Inventories: every old URL is answered, no live one is taken away, and no destination leads nowhere.

use crate::support::proving::{file, rules};
use redirect_policy::lint::coverage_of;
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile, diagnostic};

/// Compiles rules with further keys and files.
fn with_files(lines: &[&str], keys: &str, files: &[(&str, &str)]) -> (Compiled, Sources) {
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(&rules(lines), keys));
    for (name, text) in files {
        sources.insert(name, *text);
    }
    let compiled = compile(&mut sources, number);
    (compiled, sources)
}

fn shown(lines: &[&str], keys: &str, files: &[(&str, &str)]) -> String {
    let (mut compiled, sources) = with_files(lines, keys, files);
    let texts = diagnostic::render_all(&mut compiled.diagnostics, &sources);
    texts.into_iter().map(|(_, text)| text + "\n").collect()
}

fn codes(lines: &[&str], keys: &str, files: &[(&str, &str)]) -> Vec<&'static str> {
    let (compiled, _) = with_files(lines, keys, files);
    compiled.diagnostics.iter().map(|one| one.code).collect()
}

const OLD: &str = "coverage: { old: old.txt }";

#[test]
fn old_urls_must_be_answered() {
    let lines = ["/a/:x -> /n/:x", "/g/*", "/s/* -> stop"];
    let covered = "/a/1\n/a/2?x=1\n# a remark\n\n/g/x\n/s/1\nhttps://x.com/a/3\n";
    assert_eq!(codes(&lines, OLD, &[("old.txt", covered)]), [""; 0]);
    let text = shown(
        &lines,
        OLD,
        &[("old.txt", "/a/1\n/b/1\n/b/2\n/b/c/3\n/d\n/A/1\n")],
    );
    for part in [
        "5 of 6 old URLs reach no rule",
        "::: old.txt:2:1",
        "the first of them",
        "`/b/1`\n",
        "`/d`\n",
        "sources that would take many: `/b/*` (3)",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

#[test]
fn dropped_and_live_urls_are_covered() {
    let keys = "coverage:
  old: old.txt
  live: [/live/*, live.txt]
  dropped: { pattern: /trash/*, reason: never read }";
    let files = [("old.txt", "/live/a\n/p\n/trash/b\n"), ("live.txt", "/p\n")];
    assert_eq!(codes(&["/a -> /p"], keys, &files), [""; 0]);
}

#[test]
fn what_only_a_catch_all_or_a_handler_covers_is_counted_apart() {
    let lines = [
        "/a -> /b/",
        "/ask/* -> /h/* | handler: ask",
        "/robots.txt -> stop",
        "/.well-known/* -> stop",
        "/* -> https://new.com/*",
    ];
    let (compiled, _) = with_files(&lines, OLD, &[("old.txt", "/a\n/b\n/c\n/ask/1\n")]);
    assert_eq!(
        compiled
            .diagnostics
            .iter()
            .filter(|one| one.code == "uncovered-url")
            .count(),
        0
    );
    let table = compiled.table.expect("no errors");
    let report = coverage_of(&compiled.policy, &table);
    assert_eq!((report.urls, report.uncovered.len()), (4, 0));
    assert_eq!((report.only_by_catch_all, report.only_by_handler), (2, 1));
}

#[test]
fn patterns_of_old_urls_are_decided_as_languages() {
    let keys = "coverage: { old: ['/x/:l<kr|jp>/:id'] }";
    assert_eq!(
        codes(&["/x/kr/:i -> /1/:i", "/x/jp/:i -> /2/:i"], keys, &[]),
        [""; 0]
    );
    let text = shown(&["/x/kr/:i -> /1/:i", "/x/jp/:i<int> -> /2/:i"], keys, &[]);
    assert!(
        text.contains("not all old URLs that `/x/:l<kr|jp>/:id` matches reach a rule"),
        "{text}"
    );
    assert!(text.contains("`/x/jp/"), "{text}");
}

#[test]
fn live_urls_must_not_be_redirected() {
    let keys = "coverage: { live: live.txt }";
    let live = [("live.txt", "/n/1\n/a/about\n/a/team\n")];
    assert_eq!(
        codes(
            &["/a/:x<int> -> /n/1", "/b -> /n/1"],
            "coverage: { live: live.txt }\nlints: { unused-parameter: allow }",
            &live
        ),
        [""; 0]
    );
    let text = shown(&["/a/:x -> /n/1 | allow: [unused-parameter]"], keys, &live);
    for part in [
        "`/a/:x` takes 2 live URLs away",
        "matches `/a/about`",
        "::: live.txt:2:1",
        "`/a/team`",
        "put `- { source: \"/a/about\", action: stop }` in front",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    // A handler may leave it alone.
    assert_eq!(
        codes(&["/a/:x -> /n/:x | handler: ask"], keys, &live),
        [""; 0]
    );
    // By patterns.
    let keys = "coverage: { live: [/a/:x/edit, /n/*] }";
    assert_eq!(codes(&["/a/:x/:y<int> -> /n/:x/:y"], keys, &[]), [""; 0]);
    assert_eq!(
        codes(&["/a/:x/:y -> /n/:x/:y"], keys, &[]),
        ["redirected-live-url"]
    );
    assert_eq!(
        codes(&["/a/1/edit -> /n/1"], keys, &[]),
        ["redirected-live-url"]
    );
}

#[test]
fn destinations_must_be_live_or_redirected() {
    let keys = "hosts: [x.com]\ncoverage: { live: live.txt }";
    let live = [("live.txt", "/n/about\n/p/1\n/p/2\n/\n")];
    for (lines, expected) in [
        (&["/a -> /n/about"][..], &[][..]),
        (&["/a -> /n/about?x=1#top"], &[]),
        (&["/a -> https://x.com/n/about"], &[]),
        (&["/a -> https://x.com"], &[]),
        (&["/a -> https://else.com/nowhere | query: drop"], &[]),
        (&["/a -> /n/abuot"], &["dead-destination"]),
        (&["/a -> https://x.com/nowhere"], &["dead-destination"]),
        (&["/a/:x -> /p/:x"], &[]),
        (&["/a/:x<alpha> -> /q/:x"], &["dead-destination"]),
        (&["/a/:x<alpha> -> /p/:x"], &["dead-destination"]),
        (&["/a -> /b", "/b -> /n/about"], &["chain"]),
        (&["/a -> /b", "/b"], &["dead-destination"]),
        (&["/a -> /ask/1", "/ask/:x -> /n/:x | handler: ask"], &[]),
    ] {
        let text = shown(lines, keys, &live);
        assert_eq!(codes(lines, keys, &live), expected, "{lines:?}\n{text}");
    }
    let text = shown(&["/a -> /n/abuot"], keys, &live);
    assert!(text.contains("did you mean `/n/about`?"), "{text}");
}

#[test]
fn a_hundred_thousand_urls() {
    let old: String = (0..100_000)
        .map(|number| format!("/old/{number}/page\n"))
        .collect();
    let (compiled, _) = with_files(
        &["/old/:id<int>/page -> /new/:id"],
        OLD,
        &[("old.txt", &old)],
    );
    assert_eq!(compiled.diagnostics, []);
    let report = coverage_of(&compiled.policy, &compiled.table.unwrap());
    assert_eq!(report.urls, 100_000);
}

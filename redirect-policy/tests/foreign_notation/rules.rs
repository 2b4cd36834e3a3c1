//! Sources and destinations in the notation of other systems.

use crate::support::proving::{diagnostics, file};
use redirect_policy::diagnostic::{Diagnostic, Level};

/// Rules that are refused, with the rule in this language and the rule of that very text.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    ("/c/(.*)", "/d/$1", "/c/* -> /d/*", r"/c/\(.\*\) -> /d/\$1"),
    (
        "/c/(.+)",
        "/d/$1",
        "/c/:rest<any> -> /d/:rest",
        r"/c/\(.\+\) -> /d/\$1",
    ),
    (
        "/a/([0-9]+)",
        "/b/$1",
        "/a/:id<int> -> /b/:id",
        r"/a/\(\[0-9\]\+\) -> /b/\$1",
    ),
    ("/a/[0-9]+", "/b", "/a/:id<int>", r"/a/\[0-9\]\+"),
    ("/a/.*", "/b", "/a/*", r"/a/.\*"),
    ("/a/.+", "/b", "/a/*", r"/a/.\+"),
    (
        "/(en|fr)/x",
        "/y/$1",
        "/:id<en|fr>/x -> /y/:id",
        r"/\(en\|fr\)/x -> /y/\$1",
    ),
    ("/a$", "/b", "/a", r"/a\$"),
    ("/(?i)a/b", "/c", "/a/b", r"/\(%3Fi\)a/b"),
    ("(?i)^/a/(.*)$", "/b/$1", "/a/* -> /b/*", ""),
    ("/^a$", "/b", "/a", r"/%5Ea\$"),
    (
        "/a/^(.*)$",
        "/b/$1",
        "/a/* -> /b/*",
        r"/a/%5E\(.\*\)\$ -> /b/\$1",
    ),
    ("^/a(/.*)?$", "/b$1", "/a(/*) -> /b(/*)", ""),
    (r"~* ^/a/(.*)\.html$", "/b/$1", r"/a/*\.html -> /b/*", ""),
    (r"/a/:id(\d+)?", "/b/:id", "/a(/:id<int>) -> /b(/:id)", ""),
    ("/:l(en|de)?/x", "/y(/:l)", "(/:l<en|de>)/x", ""),
    ("^old/(.*)$", "/new/$1", "/old/* -> /new/*", ""),
    ("/a/:id+", "/b/:id", "/a/:id<path>", r"/a/:id\+"),
    (r"/a/:id(\d+)", "/b/:id", "/a/:id<int>", r"/a/:id\(%5Cd\+\)"),
    (
        "/a/:id([0-9]{4})/x",
        "/b/:id",
        "/a/:id<int{4}>/x",
        r"/a/:id\(\[0-9\]\{4\}\)/x",
    ),
    (
        "/a/:id(.*)",
        "/b/:id",
        "/a/* -> /b/*",
        r"/a/:id\(.\*\) -> /b/:id",
    ),
    ("/a/:id(.+)", "/b/:id", "/a/:id<any>", r"/a/:id\(.\+\)"),
    ("/:l(en|fr)/x", "/y/:l", "/:l<en|fr>/x", r"/:l\(en\|fr\)/x"),
    (
        r"/a/(\d+)",
        "/b/$1",
        "/a/:id<int> -> /b/:id",
        r"/a/\(%5Cd\+\) -> /b/\$1",
    ),
    (
        r"/a/(.*)",
        r"/b/\1",
        "/a/* -> /b/*",
        r"/a/\(.\*\) -> /b/%5C1",
    ),
    (
        r"/a/(?P<item_id>\d+)",
        "/b/${item_id}",
        "/a/:itemId<int> -> /b/:itemId",
        "",
    ),
    (
        r"/(?:en|fr)/(?<id>[a-z]+)",
        "/b/$1",
        "/:id2<en|fr>/:id<alpha> -> /b/:id",
        "",
    ),
    ("/a/:id+/c", "/b/:id", "/a/:id<path>/c", r"/a/:id\+/c"),
    (
        "/blog/[slug]",
        "/posts/[slug]",
        "/blog/:slug -> /posts/:slug",
        r"/blog/\[slug\] -> /posts/\[slug\]",
    ),
    (
        "/blog/[...slug]",
        "/posts/:slug",
        "/blog/:slug<path>",
        r"/blog/\[...slug\]",
    ),
    (
        "/blog/[[...path]]",
        "/posts/[[...path]]",
        "/blog(/:path<path>) -> /posts(/:path)",
        r"/blog/\[\[...path\]\] -> /posts/\[\[...path\]\]",
    ),
    (
        "/[[...path]]",
        "https://x.example/[[...path]]",
        "/(:path<path>) -> https://x.example/(:path)",
        "",
    ),
    ("/k/*", "/x/:splat", "-> /x/*", r"-> /x/\:splat"),
    (
        "/k/*splat",
        "/x/:splat",
        "/k/* -> /x/*",
        r"/k/\*splat -> /x/\:splat",
    ),
    (
        "/k/*rest",
        "/x/:rest",
        "/k/* -> /x/*",
        r"/k/\*rest -> /x/\:rest",
    ),
    ("/k/:id", "/x/$id", "-> /x/:id", r"-> /x/\$id"),
    ("/k/:id", "/x/$1.html", "-> /x/:id.html", r"-> /x/\$1.html"),
    ("/k/:id", "/x/%1", "-> /x/:id", "-> /x/%251"),
    ("/k/:id", "/x/${id}", "-> /x/:id", r"-> /x/\$\{id\}"),
    (
        "/*",
        "https://x.example$request_uri",
        "-> https://x.example/*",
        r"-> https://x.example\$request_uri",
    ),
    (
        "/*",
        "https://x.example/$uri?$args",
        "-> https://x.example/*",
        "",
    ),
    (
        "/*",
        "https://x.example/%{REQUEST_URI}",
        "-> https://x.example/*",
        "",
    ),
    (
        "/old/(.*)/(.*)$",
        "/new/$2/$1",
        "/old/*/:rest<path> -> /new/:rest/*",
        "",
    ),
    (
        "/old/(.*)/([0-9]+).html",
        "/new/$2/$1",
        "/old/*/:id<int>.html -> /new/:id/*",
        "",
    ),
];

/// Rules that are only warned of.
const WARNED: &[(&str, &str, &str, &str)] = &[
    ("/a/*splat", "/b/*", "/a/*", r"/a/\*splat"),
    (
        "/a/*rest",
        "/b/*rest",
        "/a/* -> /b/*",
        r"/a/\*rest -> /b/\*rest",
    ),
    (
        "/docs/Block_(CSS)",
        "/css",
        r"/docs/Block_\(CSS\)",
        r"/docs/Block_\(CSS\)",
    ),
    (
        "/posts/:post_id",
        "/p/:post_id",
        "/posts/:postId -> /p/:postId",
        r"/posts/:post\_id",
    ),
    (
        "/posts/:post_id",
        "/p",
        "/posts/:postId",
        r"/posts/:post\_id",
    ),
];

/// Rules that are right, and of which nothing is said.
const RIGHT: &[(&str, &str)] = &[
    ("/photos/:id_large.jpg", "/p/:id.jpg"),
    ("/photos/:id_large.jpg", "/p/:id_small.jpg"),
    ("/index.*", "/"),
    ("/under-$10", "/cheap"),
    ("/^a", "/b"),
    ("/cheap", "/under-$10"),
    ("/a(/)", "/b"),
    ("/a/(:x-):y", "/b/(:x-):y"),
    ("/a(.html)", "/b"),
    ("/a.(html)", "/b"),
    ("/c++", "/cpp"),
    ("/c++/x", "/cpp/x"),
    ("/wiki/a[1]", "/x"),
    ("/a/:l<en|fr>", "/b/:l"),
    ("/a/*.php", "/b/*"),
    ("/a/:id.*", "/b/:id"),
    (r"/c/\(.\*\)", "/d"),
    (r"/a\$", "/b"),
    ("/50%25", "/half"),
    ("/a", "/b?price=$"),
    ("/a/:splat", "/b/:splat"),
    ("/a", "/b/%20x"),
];

fn rule(source: &str, destination: &str) -> String {
    let quoted = |text: &str| text.replace('\'', "''");
    format!(
        "- {{ source: '{}', destination: '{}' }}\n",
        quoted(source),
        quoted(destination)
    )
}

/// The diagnostics of the lint; others are left to their own tests.
fn found(source: &str, destination: &str) -> Vec<Diagnostic> {
    let mut found = diagnostics(&rule(source, destination), "");
    found.retain(|one| !matches!(one.code, "catch-all" | "unused-parameter"));
    found
}

/// Returns the source and the destination that a help says to write, those of the rule where it says nothing.
fn advised(help: &str, source: &str, destination: &str, shown_at_source: bool) -> (String, String) {
    let value = |key: &str| {
        let rest = help.split_once(&format!("`{key}: '"))?.1;
        Some(rest.split_once("'`")?.0.to_owned())
    };
    if let (Some(from), Some(to)) = (value("source"), value("destination")) {
        return (from, to);
    }
    let one = help
        .split_once("`'")
        .and_then(|(_, rest)| rest.split_once("'`"));
    let (one, _) = one.unwrap_or_else(|| panic!("no advice in {help}"));
    match shown_at_source {
        true => (one.to_owned(), destination.to_owned()),
        false => (source.to_owned(), one.to_owned()),
    }
}

/// Source and destination of `a -> b`, each that of the rule where it is left out.
fn expected(written: &str, source: &str, destination: &str) -> (String, String) {
    let (from, to) = written.split_once("->").unwrap_or((written, ""));
    let or = |text: &str, other: &str| match text.trim() {
        "" => other.to_owned(),
        text => text.to_owned(),
    };
    (or(from, source), or(to, destination))
}

fn check((source, destination, ours, escaped): &(&str, &str, &str, &str), level: Level) -> String {
    let found = found(source, destination);
    let [one] = found.as_slice() else {
        return format!("{source} -> {destination}: {found:#?}\n");
    };
    let mut wrong = String::new();
    if one.code != "foreign-notation" || one.level != level {
        wrong += &format!("{source} -> {destination}: {one:#?}\n");
    }
    let text = file(&rule(source, destination), "");
    let at_source = one.span.start < text.find("destination").unwrap() as u32;
    let advices = one
        .help
        .iter()
        .filter(|help| help.contains("write `'") || help.contains("`source: "));
    for (help, wanted) in advices.zip([ours, escaped]) {
        let advice = advised(help, source, destination, at_source);
        if !wanted.is_empty() && advice != expected(wanted, source, destination) {
            wrong += &format!("{source} -> {destination}: {help}\n");
        }
        // Followed, it compiles, and nothing is said of the notation any more.
        let after = diagnostics(&rule(&advice.0, &advice.1), "");
        let is_fault =
            |one: &&Diagnostic| one.level == Level::Error || one.code == "foreign-notation";
        if let Some(fault) = after.iter().find(is_fault) {
            wrong += &format!(
                "{source} -> {destination}: {help}\n    leads to {}\n",
                fault.message
            );
        }
    }
    wrong
}

#[test]
fn other_systems_patterns_are_refused_with_what_to_write() {
    let wrong: String = REFUSED
        .iter()
        .map(|case| check(case, Level::Error))
        .collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_may_be_meant_is_warned_of() {
    let wrong: String = WARNED
        .iter()
        .map(|case| check(case, Level::Warning))
        .collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_right_is_left_alone() {
    let wrong: String = RIGHT
        .iter()
        .map(|(source, destination)| (source, destination, found(source, destination)))
        .filter(|(_, _, found)| !found.is_empty())
        .map(|(source, destination, found)| format!("{source} -> {destination}: {found:#?}\n"))
        .collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_source_of_another_system_gives_no_other_fault() {
    let rules = "- { source: '/a/([0-9]+)/(\\w+)', destination: '/b/$1/$2' }";
    let found = diagnostics(rules, "");
    let codes: Vec<_> = found.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["foreign-notation"], "{found:#?}");
}

#[test]
fn a_mark_for_any_letter_case_is_a_key_of_the_rule() {
    let found = found("/(?i)a/b", "/c");
    assert_eq!(
        found[0].help[0],
        "write `'/a/b'` with `caseSensitive: false`"
    );
}

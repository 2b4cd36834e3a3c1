//! Diagnostics as people and editors see them.

#[path = "rendering/report.rs"]
mod report;
#[path = "rendering/suggestion.rs"]
mod suggestion;

use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::source::{Sources, Span};

/// The span of the first `part` of a file.
fn span(sources: &Sources, file: u32, part: &str) -> Span {
    let start = sources.file(file).unwrap().text.find(part).unwrap();
    Span {
        file,
        start: u32::try_from(start).unwrap(),
        end: u32::try_from(start + part.len()).unwrap(),
    }
}

/// A diagnostic `m` with the label `here` about the first `part` of a file.
fn rendered(text: &str, part: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.insert("a.yml", text);
    let found = Diagnostic::error("code", span(&sources, file, part), "m").label("here");
    found.render(&sources)
}

const POLICY: &str = "redirectionPolicy:
  version: 0.0.1
  rules:

    # jobs
    - source: \"/kr/job-posts/(:title-):publicId(/)\"
      destination: \"/kr/jobs/(:title-):nodeId/\"
";

#[test]
fn the_shape_is_that_of_the_compiler() {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", POLICY);
    let found = Diagnostic::error(
        "unbound-destination-parameter",
        span(&sources, file, ":nodeId"),
        "the destination uses `:nodeId`, which the source does not bind",
    )
    .label("bound nowhere in `/kr/job-posts/(:title-):publicId(/)`")
    .help("add `handler: ...` to supply it, or use `:publicId`");
    assert_eq!(
        found.render(&sources),
        "\
the destination uses `:nodeId`, which the source does not bind
 --> redirects.yml:7:39
  |
7 |       destination: \"/kr/jobs/(:title-):nodeId/\"
  |                                       ^^^^^^^ bound nowhere in `/kr/job-posts/(:title-):publicId(/)`
  = help: add `handler: ...` to supply it, or use `:publicId`"
    );
}

#[test]
fn other_places_follow_in_their_order() {
    let mut sources = Sources::default();
    let first = sources.insert("redirects.yml", POLICY);
    let other = sources.insert(
        "teams/jobs.yml",
        format!("{}- id: jobs\r\n", "#\r\n".repeat(11)),
    );
    let found = Diagnostic::error(
        "duplicate-id",
        span(&sources, other, "jobs"),
        "the id `jobs` is given twice",
    )
    .related(span(&sources, first, "jobs"), "first given here")
    .related(span(&sources, first, "version"), "")
    .help("one")
    .help("two\nlines");
    assert_eq!(
        found.render(&sources),
        "\
the id `jobs` is given twice [duplicate-id]
  --> teams/jobs.yml:12:7
   |
12 | - id: jobs
   |       ^^^^
  ::: redirects.yml:5:7
   |
 5 |     # jobs
   |       ---- first given here
  ::: redirects.yml:2:3
   |
 2 |   version: 0.0.1
   |   -------
   = help: one
   = help: two
           lines"
    );
}

#[test]
fn carets_stand_under_what_a_terminal_shows() {
    let cases = [
        ("a: \t/x\n", "/x", "1 | a:     /x\n  |        ^^ here"),
        ("\u{feff}a: b\n", "b", "1 | a: b\n  |    ^ here"),
        (
            "a: '/동네/:id'\n",
            ":id",
            "1 | a: '/동네/:id'\n  |           ^^^ here",
        ),
        (
            "a: '/동네/:id'\n",
            "동네",
            "1 | a: '/동네/:id'\n  |      ^^^^ here",
        ),
        (
            "a: e\u{301}\u{1f600}x\n",
            "x",
            "1 | a: e\u{301}\u{1f600}x\n  |       ^ here",
        ),
        (
            "a: \u{202e}\u{1b}x\n",
            "x",
            "1 | a: \u{fffd}\u{fffd}x\n  |      ^ here",
        ),
        ("a: b\r\nc: d\r\n", "c", "2 | c: d\n  | ^ here"),
        ("a: b\rc: d\r", "d", "2 | c: d\n  |    ^ here"),
        ("a: |\n  b\n  c\n", "|\n  b\n  c", "1 | a: |\n  |    ^ here"),
        ("a: 'b\n  c'\n", "'b\n  c'", "1 | a: 'b\n  |    ^^ here"),
    ];
    for (text, part, expected) in cases {
        let shown = rendered(text, part);
        let (_, snippet) = shown.split_once("  |\n").unwrap();
        assert_eq!(snippet, expected, "{text:?}");
    }
}

#[test]
fn a_point_has_one_caret() {
    let mut sources = Sources::default();
    let file = sources.insert("a.yml", "a:\nb: c");
    for (start, line, caret) in [
        (2, "1 | a:", "  |   ^"),
        (7, "2 | b: c", "  |     ^"),
        (90, "2 | b: c", "  |     ^"),
    ] {
        let shown = Diagnostic::error(
            "code",
            Span {
                file,
                start,
                end: start,
            },
            "m",
        )
        .render(&sources);
        let lines: Vec<_> = shown.lines().collect();
        assert!(lines.ends_with(&[line, caret]), "{start}: {shown}");
    }
}

#[test]
fn long_lines_are_cut_around_the_carets() {
    let before = "x".repeat(1_000);
    let after = "y".repeat(1_000);
    for (text, left, right) in [
        (format!("{before}:id{after}"), true, true),
        (format!(":id{after}"), false, true),
        (format!("{before}:id"), true, false),
        (
            format!("{}:id{}", "동".repeat(500), "네".repeat(500)),
            true,
            true,
        ),
    ] {
        let shown = rendered(&text, ":id");
        let lines: Vec<_> = shown.lines().collect();
        let (line, carets) = (lines[lines.len() - 2], lines[lines.len() - 1]);
        assert_eq!(line.starts_with("1 | ..."), left, "{line}");
        assert_eq!(line.ends_with("..."), right, "{line}");
        let columns = |text: &str| {
            text.chars()
                .map(|c| if c.is_ascii() { 1 } else { 2 })
                .sum::<usize>()
        };
        assert!(columns(line) <= 4 + 140 + 6, "{line}");
        let (upto, _) = line.split_once(":id").unwrap();
        assert_eq!(columns(upto), carets.find('^').unwrap());
        assert!(carets.ends_with("^^^ here"), "{carets}");
    }
    let wide = rendered(&before, &before);
    assert!(wide.lines().all(|line| line.len() < 160), "{wide}");
    let short = format!("{}:id", "x".repeat(137));
    assert!(rendered(&short, ":id").contains(&short));
}

#[test]
fn a_place_without_text_is_still_named() {
    let mut sources = Sources::default();
    let file = sources.insert("a.yml", "");
    let found = Diagnostic::error(
        "code",
        Span {
            file,
            start: 0,
            end: 0,
        },
        "m",
    )
    .label("here")
    .help("h");
    assert_eq!(
        found.render(&sources),
        "m\n --> a.yml:1:1\n  = here\n  = help: h"
    );
    let nowhere = Diagnostic::error(
        "code",
        Span {
            file: 7,
            start: 5,
            end: 6,
        },
        "m",
    )
    .help("h");
    assert_eq!(nowhere.render(&sources), "m\n  = help: h");
}

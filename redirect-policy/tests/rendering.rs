//! Diagnostics as people and editors see them, and the words that are suggested.

use redirect_policy::diagnostic::suggestion::nearest;
use redirect_policy::diagnostic::{Diagnostic, Level, render_all, summarize_warnings};
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

#[test]
fn all_are_shown_in_order_and_then_counted() {
    let mut sources = Sources::default();
    let first = sources.insert("a.yml", "x".repeat(100));
    let second = sources.insert("b.yml", "x".repeat(100));
    let at = |file: u32, start: u32, level: Level| Diagnostic {
        level,
        ..Diagnostic::error(
            "code",
            Span {
                file,
                start,
                end: start + 1,
            },
            format!("at {start}"),
        )
    };
    let mut found: Vec<_> = (0..23)
        .rev()
        .map(|start| at(second, start, Level::Error))
        .collect();
    found.push(at(second, 3, Level::Error));
    found.push(at(first, 50, Level::Warning));
    found.push(at(first, 60, Level::Error));
    let texts = render_all(&mut found, &sources);
    let heads: Vec<_> = texts
        .iter()
        .map(|(level, text)| (*level, text.lines().next().unwrap()))
        .collect();
    let mut expected = vec![(Level::Error, "at 60".to_owned())];
    expected.extend((0..19).map(|start| (Level::Error, format!("at {start}"))));
    expected.push((Level::Error, "and 4 more errors".to_owned()));
    expected.push((Level::Warning, "at 50".to_owned()));
    assert_eq!(
        heads,
        expected
            .iter()
            .map(|(level, text)| (*level, text.as_str()))
            .collect::<Vec<_>>()
    );
    let mut found: Vec<_> = (0..21)
        .map(|start| at(first, start, Level::Warning))
        .collect();
    assert_eq!(render_all(&mut found, &sources)[20].1, "and 1 more warning");
    assert_eq!(render_all(&mut Vec::new(), &sources), []);
}

#[test]
fn json_is_one_line_and_escaped() {
    let mut sources = Sources::default();
    let file = sources.insert("동\\네.yml", "a\n  b: c");
    let found = Diagnostic {
        level: Level::Warning,
        ..Diagnostic::error(
            "catch-all",
            span(&sources, file, "b"),
            "say \"x\\y\"\t\u{1}\u{2028}",
        )
    }
    .help("one")
    .help("two");
    assert_eq!(
        found.json(&sources),
        r#"{"kind":"diagnostic","v":1,"code":"catch-all","level":"warning","lint":"catch-all","file":"동\\네.yml","line":2,"column":3,"end_line":2,"end_column":4,"start":4,"end":5,"message":"say \"x\\y\"\t\u0001\u2028","help":"one\ntwo"}"#
    );
    // YAML reads JSON: an independent judge of the escapes.
    let value: serde_yaml::Value = serde_yaml::from_str(&found.json(&sources)).unwrap();
    assert_eq!(
        value["message"].as_str(),
        Some("say \"x\\y\"\t\u{1}\u{2028}")
    );
    assert_eq!(value["file"].as_str(), Some("동\\네.yml"));
}

#[test]
fn the_nearest_known_word_is_suggested() {
    let known = [
        "source",
        "destination",
        "statusCode",
        "handler",
        "query",
        "when",
        "id",
        "rules",
        "headers",
    ];
    let cases = [
        ("sorce", Some("source")),
        ("soruce", Some("source")),
        ("SOURCE", Some("source")),
        ("destnation", Some("destination")),
        ("destinationUrl", Some("destination")),
        ("status_code", Some("statusCode")),
        ("status", None),
        ("hander", Some("handler")),
        ("header", Some("headers")),
        ("qeury", Some("query")),
        ("whne", Some("when")),
        ("ID", Some("id")),
        ("ix", None),
        ("di", None),
        ("", None),
        ("동네", None),
        ("colour", None),
    ];
    for (word, expected) in cases {
        assert_eq!(nearest(word, known), expected, "{word}");
    }
    assert_eq!(nearest("동내시장", ["동네시장"]), Some("동네시장"));
    assert_eq!(nearest("abc", ["abd", "abe"]), Some("abd"));
    assert_eq!(nearest("abc", ["abd", "abc"]), Some("abc"));
}

#[test]
fn warnings_are_summed_up_by_lint_and_the_rarest_stand_first() {
    let mut sources = Sources::new("/site").seen_by_way_of("services/../web/./shop");
    let file = sources.insert("../redirects.yml", "a\n".repeat(40));
    let at = |start| Span {
        file,
        start,
        end: start + 1,
    };
    let warning = |code, line: u32| Diagnostic {
        level: Level::Warning,
        ..Diagnostic::error(code, at(line * 2), "the first\nof two")
            .help("write `/b`")
            .help("or nothing")
    };
    let mut found: Vec<Diagnostic> = (0..25).map(|line| warning("chain", line)).collect();
    found.push(warning("catch-all", 30));
    found.push(Diagnostic::error("loop", at(0), "no warning"));
    let text = summarize_warnings(&found, &sources).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 22);
    assert_eq!(lines[0], "26 warnings: 1 catch-all, 25 chain");
    assert_eq!(
        lines[1],
        "web/redirects.yml:31:1: warning[catch-all]: the first of two; write `/b`"
    );
    assert!(lines[2].starts_with("web/redirects.yml:1:1: warning[chain]: "));
    assert!(lines[21].starts_with("and 6 more"), "{text}");
    assert!(
        found[0]
            .render(&sources)
            .contains("--> web/redirects.yml:1:1")
    );
    assert_eq!(summarize_warnings(&found[26..], &sources), None);
}

//! All diagnostics of a policy: in order, as JSON, and summed up.

use redirect_policy::diagnostic::{Diagnostic, Level, render_all, summarize_warnings};
use redirect_policy::source::{Sources, Span};

use super::span;

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

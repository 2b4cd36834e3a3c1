//! Faults of a file, each with its code, place and advice.

use super::*;

/// A file, and the code, line, column and underlined text of each diagnostic.
pub(crate) type Fault = (
    &'static str,
    &'static [(&'static str, usize, usize, &'static str)],
);
pub(crate) const FAULTS: &[Fault] = &[
    ("a: 1\nb: 2\na: 3\n", &[("duplicate-key", 3, 1, "a")]),
    ("- a: 1\n  'a': 3\n", &[("duplicate-key", 2, 3, "'a'")]),
    (
        "{a: 1, b: {c: 2, c: 3}, \"a\": 4}",
        &[
            ("duplicate-key", 1, 18, "c"),
            ("duplicate-key", 1, 25, "\"a\""),
        ],
    ),
    (
        "a: !foo x\nb: !!str 301\nc: ! y\n",
        &[
            ("yaml-tag", 1, 4, "!foo"),
            ("yaml-tag", 2, 4, "!!str"),
            ("yaml-tag", 3, 4, "!"),
        ],
    ),
    (
        "a: !foo [1, {b: !bar 'x'}]\nd: !<tag:x> {}\n",
        &[
            ("yaml-tag", 1, 4, "!foo"),
            ("yaml-tag", 1, 17, "!bar"),
            ("yaml-tag", 2, 4, "!<tag:x>"),
        ],
    ),
    (
        "!x a: !y\nb: c\n",
        &[("yaml-tag", 1, 1, "!x"), ("yaml-tag", 1, 7, "!y")],
    ),
    ("a: !!int foo\n", &[("yaml-tag", 1, 4, "!!int")]),
    ("a: !e!x y\n", &[("yaml-tag", 1, 4, "!e!x")]),
    (
        "a: &x 1\nb: *x\nc: d\n",
        &[("yaml-alias", 1, 4, "&x"), ("yaml-alias", 2, 4, "*x")],
    ),
    (
        "a: &x text\nb: [*x, *x ]\n",
        &[
            ("yaml-alias", 1, 4, "&x"),
            ("yaml-alias", 2, 5, "*x"),
            ("yaml-alias", 2, 9, "*x"),
        ],
    ),
    (
        "a: &x {b: 1}\nc: *x # *x\nd: *x\n",
        &[
            ("yaml-alias", 1, 4, "&x"),
            ("yaml-alias", 2, 4, "*x"),
            ("yaml-alias", 3, 4, "*x"),
        ],
    ),
    (
        "a: &x [*x]\n",
        &[("yaml-alias", 1, 4, "&x"), ("yaml-alias", 1, 8, "*x")],
    ),
    (
        "&x {*x : 1}\n",
        &[("yaml-alias", 1, 1, "&x"), ("yaml-alias", 1, 5, "*x")],
    ),
    (
        "&x a: *x\n",
        &[("yaml-alias", 1, 1, "&x"), ("yaml-alias", 1, 7, "*x")],
    ),
    ("a: *nowhere\n", &[("yaml-alias", 1, 4, "*nowhere")]),
    ("a: */x\n", &[("yaml-alias", 1, 4, "*/x")]),
    (
        "a: &b {c: 1}\nd:\n  <<: *b\n  c: 2\n",
        &[("yaml-alias", 1, 4, "&b"), ("yaml-merge", 3, 3, "<<")],
    ),
    ("a: {<<: {b: 1}}\n", &[("yaml-merge", 1, 5, "<<")]),
    ("a: 1\n---\nb: 2\n", &[("several-documents", 2, 1, "---")]),
    (
        "a: 1\n...\n---\nb: 2\n",
        &[("several-documents", 3, 1, "---")],
    ),
    ("a: {{ x }}\n", &[("yaml-key", 1, 5, "{ x }")]),
    ("? [a, b]\n: c\nd: e\n", &[("yaml-key", 1, 3, "[a, b]")]),
    ("[a]: b\nc: d\n", &[("yaml-key", 1, 1, "[a]")]),
    ("a: \"/x\\:y\"\n", &[("yaml-escape", 1, 7, "\\:")]),
    ("a: \"\\d+\"\n", &[("yaml-escape", 1, 5, "\\d")]),
    ("a: \"/x\\xZZ\"\n", &[("yaml-escape", 1, 7, "\\x")]),
    ("\ta: 1\n", &[("yaml-tab", 1, 1, "\t")]),
    ("a:\n\t\tb: 1\n", &[("yaml-tab", 2, 1, "\t\t")]),
    ("a:\n  b: 1\n\tc: 2\n", &[("yaml-tab", 3, 1, "\t")]),
    (
        "a:\r\n  - b: 1\r\n \t c: 2\r\n",
        &[("yaml-tab", 3, 2, "\t")],
    ),
    ("a: x\u{1}y\n", &[("yaml-syntax", 1, 5, "\u{1}")]),
    ("\u{feff}a: x\u{1}y\n", &[("yaml-syntax", 1, 5, "\u{1}")]),
    ("a: 동네: x\n", &[("yaml-syntax", 1, 6, ":")]),
    ("\u{feff}a: /x: y\n", &[("yaml-syntax", 1, 6, ":")]),
    ("a: @x y\n", &[("yaml-syntax", 1, 4, "@x")]),
    ("a: %7E\n", &[("yaml-syntax", 1, 4, "%7E")]),
    ("a: 'abc\nb: c\n", &[("yaml-syntax", 1, 4, "'")]),
    ("a: [1, 2\nb: c\n", &[("yaml-syntax", 1, 4, "[")]),
    ("a: 1\nfoo\n", &[("yaml-syntax", 2, 1, "foo")]),
    ("a: 1\n]\n", &[("yaml-syntax", 2, 1, "]")]),
    (
        "a: 1\na: 2\nb: 'x' y\n",
        &[("duplicate-key", 2, 1, "a"), ("yaml-syntax", 3, 8, "y")],
    ),
];

#[test]
fn every_fault_has_its_code_and_place() {
    for (text, expected) in FAULTS {
        let found = faults(text);
        let found: Vec<_> = found
            .iter()
            .map(|(code, line, column, raw)| (*code, *line, *column, raw.as_str()))
            .collect();
        assert_eq!(found, *expected, "{text:?}");
    }
}

#[test]
fn a_duplicate_key_names_its_first_place() {
    let mut text = String::new();
    for key in 0..40 {
        text.push_str(&format!("key{key}: {key}\n"));
    }
    text.push_str("  # c\n\"key25\": 1\n");
    let (sources, reading) = read_text(&text);
    let found = &reading.diagnostics[0];
    assert_eq!(
        (found.code, sources.position(found.span)),
        ("duplicate-key", (42, 1))
    );
    assert_eq!(sources.position(found.related[0].span), (26, 1));
    assert_eq!(under(&sources, found.related[0].span), "key25");
    let root = reading.root.unwrap();
    assert_eq!(root.as_map().unwrap().len(), 40);
    assert_eq!(
        root.entry("key25").unwrap().value.as_scalar().unwrap().text,
        "25"
    );
}

#[test]
fn a_refused_property_leaves_the_value() {
    let (_, reading) = read_text("a: !foo /x\nb: &y /y\nc: *y\n");
    let texts: Vec<_> = all_scalars(&reading.root.unwrap())
        .into_iter()
        .map(|scalar| scalar.text)
        .collect();
    assert_eq!(texts, ["a", "/x", "b", "/y", "c", "/y"]);
}

#[test]
fn single_quotes_are_advised_for_a_backslash() {
    let found = fault(r#"source: "/it's/a\:b/\"c\"" # d"#);
    assert_eq!(found.code, "yaml-escape");
    assert_eq!(found.help, [r#"use single quotes: `'/it''s/a\:b/"c"'`"#]);
    let (_, root) = good(r#"source: '/it''s/a\:b/"c"' # d"#);
    assert_eq!(
        root.entry("source")
            .unwrap()
            .value
            .as_scalar()
            .unwrap()
            .text,
        r#"/it's/a\:b/"c""#
    );
}

#[test]
fn quotes_are_advised_where_they_help() {
    for (text, advised) in [
        ("a: */x # y", "'*/x'"),
        ("a: @it's", "'@it''s'"),
        ("a: %7E/x", "'%7E/x'"),
    ] {
        let found = fault(text);
        assert!(
            found.help[0].ends_with(&format!("`{advised}`")),
            "{:?}",
            found.help
        );
        good(&format!("a: {advised}"));
    }
}

#[test]
fn the_help_fits_the_quotes() {
    let cases = [
        ("a: 'it's'", "inside single quotes a `'` is written `''`"),
        (
            r#"a: "b"c"#,
            r#"inside double quotes a `"` is written `\"`; single quotes spare that"#,
        ),
        (
            "a: 'b",
            "add a `'` at its end; inside single quotes one is written `''`",
        ),
        (
            "a: \"b",
            r#"add a `"` at its end; inside double quotes one is written `\"`"#,
        ),
        ("a:\n  - b\n  c: d", "check the indentation of this line"),
    ];
    for (text, help) in cases {
        assert_eq!(fault(text).help, [help], "{text:?}");
    }
}

/// A key that is a map leads the cursor astray; what follows is still read, or given up with the one message.
#[test]
fn a_map_as_a_key_is_reported_once() {
    for text in [
        "{a: b}: c\nd: [e, {f: g}]\n",
        "{a: b}: {c: d}\ne: '?f=1&g=2'\nh: [i]\n",
        "{{ x }}: y\nz: &a [b]\n",
    ] {
        let keys = faults(text)
            .iter()
            .filter(|(code, ..)| *code == "yaml-key")
            .count();
        assert!(keys >= 1, "{text:?}: {:?}", faults(text));
        assert!(
            faults(text).iter().all(|(code, ..)| *code != "yaml-syntax"),
            "{text:?}: {:?}",
            faults(text)
        );
    }
}

#[test]
fn aliases_never_multiply() {
    let mut bomb = String::from("a0: &a0 [x, x, x]\n");
    for level in 1..30 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let (_, reading) = read_text(&bomb);
    assert!(reading.root.is_none());
    assert!(reading.diagnostics.len() > 100);
    assert!(
        reading
            .diagnostics
            .iter()
            .all(|found| found.code == "yaml-alias")
    );
}

#[test]
fn deep_nesting_is_refused_at_its_place() {
    let lists = format!("{}x", "- ".repeat(65));
    assert_eq!(faults(&lists), [("too-deep", 1, 129, "-".to_owned())]);
    good(&format!("{}x", "- ".repeat(64)));
    let brackets = format!("a: 1\nb: {}{}\nc: 2\n", "[".repeat(65), "]".repeat(65));
    assert_eq!(faults(&brackets), [("too-deep", 2, 67, "[".to_owned())]);
    let maps = format!("{}x{}", "{a: ".repeat(100), "}".repeat(100));
    assert_eq!(faults(&maps), [("too-deep", 1, 257, "{".to_owned())]);
    for open in ["[", "{a: ", "- ", "? ", "{? ", "[[{\"a\":"] {
        let found = faults(&open.repeat(200_000 / open.len()));
        assert_eq!(found[0].0, "too-deep", "{open}");
    }
}

#[test]
fn many_brackets_in_text_are_no_nesting() {
    let mut text = String::new();
    for rule in 0..1_000 {
        text.push_str(&format!(
            "- a{rule}: '[{{'\n  b: \"[ \\\" {{\" # [ {{ [\n  c: x[{{ it's\n  # it's [\n"
        ));
    }
    let (_, reading) = read_text(&text);
    assert!(reading.diagnostics.is_empty());
    assert_eq!(reading.root.unwrap().as_list().unwrap().len(), 1_000);
}

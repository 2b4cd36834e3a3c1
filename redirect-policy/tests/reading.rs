//! The file as written: values, and the place of each in every way that YAML writes them.

use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::source::{Sources, Span};
use redirect_policy::yaml::{Node, Reading, Scalar, Style, Value, read};

fn read_text(text: &str) -> (Sources, Reading) {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    let reading = read(&sources, file);
    (sources, reading)
}

fn good(text: &str) -> (Sources, Node) {
    let (sources, reading) = read_text(text);
    assert_eq!(reading.diagnostics, [], "{text:?}");
    (sources, reading.root.expect("a document"))
}

/// The codes of the diagnostics, each with its line and column and the text that it underlines.
fn faults(text: &str) -> Vec<(&'static str, usize, usize, String)> {
    let (sources, reading) = read_text(text);
    let describe = |found: &Diagnostic| {
        let (line, column) = sources.position(found.span);
        (found.code, line, column, under(&sources, found.span))
    };
    reading.diagnostics.iter().map(describe).collect()
}

fn under(sources: &Sources, span: Span) -> String {
    sources.file(span.file).unwrap().text[span.start as usize..span.end as usize].to_owned()
}

/// Every scalar of a document in order: its text, and where it stands.
fn scalars(node: &Node, found: &mut Vec<Scalar>) {
    match &node.value {
        Value::Scalar(scalar) => found.push(scalar.clone()),
        Value::List(elements) => elements.iter().for_each(|element| scalars(element, found)),
        Value::Map(entries) => {
            for entry in entries {
                found.push(entry.key.clone());
                scalars(&entry.value, found);
            }
        }
    }
}

fn all_scalars(node: &Node) -> Vec<Scalar> {
    let mut found = Vec::new();
    scalars(node, &mut found);
    found
}

fn fault(text: &str) -> Diagnostic {
    let (_, reading) = read_text(text);
    assert_eq!(
        reading.diagnostics.len(),
        1,
        "{text:?}: {:?}",
        reading.diagnostics
    );
    reading.diagnostics[0].clone()
}

/// A file, and for each of its scalars the decoded text and the text of the file that it stands for.
const PLACES: &[(&str, &[(&str, &str)])] = &[
    (
        "a: b\nc: d e # f\n",
        &[("a", "a"), ("b", "b"), ("c", "c"), ("d e", "d e")],
    ),
    (
        "a: 'it''s'\nb: ''\nc: ''''\n",
        &[
            ("a", "a"),
            ("it's", "'it''s'"),
            ("b", "b"),
            ("", "''"),
            ("c", "c"),
            ("'", "''''"),
        ],
    ),
    (
        r#"a: "x\ty\"z" # c"#,
        &[("a", "a"), ("x\ty\"z", r#""x\ty\"z""#)],
    ),
    (r#"a: "\/""#, &[("a", "a"), ("/", r#""\/""#)]),
    (r#"a: "\\""#, &[("a", "a"), ("\\", r#""\\""#)]),
    (
        r#"["a\\", "b", 'c\']"#,
        &[("a\\", r#""a\\""#), ("b", "\"b\""), ("c\\", r"'c\'")],
    ),
    (
        "{a: [1, 'b', \"c\", true], d: {e: ~}}",
        &[
            ("a", "a"),
            ("1", "1"),
            ("b", "'b'"),
            ("c", "\"c\""),
            ("true", "true"),
            ("d", "d"),
            ("e", "e"),
            ("~", "~"),
        ],
    ),
    (
        "{\"a\":\"b\",\"c\":[\"d\",301],\"e\":{}}",
        &[
            ("a", "\"a\""),
            ("b", "\"b\""),
            ("c", "\"c\""),
            ("d", "\"d\""),
            ("301", "301"),
            ("e", "\"e\""),
        ],
    ),
    ("[a: b, c]", &[("a", "a"), ("b", "b"), ("c", "c")]),
    (
        "[? a : b, {? c : d}]",
        &[("a", "a"), ("b", "b"), ("c", "c"), ("d", "d")],
    ),
    (
        "? a\n: b\n? c\n: d\n",
        &[("a", "a"), ("b", "b"), ("c", "c"), ("d", "d")],
    ),
    (
        "- - a\n  - b\n- c: d\n  e: f\n",
        &[
            ("a", "a"),
            ("b", "b"),
            ("c", "c"),
            ("d", "d"),
            ("e", "e"),
            ("f", "f"),
        ],
    ),
    (
        "a:\n- b\n-\n  c\nd: e\n",
        &[("a", "a"), ("b", "b"), ("c", "c"), ("d", "d"), ("e", "e")],
    ),
    (
        "a: b\n   c\n\n   d\ne: f\n",
        &[
            ("a", "a"),
            ("b c\nd", "b\n   c\n\n   d"),
            ("e", "e"),
            ("f", "f"),
        ],
    ),
    (
        "a: 'b\n   c\n\n   d '\ne: f\n",
        &[
            ("a", "a"),
            ("b c\nd ", "'b\n   c\n\n   d '"),
            ("e", "e"),
            ("f", "f"),
        ],
    ),
    (
        "a: \"b\n   c\\\n   d\\n\"\ne: f\n",
        &[
            ("a", "a"),
            ("b cd\n", "\"b\n   c\\\n   d\\n\""),
            ("e", "e"),
            ("f", "f"),
        ],
    ),
    (
        "a: |\n  b\n    c\n\n  # d\ne: f\n",
        &[
            ("a", "a"),
            ("b\n  c\n\n# d\n", "|\n  b\n    c\n\n  # d"),
            ("e", "e"),
            ("f", "f"),
        ],
    ),
    (
        "a: |2-  # note\n    b\n\n# end\ne: f\n",
        &[
            ("a", "a"),
            ("  b", "|2-  # note\n    b"),
            ("e", "e"),
            ("f", "f"),
        ],
    ),
    (
        "a: >\n  b\n  c\n\n  d\n    e\n  f\ng: h\n",
        &[
            ("a", "a"),
            ("b c\nd\n  e\nf\n", ">\n  b\n  c\n\n  d\n    e\n  f"),
            ("g", "g"),
            ("h", "h"),
        ],
    ),
    (
        "- >+\n\n  b\n\n- c\n",
        &[("\nb\n\n", ">+\n\n  b"), ("c", "c")],
    ),
    (
        "a: |\n\nb: c\n",
        &[("a", "a"), ("", "|"), ("b", "b"), ("c", "c")],
    ),
    (
        "a: 1.5\nb: 0x1F\nc: -3\nd: 0.0.1\ne: 1e3\n301: no\n",
        &[
            ("a", "a"),
            ("1.5", "1.5"),
            ("b", "b"),
            ("0x1F", "0x1F"),
            ("c", "c"),
            ("-3", "-3"),
            ("d", "d"),
            ("0.0.1", "0.0.1"),
            ("e", "e"),
            ("1e3", "1e3"),
            ("301", "301"),
            ("no", "no"),
        ],
    ),
    ("a:\nb: \nc: # d\n- e\n", &[]),
    (
        "a:\nb: # d\nc:\n  -\n  - e\n",
        &[
            ("a", "a"),
            ("", ""),
            ("b", "b"),
            ("", ""),
            ("c", "c"),
            ("", ""),
            ("e", "e"),
        ],
    ),
    (
        "{a: , b, c: null}",
        &[
            ("a", "a"),
            ("", ""),
            ("b", "b"),
            ("", ""),
            ("c", "c"),
            ("null", "null"),
        ],
    ),
    (
        "제목: '동네 장터'\n'/동네/:id': x\n",
        &[
            ("제목", "제목"),
            ("동네 장터", "'동네 장터'"),
            ("/동네/:id", "'/동네/:id'"),
            ("x", "x"),
        ],
    ),
    (
        "a:\tb\t# c\nd: \t'e'\n",
        &[("a", "a"), ("b", "b"), ("d", "d"), ("e", "'e'")],
    ),
    (
        "a: b#c\nd: '# e'\nf: g # '\n",
        &[
            ("a", "a"),
            ("b#c", "b#c"),
            ("d", "d"),
            ("# e", "'# e'"),
            ("f", "f"),
            ("g", "g"),
        ],
    ),
    (
        "%YAML 1.1\n# c\n---\na: b\n...\n",
        &[("a", "a"), ("b", "b")],
    ),
    ("--- {a: b}\n", &[("a", "a"), ("b", "b")]),
    (
        "a: -b\nc: :d\ne: ?f\n",
        &[
            ("a", "a"),
            ("-b", "-b"),
            ("c", "c"),
            (":d", ":d"),
            ("e", "e"),
            ("?f", "?f"),
        ],
    ),
    (
        "source: /a/:id(/)\n\"<<\": x\n",
        &[
            ("source", "source"),
            ("/a/:id(/)", "/a/:id(/)"),
            ("<<", "\"<<\""),
            ("x", "x"),
        ],
    ),
];

#[test]
fn every_scalar_stands_where_it_is_written() {
    for (text, expected) in PLACES.iter().filter(|(_, expected)| !expected.is_empty()) {
        for (begin, end) in [
            ("", "\n"),
            ("\u{feff}", "\n"),
            ("", "\r\n"),
            ("# 동네: x\n\n", "\n"),
        ] {
            let text = format!("{begin}{}", text.replace('\n', end));
            let text = if text.starts_with("# ") && text.contains("%YAML") {
                text.trim_start_matches("# 동네: x\n\n").to_owned()
            } else {
                text
            };
            let (sources, root) = good(&text);
            let found: Vec<_> = all_scalars(&root)
                .into_iter()
                .map(|scalar| (scalar.text, under(&sources, scalar.span).replace(end, "\n")))
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(text, raw)| ((*text).to_owned(), (*raw).to_owned()))
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}

/// The slow judge of values: serde_yaml's own tree, printed as this crate's.
#[test]
fn values_are_those_of_the_yaml_library() {
    fn same(node: &Node, value: &serde_yaml::Value) -> bool {
        use serde_yaml::Value as Yaml;
        match (&node.value, value) {
            (Value::List(ours), Yaml::Sequence(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b))
            }
            (Value::Map(ours), Yaml::Mapping(theirs)) => {
                ours.len() == theirs.len()
                    && ours.iter().zip(theirs).all(|(entry, (key, value))| {
                        let key = key
                            .as_str()
                            .map_or_else(|| format!("{}", key.as_u64().unwrap()), str::to_owned);
                        entry.key.text == key && same(&entry.value, value)
                    })
            }
            (Value::Scalar(scalar), Yaml::Null) => scalar.style == Style::Null,
            (Value::Scalar(scalar), Yaml::Bool(value)) => scalar.style == Style::Bool(*value),
            (Value::Scalar(scalar), Yaml::Number(_)) => {
                scalar.style == Style::Number
                    && serde_yaml::from_str::<Yaml>(&scalar.text).unwrap() == *value
            }
            (Value::Scalar(scalar), Yaml::String(text)) => {
                matches!(scalar.style, Style::Plain | Style::Quoted) && scalar.text == *text
            }
            _ => false,
        }
    }
    for (text, _) in PLACES.iter().filter(|(_, expected)| !expected.is_empty()) {
        let (_, root) = good(text);
        let value: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
        assert!(same(&root, &value), "{text:?}: {root:?}");
    }
}

#[test]
fn styles_tell_text_from_numbers() {
    let (_, root) = good(
        "[301, '301', yes, true, 'true', ~, '~', , 1.0.0, |\n  x\n]"
            .replace(", |\n  x\n", "")
            .as_str()
            .replace(", ,", ",")
            .as_str(),
    );
    let styles: Vec<_> = all_scalars(&root)
        .iter()
        .map(|scalar| scalar.style)
        .collect();
    assert_eq!(
        styles,
        [
            Style::Number,
            Style::Quoted,
            Style::Plain,
            Style::Bool(true),
            Style::Quoted,
            Style::Null,
            Style::Quoted,
            Style::Plain,
        ]
    );
}

/// A file with one value `a`, a part of its decoded text, and the part of the file that it stands for.
const PARTS: &[(&str, &str, &str)] = &[
    ("a: /x/:id(/)", ":id", ":id"),
    ("a: '/x/:id(/)'", ":id", ":id"),
    ("a: '/it''s/:id'", ":id", ":id"),
    ("a: '/it''s/:id'", "'", "''"),
    (r#"a: "/x/:id""#, ":id", ":id"),
    (r#"a: "\x2Fx\u002F:id""#, ":id", ":id"),
    (r#"a: "\x2Fx\u002F:id""#, "x/", r"x\u002F"),
    (r#"a: "/\\:id/\U0001F600/z""#, "\\:id", r"\\:id"),
    (r#"a: "/\\:id/\U0001F600/z""#, "z", "z"),
    ("a: \"/x\\\n   /:id\"", "/:id", "/:id"),
    ("a: \"/x\n   /:id\"", ":id", ":id"),
    ("a: /x\n   /:id", ":id", ":id"),
    ("a: /x\n   /:id", " ", "\n   "),
    ("a: |\n  /x\n  /:id\n", "/:id", "/:id"),
    ("a: |-\n    /x\n\n      /:id", ":id", ":id"),
    ("a: >-\n  /x\n  /:id", ":id", ":id"),
    ("a: >-\n  /x\n\n  /:id", "/:id", "/:id"),
    ("a: >-\n  /x\n  /:id", " ", "\n"),
    ("{a: \"/동네/\\x41:id\", b: c}", ":id", ":id"),
    ("a: '/동네/''제목''/:id'", "제목", "제목"),
];

#[test]
fn a_part_of_a_scalar_is_found_in_every_style() {
    for (text, part, raw) in PARTS {
        for end in ["\n", "\r\n"] {
            let text = text.replace('\n', end);
            let (sources, root) = good(&text);
            let scalar = root.entry("a").unwrap().value.as_scalar().unwrap();
            let start = scalar.text.find(part).unwrap();
            let span = scalar.span_of(&sources, start..start + part.len());
            assert_eq!(under(&sources, span).replace(end, "\n"), *raw, "{text:?}");
            let point = scalar.span_of(&sources, start..start);
            assert_eq!(
                (point.start, point.end),
                (span.start, span.start),
                "{text:?}"
            );
        }
    }
}

#[test]
fn the_end_of_a_scalar_is_a_point_before_its_quote() {
    for text in ["a: 'xyz'", r#"a: "x\x79z""#, "a: xyz", "a: 'x''z'"] {
        let (sources, root) = good(text);
        let scalar = root.entry("a").unwrap().value.as_scalar().unwrap();
        let span = scalar.span_of(&sources, 3..3);
        let end = text.rfind('z').unwrap() + 1;
        assert_eq!(
            (span.start as usize, span.end as usize),
            (end, end),
            "{text}"
        );
        let beyond = scalar.span_of(&sources, 7..90);
        assert_eq!(
            (beyond.start as usize, beyond.end as usize),
            (end, end),
            "{text}"
        );
    }
}

#[test]
fn lists_and_maps_have_their_places() {
    let (sources, root) = good("rules:\n  - {a: [1, 2, ], }\n  - b: c\n    d: e\nlast: []\n");
    assert_eq!(
        under(&sources, root.span),
        "rules:\n  - {a: [1, 2, ], }\n  - b: c\n    d: e\nlast: []"
    );
    let rules = &root.entry("rules").unwrap().value;
    assert_eq!(sources.position(rules.span), (2, 3));
    let rules = rules.as_list().unwrap();
    assert_eq!(under(&sources, rules[0].span), "{a: [1, 2, ], }");
    assert_eq!(
        under(&sources, rules[0].entry("a").unwrap().value.span),
        "[1, 2, ]"
    );
    assert_eq!(under(&sources, rules[1].span), "b: c\n    d: e");
    assert_eq!(sources.position(rules[1].span), (3, 5));
    assert_eq!(rules[0].shape(), "a map");
    assert_eq!(root.entry("last").unwrap().value.shape(), "a list");
}

#[test]
fn an_empty_value_stands_behind_its_key() {
    let (sources, root) = good("a:\n  b:\n\n  # c\n  d: 1\n");
    let empty = &root.entry("a").unwrap().value.entry("b").unwrap().value;
    assert_eq!(empty.as_scalar().unwrap().style, Style::Null);
    assert_eq!(empty.shape(), "nothing");
    assert_eq!(sources.position(empty.span), (2, 5));
}

#[test]
fn an_empty_file_has_no_root() {
    for text in ["", "\n", "# nothing\n", "\u{feff}", "---\n", "---\n...\n"] {
        let (_, reading) = read_text(text);
        assert!(reading.root.is_none(), "{text:?}");
        assert_eq!(reading.diagnostics, [], "{text:?}");
    }
}

/// A file, and the code, line, column and underlined text of each diagnostic.
type Fault = (
    &'static str,
    &'static [(&'static str, usize, usize, &'static str)],
);
const FAULTS: &[Fault] = &[
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

#[test]
fn positions_count_lines_and_characters() {
    let mut sources = Sources::new("/policies");
    let text = "\u{feff}동네\r\nab\rc\n\n\u{1f600}x";
    let file = sources.insert("a.yml", text);
    let at = |start: usize| {
        sources.position(Span {
            file,
            start: start as u32,
            end: start as u32,
        })
    };
    let slow = |start: usize| {
        let before = text[..start]
            .trim_start_matches('\u{feff}')
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        let line = before.matches('\n').count() + 1;
        (
            line,
            before.rsplit('\n').next().unwrap().chars().count() + 1,
        )
    };
    for (start, _) in text
        .char_indices()
        .skip(1)
        .filter(|(at, _)| text.as_bytes()[*at] != b'\n')
    {
        assert_eq!(at(start), slow(start), "{start}");
    }
    assert_eq!(at(0), (1, 1));
    assert_eq!(at(text.len()), (5, 3));
    assert_eq!(at(text.len() + 100), (5, 3));
    assert_eq!(
        sources.position(Span {
            file: 9,
            start: 3,
            end: 4
        }),
        (1, 1)
    );
    let long = format!("a: b\n{}", "동".repeat(5_000));
    let file = sources.insert("long.yml", long.as_str());
    for character in [0_u32, 170, 171, 4_000, 5_000] {
        let start = 5 + character * 3;
        assert_eq!(
            sources.position(Span {
                file,
                start,
                end: start
            }),
            (2, character as usize + 1)
        );
    }
}

#[test]
fn files_are_opened_once_and_refused_in_full() {
    let root = std::env::temp_dir().join(format!("redirect-policy-reading-{}", std::process::id()));
    std::fs::create_dir_all(root.join("teams")).unwrap();
    std::fs::write(root.join("redirects.yml"), "a: 1\n").unwrap();
    std::fs::write(root.join("teams/jobs.yml"), "b: 1\n").unwrap();
    std::fs::write(root.join("latin.yml"), b"a: 1\n\xEB\x8F\x99\xE9: 2\n").unwrap();
    let mut sources = Sources::new(&root);
    assert_eq!(sources.open("redirects.yml"), Ok(0));
    assert_eq!(sources.open("teams/jobs.yml"), Ok(1));
    assert_eq!(sources.open("teams/../redirects.yml"), Ok(0));
    assert_eq!(sources.open("./teams/./jobs.yml"), Ok(1));
    assert_eq!(sources.file(1).unwrap().shown, "teams/jobs.yml");
    assert_eq!(sources.file(1).unwrap().path, root.join("teams/jobs.yml"));
    let missing = sources.open("teams/none.yml").unwrap_err();
    assert!(
        missing.contains(&root.join("teams/none.yml").display().to_string()),
        "{missing}"
    );
    assert!(
        missing.contains("No such file") || missing.contains("cannot find"),
        "{missing}"
    );
    assert!(
        sources
            .open("teams")
            .unwrap_err()
            .ends_with("it is not a file")
    );
    let latin = sources.open("latin.yml").unwrap_err();
    assert!(latin.contains("0xE9 at line 2, column 2"), "{latin}");
    assert_eq!(sources.open("latin.yml"), Err(latin));
    assert_eq!(sources.files().len(), 3);
    let held = sources.insert("held.yml", "c: 1\n");
    assert_eq!(sources.open("./held.yml"), Ok(held));
    std::fs::remove_dir_all(root).unwrap();
}

/// Broken and odd files: whatever comes of them, it comes soon, without a panic, with places within the file.
#[test]
fn any_text_is_read_or_refused() {
    let seeds: Vec<&str> = PLACES
        .iter()
        .map(|(text, _)| *text)
        .chain(FAULTS.iter().map(|(text, _)| *text))
        .collect();
    let alphabet = [
        "a", ":", " ", "\n", "-", "'", "\"", "[", "]", "{", "}", ",", "&a", "*a", "!t", "|", ">",
        "#", "?", "\\", "\t", "\r\n", "~", "<<", "---", "...", "%", "동", "\u{feff}", "\u{2028}",
        "\u{85}", "1", "\\x41", "''",
    ];
    let mut generator = testkit::Random(1);
    let mut random = |below: usize| generator.below(below);
    for _ in 0..6_000 {
        let mut text = if random(3) == 0 {
            String::new()
        } else {
            seeds[random(seeds.len())].to_owned()
        };
        for _ in 0..=random(6) {
            let mut at = random(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, alphabet[random(alphabet.len())]);
        }
        let caught = std::panic::catch_unwind(|| read_text(&text));
        let (sources, reading) = caught.unwrap_or_else(|_| panic!("{text:?}"));
        let spans = reading.diagnostics.iter().map(|found| found.span);
        let found = reading
            .root
            .iter()
            .flat_map(all_scalars)
            .collect::<Vec<_>>();
        for span in spans.chain(found.iter().map(|scalar| scalar.span)) {
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{text:?}: {span:?}"
            );
        }
        for scalar in found.iter().filter(|_| reading.diagnostics.is_empty()) {
            check_scalar(&sources, scalar, &text);
        }
        reading
            .diagnostics
            .iter()
            .for_each(|found| assert!(!found.render(&sources).is_empty()));
    }
}

/// The bytes under a scalar, read alone, must come to its text.
fn check_scalar(sources: &Sources, scalar: &Scalar, file: &str) {
    let raw = under(sources, scalar.span);
    let odd_breaks = file.contains(['\u{85}', '\u{2028}']);
    assert!(
        odd_breaks || scalar.text.is_empty() || !raw.is_empty(),
        "{file:?}: {scalar:?}"
    );
    if raw.starts_with(['|', '>'])
        || raw.contains(['\n', '\r', '\u{85}', '\u{2028}'])
        || raw.is_empty()
    {
        return;
    }
    let Ok(alone) = serde_yaml::from_str::<serde_yaml::Value>(&format!("- {raw}")) else {
        // Some plain text begins with what is an indicator elsewhere.
        assert!(raw.starts_with([':', '?', '-', ',']), "{file:?}: {raw:?}");
        return;
    };
    if let Some(text) = alone[0].as_str() {
        assert_eq!(text, scalar.text, "{file:?}");
    } else {
        assert_eq!(raw, scalar.text, "{file:?}");
    }
}

//! Scalars stand where they are written, in every way that YAML writes them.

use super::*;

/// A file, and for each of its scalars the decoded text and the text of the file that it stands for.
pub(crate) const PLACES: &[(&str, &[(&str, &str)])] = &[
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

//! Values are those of the YAML library, with their styles, parts and extents.

use super::places::PLACES;
use super::*;

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

//! Sources: refused where they are wrong, and read in canonical form.

use super::*;

pub(crate) const REFUSED_SOURCES: &[(&str, &[&str])] = &[
    ("/a b", &["whitespace at  "]),
    (" /a", &["whitespace at  "]),
    ("/a\u{a0}", &["whitespace at \u{a0}"]),
    ("/:/x", &["missing-name at :"]),
    ("/:é", &["missing-name at :"]),
    ("/:1a", &["name-starts-with-digit at :1a"]),
    ("/()x", &["empty-group at ()"]),
    ("/(a(b", &["unclosed-group at (", "unclosed-group at ("]),
    ("/a)b)", &["unmatched-close at )", "unmatched-close at )"]),
    ("/:id/:id", &["duplicate-name at :id"]),
    ("/:a/*/x/*", &["multiple-wildcards at *"]),
    ("/a\\", &["trailing-backslash at \\"]),
    ("/\\d+", &["reserved-escape at \\d+"]),
    ("/\\가", &["reserved-escape at \\가"]),
    ("/{id}", &["reserved-char at {id}"]),
    ("/a\"b`c", &["reserved-char at \"", "reserved-char at `"]),
    ("/a\\\\b", &["reserved-char at \\\\"]),
    ("/a\u{7}", &["reserved-char at \u{7}"]),
    ("/a?x=1", &["query-or-fragment-in-source at ?"]),
    ("/a\\?", &["query-or-fragment-in-source at \\?"]),
    ("/a#b", &["query-or-fragment-in-source at #"]),
    (
        "/100%/%zz/%e",
        &[
            "bad-percent at %",
            "bad-percent at %zz",
            "bad-percent at %e",
        ],
    ),
    ("a/b", &["source-must-start-with-slash at a"]),
    ("(/)a", &["source-must-start-with-slash at a"]),
    ("(/:a)(b)", &["source-must-start-with-slash at b"]),
    ("%2Fa", &["source-must-start-with-slash at %2Fa"]),
    (
        "https://a.com/x",
        &["source-must-start-with-slash at https://a.com"],
    ),
    ("/a/../b", &["dot-segment at .."]),
    ("/%2e%2E", &["dot-segment at %2e%2E"]),
    ("/\\./a", &["dot-segment at \\."]),
    ("/a/.(/)", &["dot-segment at ."]),
    ("/a(/..)", &["dot-segment at .."]),
    ("/(a/)./b", &["dot-segment at ."]),
    ("/:id<", &["unclosed-kind at <"]),
    ("/:id<int/x", &["unclosed-kind at <int"]),
    (
        "/:id<foo>/:id2<bar>",
        &["unknown-kind at foo", "unknown-kind at bar"],
    ),
    ("/:id<>", &["unknown-kind at <>"]),
    ("/:id<kr>", &["unknown-kind at kr"]),
    ("/:id<int{0}>", &["bad-length at {0}"]),
    ("/:id<int{20}>", &["bad-length at {20}"]),
    ("/:id<hex{256}>", &["bad-length at {256}"]),
    ("/:id<hex{3,2}>", &["bad-length at {3,2}"]),
    ("/:id<hex{+3}>", &["bad-length at {+3}"]),
    ("/:id<uuid{3}>", &["bad-length at {3}"]),
    ("/:id<kr|kr>", &["bad-enum at kr"]),
    ("/:id<k|%6b>", &["bad-enum at %6b"]),
    ("/:id<kr|>", &["bad-enum at |"]),
    ("/:id<|kr>", &["bad-enum at |"]),
    ("/:id<a/b|c:d>", &["bad-enum at /", "bad-enum at :"]),
    ("/:a:b", &["adjacent-variables at :b"]),
    ("/:a(/):b", &["adjacent-variables at :b"]),
    ("/:a((/)(-)):b", &["adjacent-variables at :b"]),
    ("/*:a", &["adjacent-variables at :a"]),
    ("/:p<path>:a<int>", &["adjacent-variables at :a<int>"]),
    ("/:c<a|ab>:d<alpha>", &["adjacent-variables at :d<alpha>"]),
    ("/:a<hex>:b<alpha>", &["adjacent-variables at :b<alpha>"]),
    (
        "/:a<alpha>(:b<alpha>):c<int>",
        &["adjacent-variables at :b<alpha>"],
    ),
    (
        "/:a(:b<int>):c",
        &["adjacent-variables at :b<int>", "adjacent-variables at :c"],
    ),
];

#[test]
fn sources_are_refused_where_they_are_wrong() {
    for (text, expected) in REFUSED_SOURCES {
        assert_eq!(faults(text, source(text)), *expected, "{text}");
    }
}

const ACCEPTED_SOURCES: &[(&str, &str)] = &[
    ("/", "/"),
    ("/동네/:id", "/%EB%8F%99%EB%84%A4/<id>"),
    ("/%eb%7E%2f", "/%EB~%2F"),
    ("/\\:\\(\\*\\)\\{\\%\\/", "/:(*)%7B%25/"),
    ("/\\😀", "/%F0%9F%98%80"),
    ("/:foo_bar", "/<foo>_bar"),
    ("(/)", "[/]"),
    ("(/a)/b", "[/a]/b"),
    ("*x", "<*>x"),
    ("/(.)", "/[.]"),
    ("/.(a)", "/.[a]"),
    ("/a./..b", "/a./..b"),
    ("/:a<alpha>:n<int>", "/<a><n>"),
    ("/:a<segment{4}>:b", "/<a><b>"),
    ("/:c<kr|us>:d", "/<c><d>"),
    ("/:c<가|나다>:d<alpha>", "/<c><d>"),
    ("/:id<uuid>:d", "/<id><d>"),
    ("/(:title-):id(/)", "/[<title>-]<id>[/]"),
    ("//a", "//a"),
];

#[test]
fn sources_are_read_in_canonical_form() {
    for (text, expected) in ACCEPTED_SOURCES {
        assert_eq!(notation(&sound(text).items), *expected, "{text}");
    }
}

#[test]
fn kinds_have_their_lengths() {
    let class = |class, min, max| Ok(Kind::Class { class, min, max });
    assert_eq!(parse_kind("segment"), class(Class::Segment, 1, None));
    assert_eq!(parse_kind("int"), class(Class::Int, 1, Some(19)));
    assert_eq!(parse_kind("hex{8,12}"), class(Class::Hex, 8, Some(12)));
    assert_eq!(
        parse_kind("alnum{255}"),
        class(Class::Alnum, 255, Some(255))
    );
    assert_eq!(parse_kind("uuid"), Ok(Kind::Uuid));

    let stable = ["ccc", "bb", "a", "d"].map(str::to_owned).to_vec();
    assert_eq!(parse_kind("a|bb|ccc|d"), Ok(Kind::Enumeration(stable)));
    assert_eq!(
        parse_kind("number")
            .unwrap_err()
            .help
            .map(|help| help.contains("`int`")),
        Some(true)
    );
}

#[test]
fn last_slash_becomes_optional() {
    let options = SourceOptions {
        trailing_slash_optional: true,
        ..SourceOptions::default()
    };
    for (text, expected) in [
        ("/", "/"),
        ("/a", "/a[/]"),
        ("/a/", "/a[/]"),
        ("/:a/", "/<a>[/]"),
        ("/a/*", "/a/<*>"),
        ("/a/:p<path>", "/a/<p>"),
        ("/a(/)", "/a[/]"),
        ("/a(/b)", "/a[/b][/]"),
    ] {
        let pattern = parse_source(text, &options).expect(text);
        assert_eq!(notation(&pattern.items), expected, "{text}");
    }
}

#[test]
fn caps_hold() {
    let code = |text: String| {
        faults(&text, source(&text))
            .first()
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(code(format!("/{}", "a".repeat(1023))), "");
    assert!(code(format!("/{}", "a".repeat(1024))).starts_with("pattern-too-long"));
    assert_eq!(code(format!("/{}a{}", "(".repeat(16), ")".repeat(16))), "");
    assert!(code(format!("/{}a{}", "(".repeat(17), ")".repeat(17))).starts_with("too-many-groups"));
    let deep = format!("/{}", "(".repeat(1000));
    assert!(faults(&deep, source(&deep)).contains(&"nesting-too-deep at (".to_owned()));
    let names = |count: usize| {
        (0..count)
            .map(|index| format!("/:n{index}"))
            .collect::<String>()
    };
    assert_eq!(code(names(32)), "");
    assert!(code(names(33)).starts_with("too-many-names"));
    let huge = "(".repeat(1_000_000);
    assert!(code(huge).starts_with("pattern-too-long"));
}

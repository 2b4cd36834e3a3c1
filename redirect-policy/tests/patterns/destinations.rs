//! Destinations, and the rows of tables: refused where they are wrong, and read in canonical form.

use super::*;

pub(crate) const REFUSED_DESTINATIONS: &[(&str, &[&str])] = &[
    ("/a(/)", &["dead-group at (/)"]),
    (
        "/((a))(:b(c))",
        &["dead-group at ((a))", "dead-group at (c)"],
    ),
    ("//evil.com/:x", &["protocol-relative-destination at //"]),
    ("/\\/evil.com", &["protocol-relative-destination at /\\/"]),
    ("/\\\\evil.com", &["reserved-char at \\\\"]),
    ("https://a.com:x/", &["variable-in-authority at :x"]),
    ("https://[:a::1]/", &["variable-in-authority at :a"]),
    ("https://:host/", &["variable-in-authority at :host"]),
    (
        "https://good.example:tail*",
        &["variable-in-authority at :tail"],
    ),
    ("https://a.com*", &["variable-in-authority at *"]),
    ("https://a.com(:c)/", &["variable-in-authority at ("]),
    (
        ":s://good.example/",
        &["destination-must-start-with-slash-or-scheme at :s://"],
    ),
    ("https://u:p@a.com/", &["bad-host at u:p@"]),
    ("https://[::1]/", &["bad-host at [::1]"]),
    ("https://a.com:0/", &["bad-host at :0"]),
    ("https://a_b.com/", &["bad-host at a_b.com"]),
    ("https://a.com./", &["bad-host at ."]),
    ("https://127.1/", &["bad-host at 127.1"]),
    (
        "ftp://a.com/",
        &["destination-must-start-with-slash-or-scheme at ftp://"],
    ),
    (
        "javascript:alert(1)",
        &["destination-must-start-with-slash-or-scheme at javascript:"],
    ),
    ("a/b", &["destination-must-start-with-slash-or-scheme at a"]),
    ("*", &["destination-must-start-with-slash-or-scheme at *"]),
    (
        "(/:c)",
        &["destination-must-start-with-slash-or-scheme at (/:c)"],
    ),
    (
        "(:c/)x",
        &["destination-must-start-with-slash-or-scheme at :c"],
    ),
    (
        "?x=1",
        &["destination-must-start-with-slash-or-scheme at ?"],
    ),
    (
        "/:id<int>/:c<kr|jp>",
        &[
            "kind-in-destination at <int>",
            "kind-in-destination at <kr|jp>",
        ],
    ),
    ("/a b", &["whitespace at  "]),
    ("/a/../b", &["dot-segment at .."]),
    ("/a/.?x=.", &["dot-segment at ."]),
    ("/a/.(?x=:x)", &["dot-segment at ."]),
    ("/a:", &["missing-name at :"]),
];

#[test]
fn destinations_are_refused_where_they_are_wrong() {
    for (text, expected) in REFUSED_DESTINATIONS {
        assert_eq!(faults(text, parse_destination(text)), *expected, "{text}");
    }
}

#[test]
fn destinations_are_encoded_for_their_parts() {
    for (text, expected) in [
        ("/(:c/)x", "/[<c>/]x"),
        ("(/:c)/x", "[/<c>]/x"),
        ("/%7e%c3/a|b^", "/~%C3/a%7Cb%5E"),
        ("/s?q=%7e&a=b+c|d", "/s ?q=%7e&a=b+c%7Cd"),
        ("/s?a?b#c#d?", "/s ?a?b #c%23d?"),
        ("/a(?q=:q)(#:f)", "/a[ ?q=<q>][ #<f>]"),
        ("/\\?\\#\\:\\(", "/%3F%23:("),
        ("/a?x=../..", "/a ?x=../.."),
        ("https://A.com", "/"),
        ("HTTPS://a.com:8443?x=:x", "/ ?x=<x>"),
        ("/:a:b/:a/*/*", "/<a><b>/<a>/<*>/<*>"),
    ] {
        let template =
            parse_destination(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
        assert_eq!(piece_notation(&template.pieces), expected, "{text}");
    }
}

#[test]
fn origins_are_canonical() {
    let origin = |text: &str| {
        let origin = parse_destination(text)
            .expect(text)
            .origin
            .expect("an origin");
        (origin.scheme, origin.host, origin.port, origin.at.end)
    };
    assert_eq!(
        origin("HTTP://A.com:80/x"),
        ("http", "a.com".to_owned(), None, 15)
    );
    assert_eq!(
        origin("https://1.2.3.4:80"),
        ("https", "1.2.3.4".to_owned(), Some(80), 18)
    );
    #[cfg(feature = "url")]
    assert_eq!(origin("https://동네.kr/").1, "xn--950b94c.kr");
    #[cfg(not(feature = "url"))]
    assert!(
        parse_destination("https://동네.kr/").unwrap_err()[0]
            .message
            .contains("feature `url`")
    );
}

#[test]
fn rows_are_literal() {
    assert_eq!(
        Pattern::literal("/a/../Block_(CSS):*\\x").literal_text(),
        Some("/Block_(CSS):*/x")
    );
    assert_eq!(Pattern::literal("/a/b/..").literal_text(), Some("/a/"));
    assert_eq!(Pattern::literal("/..").literal_text(), Some("/"));
    let row = |text: &str| Template::literal(text).map(|template| piece_notation(&template.pieces));
    assert_eq!(
        row("/a(b):c* %zz%7e?q=(%7e)"),
        Ok("/a(b):c*%20%25zz~ ?q=(%7e)".to_owned())
    );
    for (text, expected) in [
        ("//a.com", "protocol-relative-destination at //"),
        (
            "ftp://a.com",
            "destination-must-start-with-slash-or-scheme at ftp://",
        ),
        ("/a\tb", "reserved-char at \t"),
        ("/a/%2e%2e/b", "dot-segment at %2e%2e"),
        ("https://:host/", "variable-in-authority at :host"),
    ] {
        assert_eq!(faults(text, Template::literal(text)), [expected], "{text}");
    }
}

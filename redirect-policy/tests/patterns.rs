//! The pattern language, case by case: what is accepted and how it is read, what is refused and where the carets stand.

use redirect_policy::model::{HostPattern, LanguagePattern};
use redirect_policy::pattern::{
    Class, Item, Kind, Part, Pattern, PatternError, Piece, SourceOptions, Template, check_bindings,
    check_names, parse_destination, parse_host, parse_kind, parse_language, parse_source,
    parse_value,
};

fn source(text: &str) -> Result<Pattern, Vec<PatternError>> {
    parse_source(text, &SourceOptions::default())
}

fn sound(text: &str) -> Pattern {
    source(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"))
}

/// `code at text` for each error.
fn faults<T>(text: &str, read: Result<T, Vec<PatternError>>) -> Vec<String> {
    let errors = read.err().unwrap_or_default();
    errors
        .iter()
        .map(|error| format!("{} at {}", error.code, &text[error.at.clone()]))
        .collect()
}

/// Items in the notation of the language, canonical, with groups in square brackets.
fn notation(items: &[Item]) -> String {
    items
        .iter()
        .map(|item| match item {
            Item::Literal(text) => text.clone(),
            Item::Parameter(parameter) => format!("<{}>", parameter.name),
            Item::Wildcard { .. } => "<*>".to_owned(),
            Item::Group(items) => format!("[{}]", notation(items)),
        })
        .collect()
}

/// Pieces likewise, each part of the URL after a space.
fn piece_notation(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal { text, part } => {
                if text.starts_with(['?', '#']) && *part != Part::Path {
                    out.push(' ');
                }
                out.push_str(text);
            }
            Piece::Parameter { name, .. } => out.push_str(&format!("<{name}>")),
            Piece::Group(pieces) => out.push_str(&format!("[{}]", piece_notation(pieces))),
        }
    }
    out
}

const REFUSED_SOURCES: &[(&str, &[&str])] = &[
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

/// The text that a help tells the user to write.
fn advised(error: &PatternError) -> Option<&str> {
    let help = error.help.as_deref()?;
    // Every second piece stands between backticks.
    let mut quoted = help.split('`').skip(1).step_by(2);
    quoted.find(|text| text.starts_with('/'))
}

#[test]
fn advice_of_a_lone_error_is_accepted() {
    let mut followed = 0;
    for (text, expected) in REFUSED_SOURCES {
        let errors = source(text).expect_err(text);
        let (1, Some(advice)) = (expected.len(), advised(&errors[0])) else {
            continue;
        };
        followed += 1;
        assert!(
            source(advice).is_ok(),
            "{text}: {advice}: {:?}",
            source(advice)
        );
    }
    for (text, expected) in REFUSED_DESTINATIONS {
        let errors = parse_destination(text).expect_err(text);
        let (1, Some(advice)) = (expected.len(), advised(&errors[0])) else {
            continue;
        };
        followed += 1;
        assert!(parse_destination(advice).is_ok(), "{text}: {advice}");
    }
    assert!(followed > 30, "only {followed} texts advised");
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

const REFUSED_DESTINATIONS: &[(&str, &[&str])] = &[
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

#[test]
fn hosts_are_canonical() {
    let binding = |text: &str| match parse_host(text) {
        Ok(HostPattern::Binding(pattern)) => notation(&pattern.items),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(
        parse_host("WWW.A.com"),
        Ok(HostPattern::Exact("www.a.com".to_owned()))
    );
    assert_eq!(
        parse_host("*.A.com"),
        Ok(HostPattern::Subdomains(".a.com".to_owned()))
    );
    assert_eq!(binding(":c<kr|jp>.A.com"), "<c>.a.com");
    assert_eq!(binding("(www.)a.com"), "[www.]a.com");
    for (text, expected) in [
        ("", "empty at "),
        ("a.com:80", "bad-host at :80"),
        (":c.a.com:80", "bad-host at :80"),
        ("a.com.", "bad-host at ."),
        (":c.a.com.", "bad-host at ."),
        ("https://a.com/", "bad-host at https://"),
        ("a.*.com", "bad-host at *"),
        (":c<path>.com", "bad-host at :c<path>"),
        (":c<a.b|c>.com", "bad-enum at :c<a.b|c>"),
        ("a b.com", "bad-host at a b.com"),
        ("[::1]", "bad-host at [::1]"),
    ] {
        assert_eq!(faults(text, parse_host(text)), [expected], "{text}");
    }
}

#[test]
fn languages_keep_their_order() {
    let best = parse_language(":l<ko|pt-BR|en>");
    let of = ["ko", "pt-BR", "en"].map(str::to_owned).to_vec();
    assert_eq!(
        best,
        Ok(LanguagePattern::Best {
            name: "l".to_owned(),
            of,
            only: None,
        })
    );
    for (text, expected) in [
        (":l", "bad-language at :l"),
        (":l<ko|>", "bad-language at |"),
        (":l<ko|ko>", "bad-enum at ko"),
        (":l<ko", "unclosed-kind at <ko"),
        (":l<ko>x", "bad-language at x"),
        ("ko_KR", "bad-language at ko_KR"),
        ("english", "bad-language at english"),
        (":l<en|german>", "bad-language at german"),
        (":l<pt-BR|PT-br>", "bad-enum at PT-br"),
        ("x-klingon", "bad-language at x-klingon"),
        (":<ko>", "missing-name at :"),
    ] {
        assert_eq!(faults(text, parse_language(text)), [expected], "{text}");
    }
}

#[test]
fn values_need_not_look_like_paths() {
    let segment = SourceOptions::default().default_kind;
    let value = |text: &str| parse_value(text, &segment).map(|pattern| notation(&pattern.items));
    assert_eq!(value("a/../b?c#:d"), Ok("a/../b%3Fc%23<d>".to_owned()));
    assert_eq!(faults(":a:b", value(":a:b")), ["adjacent-variables at :b"]);
}

#[test]
fn names_are_bound_once_in_a_rule() {
    let segment = SourceOptions::default().default_kind;
    let query = parse_value("x-:id", &segment).expect("a sound value");
    let clashes = check_names(&[&sound("/:id/*"), &query]);
    let [(1, error)] = clashes.as_slice() else {
        panic!("{clashes:?}");
    };
    assert_eq!(
        (error.code, &query.text[error.at.clone()]),
        ("duplicate-name", ":id")
    );
    assert_eq!(check_names(&[&sound("/:a/*"), &query]), []);
}

#[test]
fn destinations_need_what_they_use() {
    for (from, to, expected) in [
        ("/a/:x", "/b/:x(/:y)", &[][..]),
        ("/a(/:x(/:y))", "/b(/:x(-:y))", &[]),
        ("/a(/:x(/:y))", "/b(-:y)(/:x)", &[]),
        (
            "/a(/:x(/:y))",
            "/b(/:x-:y)",
            &["maybe-unbound-destination-parameter at :y"],
        ),
        (
            "/a(/:x)",
            "/b/:x",
            &["maybe-unbound-destination-parameter at :x"],
        ),
        (
            "/a(/*)",
            "/b/*",
            &["maybe-unbound-destination-parameter at *"],
        ),
        (
            "/a(/:x)(/y:z)",
            "/b(/:x(-:z))",
            &["maybe-unbound-destination-parameter at :x"],
        ),
        (
            "/a/:x",
            "/b(/:x-:y)",
            &["unbound-destination-parameter at :y"],
        ),
        (
            "/a/:x",
            "/b/:y/*",
            &[
                "unbound-destination-parameter at :y",
                "unbound-destination-parameter at *",
            ],
        ),
        ("/x(-:n)", "/(a-:n).", &["dot-segment at :n"]),
        ("/x/:n", "/(a-:n).", &[]),
        ("/x(-:n)", "/b/(:n)./c", &["dot-segment at :n"]),
        ("/x(-:n)", "/b(/:n).", &[]),
        ("/x(-*)", "/.(*).", &["dot-segment at *"]),
        ("/x(-:n(/:m))", "/(:n/.)(:m)/", &["dot-segment at :m"]),
        (
            "/x(-:n(/:m))",
            "/(:n/.:m)/",
            &["maybe-unbound-destination-parameter at :m"],
        ),
        ("/x(-:n(/:m))", "/(:m/.)(:n)/", &[]),
        ("/x(-:n)", "/b?a=(:n).", &[]),
    ] {
        let template = parse_destination(to).expect(to);
        let errors = check_bindings(&[&sound(from)], &template);
        assert_eq!(faults(to, Err::<(), _>(errors)), expected, "{from} to {to}");
    }
}

#[test]
fn conditions_bind_too() {
    let segment = SourceOptions::default().default_kind;
    let query = parse_value(":id", &segment).expect("a sound value");
    let template = parse_destination("/articles/:id").expect("a sound destination");
    assert_eq!(
        check_bindings(&[&sound("/article.php"), &query], &template),
        []
    );
}

#[test]
fn no_text_upsets_the_readers() {
    // Every text of up to four of the characters that mean something.
    let alphabet = [
        "/", ":", "a", "1", "(", ")", "*", "<", ">", "|", "\\", "%", "é", ".", "?", "{", "@", " ",
    ];
    let mut texts = vec![String::new()];
    for length in 0..4 {
        let longer: Vec<String> = texts
            .iter()
            .filter(|text| text.chars().count() == length)
            .flat_map(|text| alphabet.iter().map(move |next| format!("{text}{next}")))
            .collect();
        texts.extend(longer);
    }
    let segment = SourceOptions::default().default_kind;
    for text in &texts {
        let mut errors = source(text).err().unwrap_or_default();
        errors.extend(parse_value(text, &segment).err().unwrap_or_default());
        errors.extend(parse_destination(text).err().unwrap_or_default());
        errors.extend(Template::literal(text).err().unwrap_or_default());
        errors.extend(parse_host(text).err().unwrap_or_default());
        errors.extend(parse_language(text).err().unwrap_or_default());
        errors.extend(parse_kind(text).err());
        let absolute = format!("https://{text}");
        for error in parse_destination(&absolute).err().unwrap_or_default() {
            assert!(
                absolute.get(error.at.clone()).is_some(),
                "`{absolute}`: {error:?}"
            );
        }
        for error in errors {
            assert!(text.get(error.at.clone()).is_some(), "`{text}`: {error:?}");
            assert!(error.help.is_some(), "`{text}`: {error:?}");
        }
    }
}

#[test]
fn a_plain_row_reads_as_the_same_text_does_elsewhere() {
    for text in ["/", "/a", "/a/", "/a/b-c_d.html", "/A.b/9..x"] {
        assert_eq!(Template::literal(text), parse_destination(text), "{text}");
        let source = parse_source(text, &SourceOptions::default()).unwrap();
        assert_eq!(Pattern::literal(text), source, "{text}");
    }
    for text in ["", "a", "//a", "/a//b", "/./a", "/a/..", "/a/.b"] {
        assert_eq!(
            Template::literal(text).is_ok(),
            parse_destination(text).is_ok(),
            "{text}"
        );
    }
}

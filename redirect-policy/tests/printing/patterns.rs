//! Patterns print themselves: what is printed is read as the same items again.

use redirect_policy::pattern::{
    HostPattern, Item, Kind, LanguagePattern, Pattern, Piece, SourceOptions, Template,
    parse_destination, parse_host, parse_kind, parse_language, parse_source, parse_value,
};
use testkit::{Random, patterns};

fn source(text: &str, options: &SourceOptions) -> Option<Pattern> {
    parse_source(text, options).ok()
}

/// Items without the places that they have in a text.
fn unplaced(items: &[Item]) -> Vec<Item> {
    let item = |item: &Item| match item.clone() {
        Item::Parameter(mut parameter) => {
            parameter.at = 0..0;
            parameter.explicit_kind = true;
            Item::Parameter(parameter)
        }
        Item::Wildcard { .. } => Item::Wildcard { at: 0..0 },
        Item::Group(inner) => Item::Group(unplaced(&inner)),
        Item::Literal(text) => Item::Literal(text),
    };
    items.iter().map(item).collect()
}

fn unplaced_pieces(pieces: &[Piece]) -> Vec<Piece> {
    let piece = |piece: &Piece| match piece.clone() {
        Piece::Parameter { name, part, .. } => Piece::Parameter {
            name,
            part,
            at: 0..0,
        },
        Piece::Group(inner) => Piece::Group(unplaced_pieces(&inner)),
        literal => literal,
    };
    pieces.iter().map(piece).collect()
}

fn assert_source_prints(pattern: &Pattern) {
    let printed = pattern.to_string();
    let again = source(&printed, &SourceOptions::default())
        .unwrap_or_else(|| panic!("`{}` printed as `{printed}` is no source", pattern.text));
    assert_eq!(
        unplaced(&pattern.items),
        unplaced(&again.items),
        "`{}` printed as `{printed}`",
        pattern.text
    );
    assert_eq!(again.to_string(), printed, "a second printing differs");
}

fn assert_template_prints(template: &Template) {
    let printed = template.to_string();
    let again = parse_destination(&printed)
        .unwrap_or_else(|errors| panic!("`{}` as `{printed}`: {errors:?}", template.text));
    let origin = |template: &Template| template.origin.as_ref().map(ToString::to_string);
    assert_eq!(
        (unplaced_pieces(&template.pieces), origin(template)),
        (unplaced_pieces(&again.pieces), origin(&again)),
        "`{}` printed as `{printed}`",
        template.text
    );
    assert_eq!(again.to_string(), printed, "a second printing differs");
}

/// A source drawn at random, and texts that are odd in any of the languages.
fn drawn(random: &mut Random) -> String {
    const ODD: &[&str] = &[
        "동네", "é", "%e9", "%C3%A9", "%c3%a9", "\u{3164}", "\u{300}", "\\.", "%25", "%2B", "+",
        "\\:", "\\(", "\\*", "$1", "[id]", "%7C", "~", "%20", "&", "=", "@", "!", ";", "'", ",",
        "%2F", "%5C", "-", "x", "1", "%41",
    ];
    let mut text = patterns::source(random);
    for _ in 0..random.below(3) {
        let mut at = random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text.insert_str(at, random.text(ODD));
    }
    text
}

#[test]
fn sources_drawn_at_random_print_themselves() {
    let mut random = Random(11);
    let kinds = ["segment", "slug", "int", "alnum{3}", "kr|jp", "path", "any"];
    let mut sound = 0;
    for _ in 0..20_000 {
        let options = SourceOptions {
            default_kind: parse_kind(random.text(&kinds)).expect("a kind"),
            trailing_slash_optional: random.chance(30),
            ..SourceOptions::default()
        };
        if let Some(pattern) = source(&drawn(&mut random), &options) {
            assert_source_prints(&pattern);
            sound += 1;
        }
    }
    assert!(sound > 6_000, "only {sound} sources were sound");
}

#[test]
fn destinations_drawn_at_random_print_themselves() {
    let mut random = Random(12);
    let parts = [
        "",
        "?a=:x",
        "?q=%c3&b",
        "#f",
        "?a#:b",
        "(?y=:z)",
        "?a=1&*",
        "?a=b%20c+d|e",
    ];
    let origins = [
        "",
        "",
        "",
        "https://Example.com",
        "http://a.example:8080",
        "https://:c.example",
    ];
    let mut sound = 0;
    for _ in 0..20_000 {
        let path = drawn(&mut random);
        // Destinations have no kinds.
        let mut plain = String::new();
        let mut depth = 0;
        for next in path.chars() {
            match next {
                '<' => depth += 1,
                '>' => depth -= 1,
                _ if depth == 0 => plain.push(next),
                _ => {}
            }
        }
        let text = [random.text(&origins), &plain, random.text(&parts)].concat();
        if let Ok(template) = parse_destination(&text) {
            assert_template_prints(&template);
            sound += 1;
        }
    }
    assert!(sound > 6_000, "only {sound} destinations were sound");
}

#[test]
fn values_drawn_at_random_print_themselves() {
    let mut random = Random(13);
    let segment = parse_kind("segment").expect("a kind");
    let mut sound = 0;
    for _ in 0..20_000 {
        let drawn = drawn(&mut random);
        let text = drawn
            .strip_prefix('/')
            .filter(|_| random.chance(50))
            .unwrap_or(&drawn);
        let Ok(value) = parse_value(text, &segment) else {
            continue;
        };
        let printed = value.to_string();
        let again = parse_value(&printed, &segment)
            .unwrap_or_else(|errors| panic!("`{text}` printed as `{printed}`: {errors:?}"));
        assert_eq!(
            unplaced(&value.items),
            unplaced(&again.items),
            "`{text}` as `{printed}`"
        );
        sound += 1;
    }
    assert!(sound > 6_000, "only {sound} values were sound");
}

#[test]
fn rows_print_themselves_as_sources() {
    for text in [
        "/",
        "/wiki/Block_(CSS)",
        "/a*b:c",
        "/x/../동네",
        "/100%",
        "/a b",
        "/[id]",
        "/a\\b",
        "/%2F|",
    ] {
        assert_source_prints(&Pattern::literal(text));
        let template = Template::literal(text);
        if let Ok(template) = template {
            assert_template_prints(&template);
        }
    }
}

#[test]
fn hosts_print_themselves() {
    for (text, printed) in [
        ("WWW.Example.com", "www.example.com"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("*.Example.com", "*.example.com"),
        (":c<kr|JP>.example.com", ":c<kr|JP>.example.com"),
        ("(:t.)example.com", "(:t.)example.com"),
        (":t<segment>x.example.com", ":t<slug>x.example.com"),
        ("shop-:n<int>.example.com", "shop-:n<int>.example.com"),
    ] {
        let host = parse_host(text).expect(text);
        assert_eq!(host.to_string(), printed);
        let again = parse_host(printed).expect(printed);
        match (&host, &again) {
            (HostPattern::Binding(one), HostPattern::Binding(other)) => {
                assert_eq!(unplaced(&one.items), unplaced(&other.items), "{text}");
            }
            (one, other) => assert_eq!(one, other),
        }
    }
}

#[test]
fn languages_and_kinds_print_themselves() {
    for text in ["ko-KR", ":l<ko|ja|pt-BR>"] {
        let language = parse_language(text).expect(text);
        assert_eq!(parse_language(&language.to_string()), Ok(language.clone()));
        assert!(matches!(
            language,
            LanguagePattern::First(_) | LanguagePattern::Best { .. }
        ));
    }
    for text in [
        "segment",
        "slug",
        "int",
        "hex",
        "alpha",
        "alnum",
        "uuid",
        "path",
        "any",
        "int{19}",
        "int{1,18}",
        "segment{1,255}",
        "hex{32}",
        "kr|jp",
        "a\\(b|\\:|c",
        "é|%7C|%20",
    ] {
        let kind = parse_kind(text).expect(text);
        assert_eq!(
            parse_kind(&kind.to_string()).as_ref(),
            Ok(&kind),
            "{text} as {kind}"
        );
    }
}

#[test]
fn canonical_spelling_is_what_people_write() {
    for (text, printed) in [
        (
            "/kr/jobs/(:title-):id<int>(/)",
            "/kr/jobs/(:title-):id<int>(/)",
        ),
        ("/%EB%8F%99%EB%84%A4/:id", "/동네/:id"),
        ("/x_%28y%29", r"/x_\(y\)"),
        ("/a/:id<segment>/:n<segment>x", "/a/:id/:n<segment>x"),
        ("/:l<en|pt-BR|de>/", "/:l<pt-BR|en|de>/"),
        ("/%e2%80%8b/%cc%80", "/%E2%80%8B/%CC%80"),
        ("*/index.html", "*/index.html"),
    ] {
        let pattern = source(text, &SourceOptions::default()).expect(text);
        assert_eq!(pattern.to_string(), printed);
    }
    let int = Kind::Class {
        class: redirect_policy::pattern::Class::Int,
        min: 1,
        max: Some(19),
    };
    assert_eq!(
        parse_value("page-:n", &int).expect("a value").to_string(),
        "page-:n<int>"
    );
    for (text, printed) in [
        ("HTTPS://Example.com:443", "https://example.com/"),
        ("/a(:c/)x?y=:z#:f", "/a(:c/)x?y=:z#:f"),
        ("/:id%61b", "/:id%61b"),
    ] {
        assert_eq!(parse_destination(text).expect(text).to_string(), printed);
    }
}

//! Hosts, languages and values of conditions.

use super::*;

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

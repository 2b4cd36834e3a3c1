//! `when` and `unless` as the model has them.

use super::*;

fn when(conditions: &str) -> Vec<Condition> {
    let rule = format!("    - {{ source: /a, destination: /b, when: {{ {conditions} }} }}\n");
    of_rules(&rule).rules[0].when.to_vec()
}

#[test]
fn values_are_present_absent_or_one_of_some() {
    let found = when("query: { a+b: true, c: false, d: 12, e: [x, \"true\"] }");
    let keys: Vec<_> = found
        .iter()
        .map(|condition| match condition {
            Condition::Query { key, value } => {
                let value = match value {
                    ValuePattern::Present(present) => present.to_string(),
                    ValuePattern::OneOf(patterns) => {
                        let texts: Vec<_> = patterns.iter().map(|p| p.text.as_str()).collect();
                        texts.join("|")
                    }
                };
                (key.as_str(), value)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        ("a b", "true"),
        ("c", "false"),
        ("d", "12"),
        ("e", "x|true"),
    ];
    assert_eq!(keys, expected.map(|(key, value)| (key, value.to_owned())));
}

#[test]
fn names_of_headers_fold_and_those_of_cookies_do_not() {
    let found = when("header: { X-Beta: a }, cookie: { Session: b }");
    assert!(matches!(&found[0], Condition::Header { name, .. } if name == "x-beta"));
    assert!(matches!(&found[1], Condition::Cookie { name, .. } if name == "Session"));
}

#[test]
fn languages() {
    assert_eq!(
        when("language: [ko, en]"),
        [Condition::Language(LanguagePattern::First(vec![
            "ko".into(),
            "en".into()
        ]))]
    );
    assert_eq!(
        when("language: \":l<ko|en>\""),
        [Condition::Language(LanguagePattern::Best {
            name: "l".into(),
            of: vec!["ko".into(), "en".into()],
            only: None,
        })]
    );
}

#[test]
fn moments_follow_the_calendar() {
    // Seconds as `date -u -d ... +%s` gives them.
    for (written, seconds) in [
        ("1970-01-01", 0),
        ("2000-02-29", 951_782_400),
        ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2100-03-01T00:00:00Z", 4_107_542_400),
        ("2026-03-01T09:00:00+01:00", 1_772_352_000),
        ("2026-03-01t09:00:00.250-05:30", 1_772_375_400),
        ("2016-12-31T23:59:60Z", 1_483_228_800),
        ("1969-12-31T23:59:59Z", -1),
        ("0001-01-01", -62_135_596_800),
        ("0000-03-01", -62_162_035_200),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
        let found = when(&format!("from: \"{written}\""));
        assert_eq!(found, [Condition::From(seconds)], "{written}");
    }
}

#[test]
fn days_that_no_year_has_are_refused() {
    for written in [
        "1900-02-29",
        "2023-02-29",
        "2024-02-30",
        "2024-04-31",
        "2024-00-01",
        "2024-01-00",
        "24-01-01",
        "2024-01-01T00:00:61Z",
        "2024-01-01T00:00:00+24:00",
        "2024-01-01T00:00:00.Z",
        "2024-01-01T00:00:00Zx",
        "２０24-01-01",
    ] {
        let text = with_rules(&format!(
            "    - {{ source: /a, destination: /b, when: {{ until: \"{written}\" }} }}\n"
        ));
        let (_, checked) = checked(&text, &[]);
        let codes: Vec<_> = checked.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["bad-date"], "{written}");
    }
}

#[test]
fn names_of_conditions_serve_the_destination() {
    let policy = of_rules(
        r#"    - source: /article.php
      destination: "/:c/articles/:dbId(-:l)(/:x)"
      when: { query: { id: ":dbId<int>" }, host: ":c<kr|jp>.example.com", language: ":l<ko|en>", cookie: { x: [a, ":x"] } }
"#,
    );
    let names: Vec<_> = policy.rules[0]
        .bindings()
        .iter()
        .flat_map(|pattern| {
            let names = pattern.names();
            let owned = names
                .iter()
                .map(|name| (name.name.to_owned(), name.optional));
            owned.collect::<Vec<_>>()
        })
        .collect();
    let expected = [("c", false), ("dbId", false), ("x", true), ("l", false)];
    assert_eq!(
        names,
        expected.map(|(name, optional)| (name.to_owned(), optional))
    );
}

#[test]
fn the_same_name_in_alternatives_is_one_name() {
    let policy = of_rules(
        "    - { source: /a, destination: \"/:n\", when: { query: { id: [\"a-:n\", \"b-:n\"] } } }\n",
    );
    let names = policy.rules[0].bindings();
    assert!(!names[0].names()[0].optional);
}

#[test]
fn unless_holds_apart_from_when() {
    let policy = of_rules(
        "    - { source: /a, destination: /b, when: { scheme: https }, unless: { host: a.example.com, method: POST } }\n",
    );
    let rule = &policy.rules[0];
    assert_eq!((rule.when.len(), rule.unless.len()), (1, 1));
    assert_eq!(rule.unless[0].len(), 2);
}

#[test]
fn a_list_of_maps_is_a_choice() {
    let policy = of_rules(
        "    - when: [{ host: a.example }, { scheme: https }]\n      rules:\n        - { source: /a, destination: /b, when: [{ method: any }, { query: none }], unless: [{ cookie: { a: true } }, { cookie: { b: true } }] }\n",
    );
    let host = Condition::Host(vec![HostPattern::Exact("a.example".into())]);
    let scheme = Condition::Scheme("https".into());
    let found: Vec<_> = policy.rules.iter().map(|rule| rule.when.to_vec()).collect();
    assert_eq!(
        found,
        [
            vec![host.clone(), Condition::AnyMethod],
            vec![host, Condition::NoQuery],
            // In the order of the keys, wherever they are written.
            vec![Condition::AnyMethod, scheme.clone()],
            vec![Condition::NoQuery, scheme],
        ]
    );
    let ids: Vec<_> = policy
        .rules
        .iter()
        .map(|rule| (&*rule.id, rule.entry))
        .collect();
    assert_eq!(ids, [("/a", ids[0].1); 4]);
    assert_eq!(policy.rules[0].unless.len(), 2);
    assert!(policy.rules[0].get_only() != policy.rules[1].get_only());
}

#[test]
fn exceptions_concern_sources_that_begin_alike() {
    let policy = of_rules(
        "    - except: [/api/*, /robots.txt]\n      rules:\n        - { source: /a, destination: /b }\n        - { source: /*, destination: /c/, except: /x }\n",
    );
    assert!(policy.rules[0].except.is_empty());
    let texts: Vec<_> = policy.rules[1]
        .except
        .iter()
        .map(|one| &*one.text)
        .collect();
    assert_eq!(texts, ["/api/*", "/robots.txt", "/x"]);
}

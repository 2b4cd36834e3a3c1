//! Every condition that the language has, with the value that its documentation gives as an example: proofs see both of its
//! sides, and it is printed as it is read.

mod support;

use redirect_policy::check::check;
use redirect_policy::keys::CONDITIONS;
use redirect_policy::model::Rule;
use redirect_policy::source::Sources;
use support::proving::{codes, diagnostics, file};

/// The codes of what the compiler finds in some rules.
fn found(written: &[String]) -> Vec<&'static str> {
    codes(&written.join("\n"))
}

/// A rule for all methods.
fn rule(source: &str, conditions: &str) -> String {
    format!("- {{ source: '{source}', destination: /to, statusCode: 308{conditions} }}")
}

/// The key of a condition under `when` or `unless`, with its example.
fn each(key: &str) -> impl Iterator<Item = (&'static str, String)> {
    let conditions = CONDITIONS.keys();
    conditions.map(move |one| {
        (
            one.name,
            format!(", {key}: {{ {}: {} }}", one.name, one.example),
        )
    })
}

#[test]
fn proofs_see_requests_that_a_condition_leaves() {
    for (name, when) in each("when") {
        let found = found(&[rule("/a/*", &when), rule("/a/1", "")]);
        assert!(!found.contains(&"unreachable-rule"), "{name}: {found:?}");
    }
}

#[test]
fn proofs_see_requests_that_meet_a_condition() {
    for (name, unless) in each("unless").filter(|(name, _)| *name != "siteStatus") {
        let found = found(&[rule("/a/*", &unless), rule("/a/1", "")]);
        assert!(!found.contains(&"unreachable-rule"), "{name}: {found:?}");
    }
}

#[test]
fn proofs_see_that_a_condition_is_one_with_itself() {
    for (name, when) in each("when") {
        let found = found(&[rule("/a/*", &when), rule("/a/1", &when)]);
        assert!(found.contains(&"unreachable-rule"), "{name}: {found:?}");
    }
}

#[test]
fn proofs_see_that_a_condition_holds_or_does_not() {
    let pairs = each("when").zip(each("unless"));
    for ((name, when), (_, unless)) in pairs.filter(|((name, _), _)| *name != "siteStatus") {
        let found = found(&[
            rule("/a/*", &when),
            rule("/a/*", &format!("{unless}, id: else")),
            rule("/a/1", ""),
        ]);
        assert!(found.contains(&"unreachable-rule"), "{name}: {found:?}");
    }
}

#[test]
fn a_printed_condition_reads_as_the_same() {
    for (name, when) in each("when") {
        let policy = |text: String| {
            let mut sources = Sources::default();
            let file = sources.insert("redirects.yml", text);
            let checked = check(&mut sources, file);
            assert!(checked.diagnostics.is_empty(), "{name}: {checked:?}");
            (checked.policy.to_string(), checked.policy.rules)
        };
        let (printed, before) = policy(file(&rule("/a", &when), ""));
        let (_, after) = policy(printed);
        let of = |rules: &[Rule]| {
            let conditions = rules.iter().flat_map(|rule| rule.when.iter());
            let keys = conditions.map(|one| (one.key(), one.values(), one.words()));
            keys.collect::<Vec<_>>()
        };
        assert_eq!(of(&before), of(&after), "{name}");
        assert!(of(&before).iter().any(|(key, ..)| *key == name), "{name}");
    }
}

#[test]
fn spaces_and_quotes_of_a_value_are_those_of_the_request() {
    const BROWSER: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101";
    let answers = |when: &str, request: &str, headers: &str, taken: bool| {
        let answer = match taken {
            true => "location: /to",
            false => "outcome: passthrough",
        };
        let example = format!("{{ request: '{request}', headers: {{ {headers} }}, {answer} }}");
        let rule =
            format!("- {{ source: /a, destination: /to, statusCode: 302, when: {{ {when} }} }}");
        diagnostics(&rule, &format!("examples: [{example}]"))
    };
    let agent = format!("user-agent: '{BROWSER}'");
    let header = |value: &str| format!("header: {{ user-agent: '{value}' }}");
    for value in [
        "*Windows NT*",
        r"Mozilla/5.0 \(Windows NT 10.0; *",
        "*; Win64; x64\\)*",
    ] {
        assert_eq!(answers(&header(value), "/a", &agent, true), [], "{value}");
        assert_eq!(
            answers(&header(value), "/a", "user-agent: x", false),
            [],
            "{value}"
        );
    }
    let platform = r#"header: { sec-ch-ua-platform: '"Windows"' }"#;
    let named = r#"sec-ch-ua-platform: '"Windows"'"#;
    assert_eq!(answers(platform, "/a", named, true), []);
    assert_eq!(
        answers(platform, "/a", "sec-ch-ua-platform: Windows", false),
        []
    );
    for request in ["/a?q=red+bicycle", "/a?q=red%20bicycle"] {
        assert_eq!(
            answers("query: { q: 'red bicycle' }", request, "x: y", true),
            []
        );
    }
    // A name binds what stands beside it.
    let bound =
        "- { source: /a, destination: '/to/:v', statusCode: 302, when: { header: { x: 'v :v' } } }";
    let example = "examples: [{ request: /a, headers: { x: 'v 12' }, location: /to/12 }]";
    assert_eq!(diagnostics(bound, example), []);
}

#[test]
fn characters_that_a_value_has_encoded_are_said_once_each() {
    let rule = |value: &str| {
        format!("- {{ source: /a, destination: /to, when: {{ header: {{ x: '{value}' }} }} }}")
    };
    for (value, advice) in [
        (r"*a\\b*", "write `*a%5Cb*`"),
        ("*a>b*", "encode it: `*a%3Eb*`"),
        ("*a\u{a0}b*", "encode it: `*a%C2%A0b*`"),
    ] {
        let found = diagnostics(&rule(value), "");
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].help, [advice]);
        assert!(!found[0].message.contains("URL"), "{}", found[0].message);
    }
}

//! The notation of other systems in texts beside source and destination: conditions, exceptions, prefixes.

use redirect_policy::diagnostic::Level;

use crate::support::proving::diagnostics;

#[test]
fn a_key_of_a_query_is_a_name() {
    let keyed = |key: &str| {
        diagnostics(
            &format!("- {{ source: /a, destination: /b, when: {{ query: {{ '{key}': true }} }} }}"),
            "",
        )
    };
    let found = keyed("utm_*");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].code, found[0].level),
        ("foreign-notation", Level::Error)
    );
    assert!(
        found[0].help[1].contains("`'utm_%2A'`"),
        "{:?}",
        found[0].help
    );
    assert_eq!(keyed("utm_%2A"), []);
    assert_eq!(keyed("utm_source"), []);
}

/// Texts beside source and destination, with what is advised; nothing where they are right.
const BESIDE: &[(&str, &str)] = &[
    (
        "when: { header: { user-agent: '.*Mobile.*' } }",
        "'*Mobile*'",
    ),
    (
        "when: { header: { user-agent: '(iPhone|Android)' } }",
        "['*iPhone*', '*Android*']",
    ),
    (
        "when: { header: { user-agent: '^Mozilla/(.*)$' } }",
        "'Mozilla/*'",
    ),
    (
        "when: { cookie: { plan: '^(pro|team)$' } }",
        "['pro', 'team']",
    ),
    ("when: { query: { id: '^[0-9]+$' } }", "*"),
    (
        "when: { header: { user-agent: '(?i)(iphone|android)' } }",
        "['*iphone*', '*android*']` with `caseSensitive: false",
    ),
    (
        "when: { header: { user-agent: '/iPhone|Android/i' } }",
        "['*iPhone*', '*Android*']` with `caseSensitive: false",
    ),
    ("when: { cookie: { last: '/shop/a|b/' } }", ""),
    (
        "when: { header: { user-agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)*' } }",
        r"'Mozilla/5.0 \(Windows NT 10.0; Win64; x64\)*'",
    ),
    (
        r"when: { header: { user-agent: 'Mozilla/5.0 \(Windows NT 10.0; Win64; x64\)*' } }",
        "",
    ),
    ("when: { header: { user-agent: '*Mobile*' } }", ""),
    (
        "when: { header: { user-agent: ['*iPhone*', '*Android*'] } }",
        "",
    ),
    ("when: { header: { x-version: 'v1.*' } }", ""),
    ("when: { cookie: { plan: 'pro|team' } }", ""),
    ("when: { query: { q: 'a(b)c' } }", ""),
    ("when: { query: { price: '$5' } }", ""),
    ("except: '/a/(.*)'", "'/a/*'"),
    ("except: '/a/(x|y)'", "*"),
    ("except: '/a/*'", ""),
    ("except: ['/a/b', '/a/c(/)']", ""),
];

#[test]
fn texts_beside_source_and_destination_are_judged_too() {
    for (key, advice) in BESIDE {
        let rule = format!("- {{ source: '/a*', destination: '/b', statusCode: 302, {key} }}");
        let found = diagnostics(&rule, "");
        let found: Vec<_> = found
            .iter()
            .filter(|one| one.code == "foreign-notation")
            .collect();
        match (advice.is_empty(), found.as_slice()) {
            (true, []) => {}
            (false, [one]) => {
                let told = one.help[0].contains(&format!("`{advice}`"));
                assert!(one.level == Level::Error && told, "{key}: {:?}", one.help);
            }
            _ => panic!("{key}: {found:#?}"),
        }
    }
    let group = |prefix: &str| {
        let rules = format!(
            "- prefix: '{prefix}'\n  rules:\n    - {{ source: 'x', destination: 'https://x.example/' }}"
        );
        let found = diagnostics(&rules, "");
        found.iter().any(|one| one.code == "foreign-notation")
    };
    assert!(group("/(en|de)/"));
    assert!(!group("/:l<en|de>/"));
    for sources in ["prefix: '/[lang]/'", "except: '/[lang]/x'"] {
        let found = |allow: &str| {
            let rules =
                format!("- {sources}\n  rules:\n    - {{ source: '/x', destination: '/y' }}");
            diagnostics(&rules, allow)
        };
        let refused = found("");
        let words = refused[0].help.join("\n");
        assert!(
            words.contains("`lints: { foreign-notation: allow }`"),
            "{words}"
        );
        assert_eq!(found("lints: { foreign-notation: allow }"), [], "{sources}");
    }
    let failing = "- { source: '/a/(:x)', destination: '/b/:y', handler: h, onFailure: { statusCode: 302, destination: '/c/$1' } }";
    let found = diagnostics(failing, "");
    assert_eq!(found[0].code, "foreign-notation", "{found:#?}");
}

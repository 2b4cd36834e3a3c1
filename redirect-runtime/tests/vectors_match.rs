//! Recorded answers, put through the whole: policy text, table, matcher.

use std::collections::BTreeMap;

use redirect_policy::pattern::{Class, Kind, Pattern, SourceOptions, parse_source};
use redirect_policy::reference;
use redirect_runtime::{Outcome, Policy, Request};
use serde_json::Value;
use testkit::vectors;

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn policy_of(rules: &str) -> Result<Policy, redirect_policy::Faults> {
    redirect_policy::compile_text(&format!(
        "redirectionPolicy:
  version: 0.0.1
  defaults: {{ parameter: slug, query: drop }}
  lints: {{ unreachable-rule: allow, chain: allow, loop: allow, foreign-notation: allow }}
  rules:
{rules}"
    ))
}

fn policy_for(pattern: &str, options: &Value) -> Result<Policy, redirect_policy::Faults> {
    let case = options
        .get("caseSensitive")
        .map_or(String::new(), |value| format!(", caseSensitive: {value}"));
    policy_of(&format!(
        "    - {{ source: {}, destination: '/matched', handler: ask{case} }}\n",
        quoted(pattern)
    ))
}

/// Returns the bindings by the names of the vectors; `None` when nothing matches.
fn bound(policy: &Policy, input: &str) -> Option<BTreeMap<String, String>> {
    let found = policy.find(Request::from(input));
    found.rule()?;
    let name = |name: &str| if name == "wildcard" { "_" } else { name }.to_owned();
    Some(
        found
            .parameters()
            .map(|(key, value)| (name(key), value.as_str().to_owned()))
            .collect(),
    )
}

/// Tells whether an entry holds: `same`, but for those with `|`, which is encoded before kinds are tested. The entries with `^`,
/// of which the same is true, are marked as differing.
fn holds(entry: &Value) -> bool {
    entry["policy_layer"] == "same" && !entry["input"].as_str().unwrap().contains('|')
}

fn expected(entry: &Value) -> Option<BTreeMap<String, String>> {
    entry["expect"].as_object().map(|object| {
        object
            .iter()
            .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect()
    })
}

#[test]
fn recorded_matches() {
    let mut checked = 0;
    for file in ["match.json", "generated_match.json"] {
        for entry in vectors::entries(file).unwrap_or_default() {
            if !holds(&entry) {
                continue;
            }
            let pattern = entry["pattern"].as_str().unwrap();
            let input = entry["input"].as_str().unwrap();
            let policy = policy_for(pattern, &Value::Null)
                .unwrap_or_else(|faults| panic!("{pattern}: {faults}"));
            assert_eq!(
                bound(&policy, input),
                expected(&entry),
                "{file}: {pattern} on {input}"
            );
            checked += 1;
        }
    }
    println!("{checked} recorded matches");
}

#[test]
fn specified_matches() {
    for entry in vectors::entries("spec_match.json").unwrap_or_default() {
        let pattern = entry["pattern"].as_str().unwrap();
        let input = entry["input"].as_str().unwrap();
        let policy = policy_for(pattern, &entry["opts"])
            .unwrap_or_else(|faults| panic!("{pattern}: {faults}"));
        assert_eq!(
            bound(&policy, input),
            expected(&entry),
            "{pattern} on {input}"
        );
    }
}

#[test]
fn the_reference_agrees_with_the_vectors() {
    let slug = SourceOptions {
        default_kind: Kind::Class {
            class: Class::Slug,
            min: 1,
            max: None,
        },
        ..SourceOptions::default()
    };
    for entry in vectors::entries("generated_match.json").unwrap_or_default() {
        if !holds(&entry) {
            continue;
        }
        let pattern: Pattern = parse_source(entry["pattern"].as_str().unwrap(), &slug).unwrap();
        let input = entry["input"].as_str().unwrap();
        if input.contains(['?', '#']) {
            // The rest is no path.
            continue;
        }
        let input = redirect_runtime::canonical::canonical_path(input);
        let bound = reference::matches(&pattern.items, false, &input).map(|bound| {
            bound
                .into_iter()
                .map(|(name, text)| (if name == "*" { "_".to_owned() } else { name }, text))
                .collect::<BTreeMap<_, _>>()
        });
        assert_eq!(bound, expected(&entry), "{} on {input}", entry["pattern"]);
    }
}

#[test]
fn specified_runs() {
    for entry in vectors::entries("spec_run.json").unwrap_or_default() {
        let mut rules = String::new();
        for rule in entry["rules"].as_array().unwrap() {
            rules.push_str("    -");
            for (key, value) in rule.as_object().unwrap() {
                rules.push_str(&format!(
                    "\n      {key}: {}",
                    quoted(value.as_str().unwrap())
                ));
            }
            rules.push('\n');
        }
        let policy = policy_of(&rules).unwrap_or_else(|faults| panic!("{rules}{faults}"));
        let found = policy.find(entry["url"].as_str().unwrap());
        let expect = &entry["expect"];
        let rule = found.rule().map(|rule| u64::from(rule.number()));
        assert_eq!(rule, expect["rule"].as_u64(), "{entry}");
        match found.outcome() {
            Outcome::Redirect { status, location } => {
                assert_eq!(expect["result"], "redirect", "{entry}");
                assert_eq!(expect["url"], location, "{entry}");
                assert_eq!(expect["statusCode"], status.as_u16(), "{entry}");
            }
            Outcome::Stop { already_there } => {
                assert_eq!(expect["result"], "passthrough", "{entry}");
                assert_eq!(expect["why"] == "self", already_there, "{entry}");
            }
            Outcome::Passthrough => {
                assert_eq!(expect["result"], "passthrough", "{entry}");
                assert_eq!(expect["why"], Value::Null, "{entry}");
            }
            other => panic!("{other:?} for {entry}"),
        }
    }
}

#[test]
fn adversarial_inputs_do_not_match() {
    let vectors = vectors::file("adversarial.json").unwrap_or(Value::Null);
    for entry in vectors["match"].as_array().into_iter().flatten() {
        let pattern = entry["pattern"].as_str().unwrap();
        let Ok(policy) = policy_for(pattern, &Value::Null) else {
            continue;
        };
        let part = |name: &str| entry["input"][name].as_str().unwrap();
        for repeat in entry["repeat"].as_array().unwrap() {
            let repeat = usize::try_from(repeat.as_u64().unwrap()).unwrap();
            let input = part("prefix").to_owned() + &part("unit").repeat(repeat) + part("suffix");
            assert_eq!(bound(&policy, &input), None, "{pattern}, {repeat} times");
        }
    }
}

//! The conformance vectors, as far as reading patterns goes. Those of the first layer record what the npm library
//! `url-pattern` 1.0.3 (MIT, by Maximilian Krüger) answers.

use std::collections::BTreeMap;

use redirect_policy::pattern::{
    Item, Kind, Pattern, PatternError, SourceOptions, check_bindings, parse_destination,
    parse_kind, parse_source,
};
use serde_json::Value;
use testkit::vectors::entries;

fn text<'a>(entry: &'a Value, key: &str) -> &'a str {
    entry[key]
        .as_str()
        .unwrap_or_else(|| panic!("no text `{key}` in {entry}"))
}

fn slug() -> SourceOptions {
    SourceOptions {
        default_kind: parse_kind("slug").expect("a kind"),
        ..SourceOptions::default()
    }
}

fn codes(errors: &[PatternError]) -> Vec<&'static str> {
    errors.iter().map(|error| error.code).collect()
}

/// Asserts what every error owes the user.
fn assert_presentable(pattern: &str, errors: &[PatternError]) {
    for error in errors {
        let shown = pattern.get(error.at.clone());
        assert!(
            shown.is_some(),
            "`{pattern}`: {error:?} is no place of the text"
        );
        assert!(
            !error.at.is_empty() || pattern.is_empty(),
            "`{pattern}`: no caret for {error:?}"
        );
        assert!(
            !error.message.is_empty() && !error.message.ends_with('.'),
            "`{pattern}`: {error:?}"
        );
        assert!(
            error.help.as_ref().is_some_and(|help| !help.ends_with('.')),
            "`{pattern}`: {error:?}"
        );
    }
}

#[test]
fn malformed_patterns_are_refused() {
    for file in ["malformed.json", "generated_malformed.json"] {
        for entry in entries(file).unwrap_or_default() {
            let pattern = text(&entry, "pattern");
            let errors = parse_source(pattern, &slug()).expect_err(pattern);
            assert_presentable(pattern, &errors);
        }
    }
}

#[test]
fn policy_layer_accepts_and_refuses_as_recorded() {
    let mut wrong = BTreeMap::new();
    for file in ["match.json", "generated_match.json"] {
        for entry in entries(file).unwrap_or_default() {
            let pattern = text(&entry, "pattern");
            let layer = text(&entry, "policy_layer");
            let read = parse_source(pattern, &slug());
            let found = read
                .as_ref()
                .err()
                .map(|errors| codes(errors))
                .unwrap_or_default();
            let as_recorded = match layer.strip_prefix("spec-rejects:") {
                Some(code) => found.contains(&code),
                None => layer != "same" || read.is_ok(),
            };
            if !as_recorded {
                wrong.insert(pattern.to_owned(), (layer.to_owned(), found));
            }
            if let Err(errors) = read {
                assert_presentable(pattern, &errors);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn spec_errors_have_their_codes() {
    for entry in entries("spec_errors.json").unwrap_or_default() {
        let expected = entry["code"].as_str();
        let (pattern, errors) = match text(&entry, "kind") {
            "source" => {
                let pattern = text(&entry, "pattern");
                (
                    pattern,
                    parse_source(pattern, &SourceOptions::default())
                        .err()
                        .unwrap_or_default(),
                )
            }
            "destination" => {
                let pattern = text(&entry, "pattern");
                (
                    pattern,
                    parse_destination(pattern).err().unwrap_or_default(),
                )
            }
            "handlerless-rule" => {
                let destination = text(&entry, "destination");
                let source = parse_source(text(&entry, "source"), &SourceOptions::default())
                    .expect("a sound source");
                let template = parse_destination(destination).expect("a sound destination");
                (destination, check_bindings(&[&source], &template))
            }
            kind => panic!("unknown kind of entry `{kind}`"),
        };
        assert_presentable(pattern, &errors);
        let mut found = codes(&errors);
        found.dedup();
        assert_eq!(found, Vec::from_iter(expected), "{entry}");
    }
}

/// The shape that `url-pattern` writes: texts, names, wildcards, optional lists.
fn shape(items: &[Item]) -> Value {
    let shape_of = |item: &Item| match item {
        Item::Literal(text) => serde_json::json!({ "static": text }),
        Item::Parameter(parameter) => serde_json::json!({ "named": parameter.name }),
        Item::Wildcard { .. } => serde_json::json!({ "wildcard": true }),
        Item::Group(items) => serde_json::json!({ "optional": shape(items) }),
    };
    items.iter().map(shape_of).collect()
}

/// Their texts are raw, ours canonical; no text of theirs has dot segments once the policy layer has accepted it.
fn canonical_texts(ast: &Value) -> Value {
    match ast {
        Value::Array(parts) => parts.iter().map(canonical_texts).collect(),
        Value::Object(part) => match part.get("static").and_then(Value::as_str) {
            Some(text) => {
                let mut canonical = String::new();
                redirect_runtime::canonical::push_characters(text, &mut canonical);
                serde_json::json!({ "static": canonical })
            }
            None => part
                .iter()
                .map(|(key, value)| (key.clone(), canonical_texts(value)))
                .collect(),
        },
        other => other.clone(),
    }
}

#[test]
fn accepted_patterns_are_read_as_recorded() {
    let mut accepted = 0;
    let entries = entries("generated_parse.json").unwrap_or_default();
    for entry in &entries {
        let pattern = text(entry, "pattern");
        if pattern.contains('<') {
            continue; // Kinds are ours alone.
        }
        let Ok(read) = parse_source(pattern, &slug()) else {
            continue;
        };
        accepted += 1;
        assert_eq!(
            shape(&read.items),
            canonical_texts(&entry["ast"]),
            "{pattern}"
        );
        assert_eq!(names(&read), entry["names"], "{pattern}");
    }
    assert!(
        entries.is_empty() || accepted > 40,
        "only {accepted} accepted"
    );
}

fn names(pattern: &Pattern) -> Value {
    pattern
        .names()
        .iter()
        .map(|bound| Value::from(if bound.name == "*" { "_" } else { bound.name }))
        .collect()
}

#[test]
fn sources_of_the_second_layer_are_accepted() {
    for entry in entries("spec_match.json").unwrap_or_default() {
        let pattern = text(&entry, "pattern");
        let read =
            parse_source(pattern, &slug()).unwrap_or_else(|errors| panic!("{pattern}: {errors:?}"));
        assert!(
            read.names()
                .iter()
                .all(|bound| bound.kind != Some(&Kind::Enumeration(Vec::new())))
        );
    }
    for entry in entries("spec_render.json").unwrap_or_default() {
        let destination = text(&entry, "destination");
        parse_destination(destination).unwrap_or_else(|errors| panic!("{destination}: {errors:?}"));
    }
}

//! The JSON Schema against the reader: what the reader takes, the schema takes.

use std::fs;
use std::path::{Path, PathBuf};

use redirect_cli::command::schema;
use redirect_policy::check::check;
use redirect_policy::diagnostic::Level;
use redirect_policy::source::Sources;
use serde_json::Value;

/// The YAML files of this project, and the YAML in its documents, with their paths.
fn policies() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in [
        "../tests",
        "../examples",
        "../docs",
        "tests",
        "../redirect-policy/tests",
        "../README.md",
    ] {
        collect(Path::new(folder), &mut found);
    }
    found
}

fn collect(path: &Path, found: &mut Vec<(PathBuf, String)>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            collect(&entry.expect("an entry").path(), found);
        }
        return;
    }
    let ending = path.extension().and_then(|ending| ending.to_str());
    let Some(text) = ending.and_then(|_| fs::read_to_string(path).ok()) else {
        return;
    };
    match ending {
        Some("yml" | "yaml") => found.push((path.to_owned(), text)),
        Some("md") => {
            let blocks = text.split("```yaml\n").skip(1);
            for block in blocks.filter_map(|block| block.split("```").next()) {
                found.push((path.to_owned(), block.to_owned()));
            }
        }
        _ => {}
    }
}

/// Returns true if the reader finds no fault of form, files beside the policy included.
fn is_taken(path: &Path, text: &str) -> bool {
    let mut sources = Sources::new(path.parent().expect("a folder"));
    let file = sources.insert("policy-under-test.yml", text);
    let checked = check(&mut sources, file);
    let mut errors = checked.diagnostics.iter();
    !errors.any(|found| found.level == Level::Error)
}

#[test]
fn every_policy_is_valid_or_refused_by_both() {
    let validator = jsonschema::draft7::new(&schema::policy()).expect("a schema");
    let (mut taken, mut refused) = (0, 0);
    for (path, text) in policies() {
        let value: Option<Value> = serde_yaml::from_str(&text).ok();
        let Some(value) = value.filter(|value| value.get("redirectionPolicy").is_some()) else {
            continue;
        };
        let fault = validator.iter_errors(&value).next();
        let fault = fault.map(|fault| format!("{fault} at {}", fault.instance_path()));
        match is_taken(&path, &text) {
            true => {
                taken += 1;
                assert_eq!(
                    fault,
                    None,
                    "{} is taken by the reader:\n{text}",
                    path.display()
                );
            }
            false => refused += usize::from(fault.is_some()),
        }
    }
    assert!(
        taken > 15 && refused > 5,
        "{taken} policies taken, {refused} refused by both"
    );
}

#[test]
fn included_files_have_a_schema_of_their_own() {
    let validator = jsonschema::draft7::new(&schema::entries()).expect("a schema");
    let text = fs::read_to_string("../examples/site/teams/jobs.yml").expect("a file");
    let value: Value = serde_yaml::from_str(&text).expect("a list");
    assert!(validator.is_valid(&value));
    let faulty: Value = serde_yaml::from_str("- { source: /a, destinaton: /b }").expect("a list");
    assert!(!validator.is_valid(&faulty));
}

#[test]
fn the_schema_is_one_itself_and_every_key_has_words() {
    let schema = schema::policy();
    assert!(jsonschema::draft7::meta::is_valid(&schema));
    let definitions = schema["definitions"].as_object().expect("definitions");
    for (name, definition) in definitions {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            let described = property["description"]
                .as_str()
                .is_some_and(|text| text.ends_with('.'));
            assert!(
                described && !property["examples"][0].is_null(),
                "{name}.{key}: {property}"
            );
        }
    }
}

/// Each example is a value that its key may have.
#[test]
fn every_example_is_valid() {
    let whole = schema::policy();
    for (name, definition) in whole["definitions"].as_object().expect("definitions") {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            let mut schema = property.clone();
            schema["definitions"] = whole["definitions"].clone();
            let validator = jsonschema::draft7::new(&schema).expect("a schema");
            let example = &property["examples"][0];
            assert!(validator.is_valid(example), "{name}.{key}: {example}");
        }
    }
}

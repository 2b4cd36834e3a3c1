//! Diagnostics as a SARIF 2.1.0 log, which code scanning takes.

use std::path::{Component, Path};

use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::source::{Sources, Span};
use serde_json::{Value, json};

use super::word;
use crate::policy_file::Loaded;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The log of one run.
pub(super) fn log(policies: &[Loaded]) -> Value {
    let mut codes: Vec<&str> = Vec::new();
    let mut results = Vec::new();
    for loaded in policies {
        for found in &loaded.compiled.diagnostics {
            let index = codes.iter().position(|code| *code == found.code);
            let index = index.unwrap_or_else(|| {
                codes.push(found.code);
                codes.len() - 1
            });
            results.push(result(found, index, &loaded.sources));
        }
    }
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| json!({ "id": code, "shortDescription": { "text": code.replace('-', " ") } }))
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "redirects",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(found: &Diagnostic, index: usize, sources: &Sources) -> Value {
    let mut text = found.message.clone();
    for help in &found.help {
        text.push('\n');
        text.push_str(help);
    }
    let related: Vec<Value> = found
        .related
        .iter()
        .enumerate()
        .map(|(number, place)| {
            let mut location = location(place.span, sources);
            location["id"] = json!(number + 1);
            location["message"] = json!({ "text": place.label });
            location
        })
        .collect();
    let mut result = json!({
        "ruleId": found.code,
        "ruleIndex": index,
        "level": word(found.level),
        "message": { "text": text },
        "locations": [location(found.span, sources)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if !found.suggestion.is_empty() {
        result["fixes"] = json!([fix(found, sources)]);
    }
    result
}

/// The suggestion of a diagnostic.
fn fix(found: &Diagnostic, sources: &Sources) -> Value {
    let changes: Vec<Value> = found
        .suggestion
        .iter()
        .map(|edit| {
            json!({
                "artifactLocation": artifact(edit.span, sources),
                "replacements": [{
                    "deletedRegion": region(edit.span, sources),
                    "insertedContent": { "text": edit.text },
                }],
            })
        })
        .collect();
    json!({ "artifactChanges": changes })
}

fn location(span: Span, sources: &Sources) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": artifact(span, sources),
        "region": region(span, sources),
    } })
}

fn artifact(span: Span, sources: &Sources) -> Value {
    let shown = sources.file(span.file).map_or("", |file| &file.shown);
    json!({ "uri": uri(Path::new(shown)) })
}

fn region(span: Span, sources: &Sources) -> Value {
    let (line, column) = sources.position(span);
    let (end_line, end_column) = sources.position(Span {
        start: span.end,
        ..span
    });
    json!({
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// A path as a reference of RFC 3986, relative unless the path is not.
fn uri(path: &Path) -> String {
    let mut uri = String::new();
    for component in path.components() {
        match component {
            Component::CurDir => continue,
            Component::RootDir => {
                uri.push_str("file:///");
                continue;
            }
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {}
        }
        if !uri.is_empty() && !uri.ends_with('/') {
            uri.push('/');
        }
        for byte in component.as_os_str().to_string_lossy().bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    uri.push(char::from(byte));
                }
                other => uri.push_str(&format!("%{other:02X}")),
            }
        }
    }
    uri
}

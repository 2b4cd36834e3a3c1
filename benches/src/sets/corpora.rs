//! Real tables, which lie beside a checkout of the project in `../shared/corpora`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::{Rule, RuleSet};

/// A line of a table.
#[derive(Deserialize)]
struct Line {
    source: String,
    destination: Option<String>,
    syntax: String,
    #[serde(default)]
    conditions: serde_json::Map<String, serde_json::Value>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora")
}

/// The names of the tables, sorted.
pub(super) fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            Some(
                entry
                    .file_name()
                    .to_str()?
                    .strip_suffix(".jsonl.xz")?
                    .to_owned(),
            )
        })
        .filter(|name| !name.ends_with(".oracle"))
        .collect();
    names.sort();
    names
}

/// A table by its name, or by the path of its file; unpacked by the command `xz`.
pub(super) fn table(name: &str) -> Result<RuleSet, String> {
    let file = match name.ends_with(".jsonl.xz") {
        true => PathBuf::from(name),
        false => folder().join(format!("{name}.jsonl.xz")),
    };
    if !file.is_file() {
        return Err(format!(
            "no set is called `{name}`, and there is no {}",
            file.display()
        ));
    }
    let output = Command::new("xz")
        .arg("-dc")
        .arg(&file)
        .output()
        .map_err(|error| format!("xz cannot be run: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = text.lines().collect();
    let rules: Vec<Rule> = lines
        .iter()
        .filter_map(|line| rule(serde_json::from_str(line).ok()?))
        .collect();
    let left_out = lines.len() - rules.len();
    Ok(RuleSet {
        name: called(&file),
        rules,
        left_out,
        asks: false,
    })
}

/// The name of a table's file without what follows it.
fn called(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.trim_end_matches(".jsonl.xz").to_owned()
}

/// A line as a rule; `None` for what looks at more than path and host, or is no pattern of this language.
fn rule(line: Line) -> Option<Rule> {
    let mut host = None;
    for (condition, value) in line.conditions {
        match (condition.as_str(), value) {
            ("host", serde_json::Value::String(value)) if is_host(&value) => host = Some(value),
            _ => return None,
        }
    }
    if !line.source.starts_with('/') || line.source.contains(['?', '#']) {
        return None;
    }
    let destination = line.destination.unwrap_or_default();
    let literal = || {
        let destination = if destination.is_empty() {
            "/gone"
        } else {
            &destination
        };
        Rule::literal(&line.source, destination)
    };
    let rule = match line.syntax.as_str() {
        "exact" => literal()?,
        "netlify" | "next" | "other" | "firebase-glob" => match source(&line.source)? {
            source if source.contains([':', '*']) => Rule::pattern(&source, "/moved")?,
            _ => literal()?,
        },
        _ => return None,
    };
    Some(Rule { host, ..rule })
}

/// Returns true if a host stands for itself: letters, digits, hyphens and dots.
fn is_host(host: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    !host.is_empty() && host.bytes().all(plain)
}

/// A source of another system in this language: `:name*` is a path of segments, a `*` at the end the wildcard.
fn source(text: &str) -> Option<String> {
    if text.contains([
        '(', ')', '<', '>', '{', '}', '@', '!', '[', '|', '$', '^', '+', '\\',
    ]) {
        return None;
    }
    let segments: Option<Vec<String>> = text.split('/').map(segment).collect();
    Some(segments?.join("/"))
}

fn segment(text: &str) -> Option<String> {
    match (text.strip_prefix(':'), text.strip_suffix('*')) {
        (Some(_), Some(name)) => Some(format!("{name}<path>")),
        (None, Some(before)) if before.contains('*') => None,
        _ => Some(text.to_owned()),
    }
}

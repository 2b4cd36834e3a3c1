//! The shared cases.

use std::path::Path;

use serde_json::Value;

use crate::observed::Asked;

/// One case of the file.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) must_not: Vec<String>,
    pub(crate) naive_location: Option<String>,
    pub(crate) naive_resolves_to: Option<String>,
    asked: Asked,
}

/// The cases; `None` where the shared folder is absent, which only a checkout without it may be.
pub(crate) fn cases() -> Option<Vec<Case>> {
    let cases = read("adversarial.json")?;
    Some(cases.as_array().unwrap().iter().map(case).collect())
}

/// The words that cases use.
pub(crate) fn words() -> Vec<String> {
    let words = read("must_not.json");
    let words = words.iter().filter_map(Value::as_object);
    words.flat_map(|words| words.keys().cloned()).collect()
}

fn read(name: &str) -> Option<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = [folder.join("../shared"), folder.join("../../shared")];
    let file = shared
        .iter()
        .map(|shared| shared.join("security").join(name));
    let Some(text) = file
        .filter_map(|file| std::fs::read_to_string(file).ok())
        .next()
    else {
        let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!ci, "shared/security/{name} is absent");
        println!("skipped: shared/security/{name} is absent");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn case(value: &Value) -> Case {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let words = value["must_not"].as_array().unwrap().iter();
    let name = text("name").unwrap();
    let request = &value["request"];
    let target = request["target"].as_str().unwrap_or("/x");
    let destination = &value["policy_rule"]["destination"];
    Case {
        must_not: words
            .map(|word| word.as_str().unwrap().to_owned())
            .collect(),
        naive_location: text("naive_location"),
        naive_resolves_to: text("naive_resolves_to"),
        asked: Asked {
            method: request["method"].as_str().unwrap_or("GET").to_owned(),
            target: match target.strip_suffix("...") {
                // Cut short in the file.
                Some(front) => grown(front, 60_000),
                None => target.to_owned(),
            },
            headers: fields(&request["headers"]),
            destination: destination.as_str().unwrap_or_default().to_owned(),
            fields: match name.as_str() {
                "param-crlf-custom-header" => &["x-action"],
                _ => &[],
            },
        },
        name,
    }
}

/// A target with its last character repeated up to a length.
pub(crate) fn grown(front: &str, length: usize) -> String {
    let last = front.chars().last().unwrap();
    let more = length.saturating_sub(front.len());
    front
        .chars()
        .chain(std::iter::repeat_n(last, more))
        .collect()
}

fn fields(value: &Value) -> Vec<(String, String)> {
    let pair = |name: &str, value: &Value| (name.to_owned(), value.as_str().unwrap().to_owned());
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| pair(name, value))
            .collect(),
        Value::Array(fields) => fields
            .iter()
            .map(|field| pair(field[0].as_str().unwrap(), &field[1]))
            .collect(),
        _ => Vec::new(),
    }
}

impl Case {
    /// The request of the case; one without gets `/x`.
    pub(crate) fn asked(&self) -> Asked {
        self.asked.clone()
    }
}

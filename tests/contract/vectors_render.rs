//! Recorded renderings of destinations, put through the whole: policy text, table, handler, answer.
//!
//! `stringify.json` and `generated_stringify.json` record what the npm library `url-pattern` 1.0.3 (MIT, by Maximilian
//! Krüger) answers.

use redirects::__private::{Dispatch, Field, Pending};
use redirects::{Answer, BoxError, Captured, Decision, Redirector, Request, Value};
use serde_json::Value as Json;
use testkit::vectors::entries;

/// A handler that gives the names of one entry.
#[derive(Clone)]
struct Given {
    names: Vec<(&'static str, String)>,
    as_text: bool,
}

impl Dispatch for Given {
    const HANDLERS: &'static [&'static str] = &["given"];

    async fn dispatch(&self, pending: Pending<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        let mut fields = Vec::new();
        for (name, text) in &self.names {
            let value = match self.as_text {
                true => Value::from(text.as_str()),
                false => Value::from(Captured::new(text)),
            };
            fields.push(Field::segment(name, Some(value)));
        }
        Ok(pending.to(&fields))
    }
}

/// Renders a destination; `None` when it fails. `Err` when the language refuses the template.
fn rendered(destination: &str, given: Given, query: Option<&str>) -> Result<Option<String>, ()> {
    let quoted = destination.replace('\'', "''");
    let policy = redirect_policy::compile_text(&format!(
        "redirectionPolicy:
  version: 0.0.1
  lints: {{ chain: allow, loop: allow, catch-all: allow, foreign-notation: allow }}
  rules:
    - {{ source: /from, destination: '{quoted}', handler: given, onFailure: {{ statusCode: 503 }} }}"
    ))
    .map_err(|_| ())?;
    let target = query.map_or("/from".to_owned(), |query| format!("/from?{query}"));
    let service = Redirector::with(Box::leak(Box::new(policy)), given);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let decision = runtime.block_on(service.answer(Request::from(target.as_str())));
    let Decision::Answered(response) = decision else {
        return Ok(None);
    };
    let location = response.headers().get("location");
    Ok(location.map(|location| location.to_str().unwrap().to_owned()))
}

/// The names of an entry: `_` is `*`; what is empty is not given, but for `*`. `None` for repeated values.
fn names(entry: &Json) -> Option<Vec<(&'static str, String)>> {
    let mut names = Vec::new();
    for (name, value) in entry["params"].as_object().unwrap() {
        let text = match value {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            _ => return None,
        };
        let name = if name == "_" { "*" } else { name };
        if !text.is_empty() || name == "*" {
            names.push((&*name.to_owned().leak(), text));
        }
    }
    Some(names)
}

#[test]
fn specified_renderings() {
    for entry in entries("spec_render.json").unwrap_or_default() {
        let given = Given {
            names: names(&entry).unwrap(),
            as_text: entry["values"] == "handler-text",
        };
        let destination = entry["destination"].as_str().unwrap();
        let answer = rendered(destination, given, entry["requestQuery"].as_str())
            .unwrap_or_else(|()| panic!("{destination} is refused"));
        assert_eq!(answer.as_deref(), entry["expect"].as_str(), "{entry}");
    }
}

/// The recorded raw text as a path is encoded.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            0..=0x20 | 0x7f.. | b'"' | b'<' | b'>' | b'^' | b'{' | b'|' | b'}' | b'\\' | b'`' => {
                out.push_str(&format!("%{byte:02X}"));
            }
            _ => out.push(char::from(byte)),
        }
    }
    out
}

/// The library gives one value to the first use alone.
fn uses_a_name_twice(destination: &str) -> bool {
    let mut names: Vec<&str> = destination
        .split(':')
        .skip(1)
        .map(|rest| {
            rest.split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap()
        })
        .collect();
    names.extend(destination.matches('*'));
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    names.len() < count
}

#[test]
fn recorded_renderings() {
    let mut checked = 0;
    for file in ["stringify.json", "generated_stringify.json"] {
        for entry in entries(file).unwrap_or_default() {
            let Some(names) = names(&entry) else { continue };
            let empties = entry["params"].as_object().unwrap().len() != names.len();
            let destination = entry["pattern"].as_str().unwrap();
            // Values in a query are encoded, which the library does not do.
            if empties || destination.contains(['?', '#', '%']) || uses_a_name_twice(destination) {
                continue;
            }
            let given = Given {
                names,
                as_text: false,
            };
            let Ok(answer) = rendered(destination, given, None) else {
                continue;
            };
            let dots = |text: &str| text.split('/').any(|part| part == "." || part == "..");
            let expected = entry["expect"].as_str().map(encoded);
            let expected = expected
                .filter(|text| !dots(text))
                .map(|text| format!("/{}", text.trim_start_matches('/')));
            assert_eq!(answer, expected, "{file}: {entry}");
            checked += 1;
        }
    }
    println!("{checked} recorded renderings");
    assert!(
        checked == 0 || checked > 50,
        "only {checked} were held to the record"
    );
}

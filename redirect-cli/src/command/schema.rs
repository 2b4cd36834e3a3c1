//! `redirects schema`: a JSON Schema (draft 7) of the policy language, made of the list of keys that the reader uses.

use std::collections::BTreeMap;

use redirect_policy::keys::{self, Form, Key, Map};
use redirect_policy::lint::names as lint_names;
use redirect_policy::source::Sources;
use redirect_policy::yaml::{self, Node, Style};
use serde_json::{Value, json};

use crate::args::{self, Common, Format};
use crate::{Exit, Failure, Io};

/// Writes the schema of a policy, or of the files that it includes.
///
/// # Errors
/// When the format is another, or the stream fails.
pub fn run(arguments: &args::Schema, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    if let Some(other) = common.format.filter(|format| *format != Format::Json) {
        return Err(Failure::of(format!(
            "`schema` has no format `{}`: a schema is JSON",
            other.word()
        )));
    }
    let schema = match arguments.entries {
        true => entries(),
        false => policy(),
    };
    writeln!(io.out, "{schema:#}")?;
    Ok(Exit::Clean)
}

/// The schema of a policy's own file.
///
/// ```
/// let schema = redirect_cli::command::schema::policy();
/// assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
/// let rule = &schema["definitions"]["rule"];
/// assert!(rule["properties"]["destination"]["description"].is_string());
/// ```
#[must_use]
pub fn policy() -> Value {
    let mut definitions = Definitions::default();
    let policy = definitions.reference(&keys::POLICY);
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Redirect policy",
        "description": keys::POLICY.doc,
        "type": "object",
        "properties": { "redirectionPolicy": policy },
        "required": ["redirectionPolicy"],
        "additionalProperties": false,
    });
    schema["definitions"] = definitions.finish();
    schema
}

/// The schema of a file that a policy includes: a list of entries.
#[must_use]
pub fn entries() -> Value {
    let mut definitions = Definitions::default();
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Entries of a redirect policy",
        "description": keys::INCLUDE.doc,
        "$ref": "#/definitions/entries",
    });
    // Beside a reference nothing counts in draft 7.
    if let Some(members) = schema.as_object_mut() {
        let list = members.remove("$ref").unwrap_or_default();
        members.insert("allOf".into(), json!([{ "$ref": list }]));
    }
    definitions.add_entries();
    schema["definitions"] = definitions.finish();
    schema
}

/// The definitions that a schema refers to, by name.
#[derive(Default)]
struct Definitions {
    known: BTreeMap<String, Value>,
}

impl Definitions {
    fn finish(self) -> Value {
        self.known
            .into_iter()
            .collect::<serde_json::Map<String, Value>>()
            .into()
    }

    /// A reference to the definition of a map, which is made if it is new.
    fn reference(&mut self, map: &Map) -> Value {
        let name = name(map);
        if !self.known.contains_key(&name) {
            // Maps hold each other: a placeholder ends the recursion.
            self.known.insert(name.clone(), Value::Null);
            let definition = self.map(map);
            self.known.insert(name.clone(), definition);
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    fn map(&mut self, map: &Map) -> Value {
        let properties: serde_json::Map<String, Value> = map
            .keys()
            .map(|key| (key.name.to_owned(), self.property(key)))
            .collect();
        let mut schema = json!({
            "type": "object",
            "description": map.doc,
            "properties": properties,
            "additionalProperties": false,
        });
        if !map.required.is_empty() {
            schema["required"] = json!(map.required);
        }
        schema
    }

    /// The value of a key, with what editors show of it.
    fn property(&mut self, key: &Key) -> Value {
        let form = self.form(&key.form);
        let mut property = match form.get("$ref") {
            Some(_) => json!({ "allOf": [form] }),
            None => form,
        };
        property["description"] = key.doc.into();
        property["examples"] = json!([example(key)]);
        property
    }

    fn form(&mut self, form: &Form) -> Value {
        match form {
            Form::Text => json!({ "type": ["string", "number", "boolean"] }),
            Form::Boolean => json!({ "type": "boolean" }),
            Form::Word(words) => json!({ "enum": words }),
            Form::Number(numbers) => {
                let quoted = numbers.iter().map(u16::to_string);
                let quoted: Vec<Value> = quoted.map(Value::from).collect();
                json!({ "anyOf": [{ "enum": numbers }, { "enum": quoted }] })
            }
            Form::AnyNumber => json!({
                "anyOf": [
                    { "type": "integer", "minimum": 0 },
                    { "type": "string", "pattern": "^[0-9]+$" },
                ],
            }),
            Form::Moment => json!({
                "type": "string",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$",
            }),
            Form::Duration => json!({ "type": "string", "pattern": "^[0-9]+ ?(ms|s|m|h|d)$" }),
            Form::Lint => json!({ "enum": lint_names().collect::<Vec<_>>() }),
            Form::Map(map) => self.reference(map),
            Form::List(items) => {
                let items = self.form(items);
                json!({ "type": "array", "items": items })
            }
            Form::Either(forms) => {
                let forms: Vec<Value> = forms.iter().map(|form| self.form(form)).collect();
                json!({ "anyOf": forms })
            }
            Form::Named(values) => {
                let values = self.form(values);
                json!({ "type": "object", "additionalProperties": values })
            }
            Form::Levels => {
                let level = json!({ "enum": ["allow", "warn", "deny"] });
                let levels: serde_json::Map<String, Value> = lint_names()
                    .map(|lint| (lint.to_owned(), level.clone()))
                    .collect();
                json!({ "type": "object", "properties": levels, "additionalProperties": false })
            }
            Form::Entries => {
                self.add_entries();
                json!({ "$ref": "#/definitions/entries" })
            }
        }
    }

    /// The list of entries: a rule, a group, an include or a table each.
    fn add_entries(&mut self) {
        if self.known.contains_key("entries") {
            return;
        }
        self.known.insert("entries".to_owned(), Value::Null);
        let maps = [&keys::RULE, &keys::GROUP, &keys::INCLUDE, &keys::TABLE];
        let kinds: Vec<Value> = maps.into_iter().map(|map| self.reference(map)).collect();
        let entries = json!({ "type": "array", "items": { "anyOf": kinds } });
        self.known.insert("entries".to_owned(), entries);
    }
}

/// The example of a key as JSON.
fn example(key: &Key) -> Value {
    let mut sources = Sources::default();
    let file = sources.insert("example.yml", key.example);
    yaml::read(&sources, file)
        .root
        .map_or(key.example.into(), |root| plain(&root))
}

/// A value of a document without its places.
fn plain(node: &Node) -> Value {
    match &node.value {
        yaml::Value::List(nodes) => nodes.iter().map(plain).collect(),
        yaml::Value::Map(entries) => entries
            .iter()
            .map(|entry| (entry.key.text.clone(), plain(&entry.value)))
            .collect::<serde_json::Map<String, Value>>()
            .into(),
        yaml::Value::Scalar(scalar) => match scalar.style {
            Style::Bool(value) => value.into(),
            Style::Null => Value::Null,
            Style::Number => scalar
                .text
                .parse::<i64>()
                .map_or(scalar.text.as_str().into(), Value::from),
            Style::Quoted | Style::Plain => scalar.text.as_str().into(),
        },
    }
}

/// A name for the definition of a map: `a rule` is `rule`, `` `onFailure` `` is `onFailure`.
fn name(map: &Map) -> String {
    let words: Vec<&str> = map
        .name
        .trim_start_matches("an ")
        .trim_start_matches("a ")
        .trim_start_matches("the ")
        .split(' ')
        .collect();
    words.join("-").replace('`', "")
}

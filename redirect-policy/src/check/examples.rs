//! `examples`: requests with the answers that they must get.

use crate::diagnostic::{Diagnostic, suggestion};
use crate::model::condition::{method, site_status};
use crate::model::{Example, Expect, Reads};
use crate::yaml::{Entry, Node, Scalar, Value};

use super::choices::Choice;
use super::keys::Fields;
use super::{Checker, keys, values};

/// The outcomes that an example can name by a word.
const WORDS: &[&str] = &["gone", "stop", "passthrough"];

const EXPECTED: &str = "a location such as `/new/1`, or `gone`, `stop` or `passthrough`";

impl Checker<'_> {
    /// The examples of a rule, which also require that this rule answers.
    ///
    /// Those of a rule that asks for what the site has answered are asked so, unless they say otherwise.
    pub(super) fn rule_examples(&mut self, entry: &Entry, choices: &[Choice]) -> Vec<Example> {
        let mut examples = self.examples(entry);
        let when = || choices.iter().flat_map(|choice| choice.when.iter());
        let status = when().find_map(|condition| condition.statuses().first().copied());
        for example in &mut examples {
            example.site_status = example.site_status.or(status);
        }
        if when().any(|condition| condition.reads() == Reads::Clock) {
            for example in examples.iter().filter(|example| example.at.is_none()) {
                let message = "this rule depends on the time, so its examples must name one";
                self.report(
                    Diagnostic::error("missing-key", example.span, message)
                        .help("write the example as a mapping with `at: 2026-03-01T12:00:00Z`"),
                );
            }
        }
        examples
    }

    /// The examples of the policy, each of which must expect something.
    pub(super) fn policy_examples(&mut self, entry: &Entry) -> Vec<Example> {
        let examples = self.examples(entry);
        for example in &examples {
            if example.expect == Expect::default() {
                let message = format!("the example `{}` expects nothing", example.target);
                self.report(
                    Diagnostic::error("missing-key", example.span, message)
                        .help("say what it must get: `location`, `status`, `outcome`, `handler`, `lookup` or `params`"),
                );
            }
        }
        examples
    }

    fn examples(&mut self, entry: &Entry) -> Vec<Example> {
        let mut examples = Vec::new();
        match &entry.value.value {
            Value::Map(entries) => self.pairs(entries, &mut examples),
            Value::List(nodes) => {
                for node in nodes {
                    self.listed(node, &mut examples);
                }
            }
            Value::Scalar(_) => {
                self.wrong_value(
                    entry,
                    "a map such as `{ \"/old/1\": \"/new/1\" }` or a list",
                );
            }
        }
        examples
    }

    /// An entry of a list: a mapping with `request`, or a map of requests to answers.
    fn listed(&mut self, node: &Node, examples: &mut Vec<Example>) {
        let Value::Map(entries) = &node.value else {
            return self.wrong_type(
                "an example",
                "a map such as `{ request: \"/old/1\" }`",
                node,
            );
        };
        if entries.iter().any(|entry| is_target(&entry.key.text)) {
            return self.pairs(entries, examples);
        }
        let Some(fields) = self.fields(node, &keys::EXAMPLE) else {
            return;
        };
        let example = "request: \"/old/1\"";
        let Some(entry) = self.required(&fields, &keys::EXAMPLE, "request", example) else {
            return;
        };
        if let Some(written) = self.text(entry, "a path such as `/old/1`") {
            let found = self.mapping(written, &fields);
            examples.extend(found);
        }
    }

    /// Requests with their answers.
    fn pairs(&mut self, entries: &[Entry], examples: &mut Vec<Example>) {
        for entry in entries {
            let found = match &entry.value.value {
                Value::Map(_) => self
                    .fields(&entry.value, &keys::EXPECTATION)
                    .and_then(|fields| self.mapping(&entry.key, &fields)),
                _ => self.pair(entry),
            };
            examples.extend(found);
        }
    }

    fn pair(&mut self, entry: &Entry) -> Option<Example> {
        let target = self.target(&entry.key);
        let written = self.text(entry, EXPECTED)?;
        let mut expect = Expect::default();
        if WORDS.contains(&written.text.as_str()) {
            expect.outcome = Some(written.text.clone());
        } else {
            expect.outcome = Some("redirect".to_owned());
            expect.location = Some(self.location(written)?);
        }
        Some(Example {
            span: entry.key.span,
            method: "GET".to_owned(),
            target: target?,
            headers: Vec::new(),
            at: None,
            site_status: None,
            expect,
        })
    }

    fn mapping(&mut self, request: &Scalar, fields: &Fields<'_>) -> Option<Example> {
        let before = self.errors;
        let target = self.target(request);
        let method = fields.find("method").and_then(|entry| {
            let written = self.text(entry, "a method such as `GET`")?;
            method::name(written, self)
        });
        let headers = match fields.find("headers") {
            Some(entry) => self.request_headers(entry),
            None => Vec::new(),
        };
        let at = fields.find("at").and_then(|entry| self.moment(entry));
        let site_status = fields.find("siteStatus").and_then(|entry| {
            let written = self.text(entry, "404 or 410")?;
            site_status::status(written, self)
        });
        let expect = self.expect(fields);
        (self.errors == before).then_some(Example {
            span: request.span,
            method: method.unwrap_or_else(|| "GET".to_owned()),
            target: target?,
            headers,
            at,
            site_status,
            expect,
        })
    }

    fn expect(&mut self, fields: &Fields<'_>) -> Expect {
        let mut expect = Expect::default();
        if let Some(entry) = fields.find("outcome") {
            expect.outcome = self
                .word(entry, crate::keys::EXAMPLE_OUTCOMES)
                .map(str::to_owned);
        }
        if let Some(entry) = fields.find("status") {
            let status = self.number(entry, "a number such as 301");
            expect.status = status.and_then(|status| u16::try_from(status.value).ok());
        }
        if let Some(entry) = fields.find("location") {
            let written = self.text(entry, "a location such as `/new/1`");
            expect.location = written.and_then(|written| self.location(written));
        }
        if let Some(entry) = fields.find("handler") {
            expect.handler = self.handler(entry).map(|handler| handler.value);
        }
        if let Some(entry) = fields.find("lookup") {
            expect.lookup = self.expected_lookup(entry);
        }
        if let Some(entry) = fields.find("params") {
            for entry in self.entries(entry, "a map of names to values") {
                // `""` is how an empty value is written, which `*` can have.
                let value = self.text(entry, "text").map(|written| written.text.clone());
                expect
                    .params
                    .extend(value.map(|value| (entry.key.text.clone(), value)));
            }
        }
        expect
    }

    fn request_headers(&mut self, entry: &Entry) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        for entry in self.entries(entry, "a map such as `{ host: www.example.com }`") {
            let name = self.header_name(&entry.key);
            let value = self.text(entry, "text");
            if let (Some(name), Some(value)) = (name, value) {
                headers.push((name, value.text.clone()));
            }
        }
        headers
    }

    /// The target of a request: a path, or an absolute URL.
    fn target(&mut self, written: &Scalar) -> Option<String> {
        if is_target(&written.text) {
            return Some(written.text.clone());
        }
        let message = format!(
            "`{}` is no path and no URL that could be asked for",
            written.text
        );
        let mut diagnostic = Diagnostic::error("bad-example", written.span, message);
        if let Some(meant) = suggestion::nearest(&written.text, keys::EXAMPLE.names()) {
            diagnostic = diagnostic.help(format!("a mapping with `{meant}` is an entry of a list: `- {{ request: \"/old/1\", {meant}: ... }}`"));
        } else {
            diagnostic = diagnostic.help(format!("write `/{}`", written.text));
        }
        self.report(diagnostic);
        None
    }

    fn location(&mut self, written: &Scalar) -> Option<String> {
        if is_target(&written.text) {
            return Some(written.text.clone());
        }
        let message = format!(
            "the expected answer must be {EXPECTED}, not `{}`",
            written.text
        );
        let mut diagnostic = Diagnostic::error("bad-example", written.span, message);
        if written.text.parse::<u16>().is_ok() {
            diagnostic = diagnostic.help(format!("write `{{ status: {} }}`", written.text));
        } else if let Some(meant) = suggestion::nearest(&written.text, WORDS.iter().copied()) {
            diagnostic = diagnostic
                .label(format!("did you mean `{meant}`?"))
                .help(format!("write `{meant}`"));
        }
        self.report(diagnostic);
        None
    }
}

/// Returns true if a text is a path or an absolute URL.
pub(super) fn is_target(text: &str) -> bool {
    text.starts_with('/') || values::is_absolute(text)
}

//! `query`: the keys of a request's query that a rule forwards.

use crate::diagnostic::Diagnostic;
use crate::model::QueryPolicy;
use crate::yaml::Entry;

use super::{Checker, values};

impl Checker<'_> {
    /// `keep`, `drop`, or `keep: [keys]`.
    pub(super) fn query_policy(&mut self, entry: &Entry) -> Option<QueryPolicy> {
        const EXPECTED: &str = "`keep`, `drop` or a list of keys such as `{ keep: [page] }` or `{ drop: [\"utm_*\"] }`";
        if let Some(written) = values::scalar(&entry.value) {
            return match written.text.as_str() {
                "keep" => Some(QueryPolicy::Keep),
                "drop" => Some(QueryPolicy::Drop),
                _ => {
                    self.unknown_word("`query`", written, &["keep", "drop"]);
                    None
                }
            };
        }
        let entries = self.entries(entry, EXPECTED);
        let mut policy = None;
        for entry in entries {
            let key = entry.key.text.as_str();
            if policy.is_some() && matches!(key, "keep" | "drop") {
                let message = "`query` has both `keep` and `drop`";
                self.report(
                    Diagnostic::error("conflicting-keys", entry.key.span, message).help(
                        "with `keep` all other keys are dropped, with `drop` they are kept: write one of the two",
                    ),
                );
            } else if key == "keep" {
                policy = Some(QueryPolicy::Only(self.query_keys(entry)));
            } else if key == "drop" {
                policy = Some(QueryPolicy::Except(self.query_keys(entry)));
            } else {
                let message = format!("unknown key `{key}` in `query`");
                self.report(
                    Diagnostic::error("unknown-key", entry.key.span, message)
                        .help("write `query: { keep: [ ... ] }`, `query: { drop: [ ... ] }`, `query: keep` or `query: drop`"),
                );
            }
        }
        policy
    }

    /// The keys of a list; a trailing `*` stands for any ending.
    fn query_keys(&mut self, entry: &Entry) -> Vec<String> {
        let mut keys = Vec::new();
        for written in self.texts(entry, "the key of a query, such as `page` or `utm_*`") {
            let text = &written.text;
            let body = text.strip_suffix('*').unwrap_or(text);
            if let Some(at) = body.find('*') {
                let span = written.span_of(self.sources, at..at + 1);
                let message = format!("`*` can only end a key, in `{text}` more follows");
                self.error("bad-query-key", span, message);
            } else if text.is_empty() {
                self.error("bad-query-key", written.span, "a key of a query is empty");
            } else {
                keys.push(text.clone());
            }
        }
        keys
    }
}

//! `onFailure`: the answer when a handler or a lookup fails.

use crate::diagnostic::Diagnostic;
use crate::model::{Located, OnFailure};
use crate::pattern::{self, Template};
use crate::source::Span;
use crate::yaml::{Entry, Scalar};

use super::bindings::Supply;
use super::keys::Fields;
use super::prefix::GroupPrefix;
use super::{Checker, keys, values};

/// An `onFailure` as written; what its destination may use depends on the rule.
pub(super) struct FailureAnswer {
    pub(super) span: Span,
    pub(super) status: u16,
    pub(super) destination: Option<(Template, Scalar)>,
    pub(super) retry_after: Option<u32>,
}

impl Checker<'_> {
    /// `onFailure`, apart from what depends on the rule.
    pub(super) fn failure_answer(&mut self, entry: &Entry) -> Option<FailureAnswer> {
        let before = self.errors;
        if values::scalar(&entry.value).is_some() {
            self.wrong_value(
                entry,
                "a map such as `{ statusCode: 503, retryAfter: 120 }`",
            );
            return None;
        }
        let fields = self.fields(&entry.value, &keys::ON_FAILURE)?;
        let example = "statusCode: 503";
        let status = self
            .required(&fields, &keys::ON_FAILURE, "statusCode", example)
            .and_then(|entry| self.failure_status(entry));
        let destination = fields.find("destination").and_then(|entry| {
            let written = self.text(entry, "a destination")?;
            if self.foreign_destination(written) {
                return None;
            }
            let template = pattern::parse_destination(&written.text);
            let template = self.parsed(written, template)?;
            if status == Some(503) {
                let message = "503 has no destination";
                self.report(
                    Diagnostic::error("destination-without-redirect", entry.key.span, message)
                        .help("remove `destination`, or write `statusCode: 302`"),
                );
            }
            Some((template, written.clone()))
        });
        let retry_after = fields
            .find("retryAfter")
            .and_then(|entry| self.number(entry, "a number of seconds such as 120"))
            .map(|seconds| seconds.value);
        (self.errors == before).then_some(FailureAnswer {
            span: entry.key.span,
            status: status?,
            destination,
            retry_after,
        })
    }

    fn failure_status(&mut self, entry: &Entry) -> Option<u16> {
        let number = self.number(entry, "a number: 302, 303, 307 or 503")?;
        if let 302 | 303 | 307 | 503 = number.value {
            return u16::try_from(number.value).ok();
        }
        let message = format!(
            "a failure cannot be answered with {}, nothing lasting may come of it",
            number.value
        );
        self.report(
            Diagnostic::error("bad-status", number.span, message)
                .help("write 302, 303, 307 or 503"),
        );
        None
    }

    /// Reads the answer of a rule whose handler or lookup fails: its own `onFailure` or an inherited one.
    pub(super) fn on_failure(
        &mut self,
        fields: &Fields<'_>,
        inherited: Option<&FailureAnswer>,
        prefix: Option<&GroupPrefix>,
        own: Option<&Template>,
        handler: Option<&Located<String>>,
        from: Supply<'_>,
    ) -> Option<OnFailure> {
        let answer = inherited?;
        if handler.is_none() && !from.served_lookup {
            return None;
        }
        let names = from.source_names?;
        let placed = match &answer.destination {
            Some((template, written)) => {
                Some(self.placed_behind(written, template.clone(), prefix)?)
            }
            None => None,
        };
        let missing = match (&answer.destination, &placed) {
            (Some((_, written)), Some(placed)) => {
                let errors = names.missing(&placed.template);
                for mut error in errors {
                    let Some(at) = placed.shift.own(&error.at) else {
                        continue;
                    };
                    error.at = at;
                    let mut diagnostic = self
                        .placed(written, error)
                        .related(fields.span, "for this rule");
                    // Handlers and lookups supply nothing once they have failed.
                    diagnostic.help =
                        vec!["use only names that the source of the rule binds".to_owned()];
                    self.report(diagnostic);
                }
                false
            }
            _ => answer.status != 503 && own.is_none_or(|own| !names.missing(own).is_empty()),
        };
        if missing {
            self.failure_without_destination(answer, fields);
        }
        let own = own.filter(|_| answer.status != 503);
        Some(OnFailure {
            status: answer.status,
            destination: placed.map(|placed| placed.template).or(own.cloned()),
            retry_after: answer.retry_after,
        })
    }

    /// `onFailure` beside nothing that can fail.
    pub(super) fn failure_without_handler(&mut self, fields: &Fields<'_>) {
        if fields.has("handler") || fields.misspelt("handler", &keys::RULE) {
            return;
        }
        if let Some(entry) = fields.find("onFailure") {
            let (why, help) = match fields.has("lookup") {
                true => (
                    "rows that are compiled in cannot fail",
                    "remove it; where a key has no row, `onMissing` answers",
                ),
                false => (
                    "only a handler can fail, and this rule has none",
                    "remove it, or add a `handler`",
                ),
            };
            self.out_of_place(entry, "conflicting-keys", why, help);
        }
    }

    /// Without a destination of its own a failure is answered with the rule's, if the source alone can fill that.
    fn failure_without_destination(&mut self, answer: &FailureAnswer, fields: &Fields<'_>) {
        let supplier = if fields.has("lookup") {
            "lookup"
        } else {
            "handler"
        };
        let message = format!(
            "`onFailure` answers {} but has no `destination`, and the rule's own cannot be filled without the {supplier}",
            answer.status
        );
        self.report(
            Diagnostic::error("missing-key", answer.span, message)
                .related(fields.span, "for this rule")
                .help("add a `destination` that uses only names of the source, or write `statusCode: 503`"),
        );
    }
}

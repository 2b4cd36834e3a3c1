//! `onMissing` of a rule: the answer where its lookups have no row.

use crate::check::Checker;
use crate::check::bindings;
use crate::check::keys::Fields;
use crate::diagnostic::Diagnostic;
use crate::model::{Action, Located, Lookup, Rule};
use crate::yaml::Value;

impl Checker<'_> {
    /// `onMissing`: a rule behind this one, for requests that the lookups have no row for.
    pub(in crate::check) fn on_missing(
        &mut self,
        fields: &Fields<'_>,
        names: Option<&bindings::Names<'_>>,
        lookups: &[&Lookup],
    ) -> Option<Action> {
        let entry = fields.find("onMissing")?;
        if !fields.has("lookup") {
            let why = "only a lookup can miss, and this rule has none";
            self.out_of_place(
                entry,
                "conflicting-keys",
                why,
                "remove it, or add a `lookup`",
            );
            return None;
        }
        match &entry.value.value {
            Value::Scalar(_) => match self.word(entry, &["passthrough", "gone"])? {
                "gone" => {
                    self.missing_for_good(entry, lookups);
                    Some(Action::Gone {
                        status: 410,
                        handler: None,
                        on_failure: None,
                    })
                }
                _ => None,
            },
            _ => {
                let answer = self.failure_answer(entry)?;
                if answer.status == 503 {
                    let message = "a missing key is no failure, so it cannot be answered with 503";
                    self.report(
                        Diagnostic::error("bad-status", answer.span, message).help(
                            "write 302, 303 or 307 with a `destination`, or `onMissing: gone`",
                        ),
                    );
                    return None;
                }
                let Some((template, written)) = &answer.destination else {
                    let message = "`onMissing` redirects, but has no `destination`";
                    self.report(
                        Diagnostic::error("missing-key", answer.span, message)
                            .help("add a `destination` that uses only names of the source"),
                    );
                    return None;
                };
                for error in names.map_or_else(Vec::new, |names| names.missing(template)) {
                    let mut diagnostic = self.placed(written, error);
                    diagnostic.help = vec![
                        "use only names that the source of the rule binds: the lookup has no row"
                            .to_owned(),
                    ];
                    self.report(diagnostic);
                }
                Some(Action::Redirect {
                    status: answer.status,
                    destination: template.clone(),
                    destination_span: written.span,
                    handler: None,
                    on_failure: None,
                    permanent_after: None,
                })
            }
        }
    }
}

/// The rule of `onMissing`, under the same id: the same requests, asked once the lookups had no row.
pub(in crate::check) fn missing_rule(rule: &Rule, action: Action) -> Rule {
    // Its source binds what the lookups ask for, and it may have no use for that.
    let unused = Located {
        value: "unused-parameter".to_owned(),
        span: rule.source_span,
    };
    let mut allow = rule.allow.clone();
    allow.push(unused);
    Rule {
        allow,
        action,
        examples: Vec::new(),
        ..rule.clone()
    }
}

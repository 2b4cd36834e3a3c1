//! A rule's action: redirect, say that something is gone, or let the site answer.

use crate::diagnostic::Diagnostic;
use crate::model::{Action, Located, OnFailure};
use crate::pattern::{self, Template};
use crate::source::Span;
use crate::yaml::Entry;

use super::bindings::Names;
use super::foreign_notation::Unread;
use super::inherited::{FailureAnswer, Scope};
use super::keys::Fields;
use super::prefix::Placed;
use super::{Checker, keys};

/// Sources of the names that a rule's destinations use.
#[derive(Clone, Copy)]
pub(super) struct Supply<'n> {
    /// Names that the request and the lookups bind; nothing if it is not known: then no name is judged.
    pub(super) names: Option<&'n Names<'n>>,
    /// Names that the request binds, whatever handlers and lookups do.
    pub(super) source_names: Option<&'n Names<'n>>,
    /// True if a lookup is asked whose rows are not compiled in.
    pub(super) served_lookup: bool,
}

/// The parts of an action that could be read, and the action if they make one.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) action: Option<Action>,
    pub(super) handler: Option<Located<String>>,
    pub(super) destination: Option<Template>,
}

const DEFAULT_STATUS: u16 = 301;

impl Checker<'_> {
    /// The action of a rule.
    pub(super) fn action(
        &mut self,
        fields: &Fields<'_>,
        scope: &Scope,
        from: Supply<'_>,
        unread: Unread,
    ) -> Parts {
        let handler = fields.find("handler").and_then(|entry| self.handler(entry));
        if let Some(entry) = fields.find("action") {
            let action = self.stop(entry, fields);
            return Parts {
                action,
                handler,
                destination: None,
            };
        }
        if !from.served_lookup {
            self.failure_without_handler(fields);
        }
        let status = scope.status.as_ref().map_or(DEFAULT_STATUS, |s| s.value);
        if let 410 | 451 = status {
            return self.gone(status, fields, scope, handler, from);
        }
        self.redirect(status, fields, scope, handler, from, unread)
    }

    /// `action: stop`, beside which nothing can stand that speaks of an answer.
    fn stop(&mut self, entry: &Entry, fields: &Fields<'_>) -> Option<Action> {
        self.word(entry, &["stop"])?;
        // Without it the rule must say what is answered.
        let answers = fields.has("destination") || fields.has("statusCode");
        let help = match answers {
            true => "remove it, or remove `action: stop`",
            false => "remove it",
        };
        let why = "with `action: stop` the site answers";
        for key in [
            "destination",
            "statusCode",
            "onFailure",
            "query",
            "headers",
            "cacheControl",
            "permanentAfter",
        ] {
            if let Some(entry) = fields.find(key) {
                let code = match key {
                    "destination" => "destination-without-redirect",
                    _ => "conflicting-keys",
                };
                self.out_of_place(entry, code, why, help);
            }
        }
        if let Some(entry) = fields.find("handler") {
            self.out_of_place(entry, "handler-on-stop", why, help);
        }
        Some(Action::Stop)
    }

    fn failure_without_handler(&mut self, fields: &Fields<'_>) {
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

    fn gone(
        &mut self,
        status: u16,
        fields: &Fields<'_>,
        scope: &Scope,
        handler: Option<Located<String>>,
        from: Supply<'_>,
    ) -> Parts {
        if let Some(entry) = fields.find("destination") {
            let message = format!("a rule that answers {status} has no destination");
            let mut diagnostic = Diagnostic::error(
                "destination-without-redirect",
                super::values::place(entry),
                message,
            )
            .help("remove `destination`, or write `statusCode: 301` to redirect");
            if let Some(status) = &scope.status {
                diagnostic = diagnostic.related(status.span, "the status is set here");
            }
            self.report(diagnostic);
        }
        if let Some(entry) = fields.find("permanentAfter") {
            self.permanent_only(entry, status);
        }
        let on_failure = self.on_failure(fields, scope, None, handler.as_ref(), from);
        Parts {
            action: Some(Action::Gone {
                status,
                handler: handler.clone(),
                on_failure,
            }),
            handler,
            destination: None,
        }
    }

    fn redirect(
        &mut self,
        status: u16,
        fields: &Fields<'_>,
        scope: &Scope,
        handler: Option<Located<String>>,
        from: Supply<'_>,
        unread: Unread,
    ) -> Parts {
        let destination = match unread.destination {
            true => None,
            false => self.destination(status, scope, fields, handler.as_ref()),
        };
        if let (Some((placed, _)), Some(names), Some(entry)) =
            (&destination, from.names, fields.find("destination"))
        {
            // A handler supplies what the request does not; one that is misspelt would have.
            if !fields.has("handler") && !fields.misspelt("handler", &keys::RULE) {
                self.all_bound(entry, placed, names);
            }
        }
        let destination = destination.map(|(placed, span)| (placed.template, span));
        let own = destination.as_ref().map(|(template, _)| template);
        let on_failure = self.on_failure(fields, scope, own, handler.as_ref(), from);
        let permanent_after = fields.find("permanentAfter").and_then(|entry| {
            if !matches!(status, 301 | 308) {
                self.permanent_only(entry, status);
            }
            self.moment(entry)
        });
        let action = destination
            .clone()
            .map(|(destination, destination_span)| Action::Redirect {
                status,
                destination,
                destination_span,
                handler: handler.clone(),
                on_failure,
                permanent_after,
            });
        Parts {
            action,
            handler,
            destination: destination.map(|(template, _)| template),
        }
    }

    fn permanent_only(&mut self, entry: &Entry, status: u16) {
        let why = format!("only 301 and 308 are permanent, this rule answers {status}");
        self.out_of_place(entry, "conflicting-keys", &why, "remove it");
    }

    fn destination(
        &mut self,
        status: u16,
        scope: &Scope,
        fields: &Fields<'_>,
        handler: Option<&Located<String>>,
    ) -> Option<(Placed, Span)> {
        let Some(entry) = fields.find("destination") else {
            if !scope.status_unread && !fields.misspelt("destination", &keys::RULE) {
                let diagnostic = match handler {
                    Some(handler) => without_destination(handler, fields.span),
                    None => {
                        let message = format!("a rule that answers {status} has no `destination`");
                        let stop = match fields.has("statusCode") {
                            true => "`action: stop` in place of `statusCode`",
                            false => "`action: stop`",
                        };
                        Diagnostic::error("missing-key", fields.span, message).help(format!(
                            "add `destination: \"/...\"`, or `statusCode: 410` if the page is gone, or {stop} to let the site answer"
                        ))
                    }
                };
                self.report(diagnostic);
            }
            return None;
        };
        let written = self.text(entry, "a path or URL such as `/new/:id`")?;
        let template = pattern::parse_destination(&written.text);
        let template = self.parsed(written, template)?;
        let placed = self.placed_behind(written, template, scope.prefix.as_deref())?;
        Some((placed, written.span))
    }

    /// Reads the answer of a rule whose handler or lookup fails: its own `onFailure` or an inherited one.
    fn on_failure(
        &mut self,
        fields: &Fields<'_>,
        scope: &Scope,
        own: Option<&Template>,
        handler: Option<&Located<String>>,
        from: Supply<'_>,
    ) -> Option<OnFailure> {
        let answer = scope.on_failure.as_deref()?;
        if handler.is_none() && !from.served_lookup {
            return None;
        }
        let names = from.source_names?;
        let placed = match &answer.destination {
            Some((template, written)) => {
                Some(self.placed_behind(written, template.clone(), scope.prefix.as_deref())?)
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

/// A rule that asks a handler, and does not say where that sends.
fn without_destination(handler: &Located<String>, span: Span) -> Diagnostic {
    let name = &handler.value;
    let message = format!("the rule asks the handler `{name}`, but has no `destination`");
    Diagnostic::error("missing-key", span, message)
        .related(handler.span, "decides, and fills the names of the destination")
        .help("add `destination: \"/new/:slug\"`: names that the source does not bind are what the handler supplies")
        .help("or `statusCode: 410` for a rule that never redirects")
}

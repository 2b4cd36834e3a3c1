//! A rule's action: redirect, say that something is gone, or let the site answer.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::model::{Action, Located, QueryPolicy, ResponseOptions, Rule};
use crate::pattern::{self, Template};
use crate::source::Span;
use crate::yaml::Entry;

use super::bindings::Supply;
use super::foreign_notation::Unread;
use super::keys::Fields;
use super::prefix::Placed;
use super::scope::Scope;
use super::{Checker, keys};

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
                super::values::span_of(entry),
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
        let on_failure = self.on_failure(
            fields,
            scope.on_failure.as_deref(),
            scope.prefix.as_deref(),
            None,
            handler.as_ref(),
            from,
        );
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
        let on_failure = self.on_failure(
            fields,
            scope.on_failure.as_deref(),
            scope.prefix.as_deref(),
            own,
            handler.as_ref(),
            from,
        );
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

/// Removes inherited settings of an answer from a rule that lets the site answer.
pub(super) fn without_answer(rule: &mut Rule) {
    let options = &rule.response_options;
    let is_silent = !options.explicit_query
        && options.query == QueryPolicy::Keep
        && options.headers.is_empty()
        && options.cache_control.is_none();
    if matches!(rule.action, Action::Stop) && !is_silent {
        rule.response_options = Rc::new(ResponseOptions {
            owner: options.owner.clone(),
            ..ResponseOptions::default()
        });
    }
}

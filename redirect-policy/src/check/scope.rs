//! Settings that entries inherit: the keys that `defaults`, groups and tables can set, and the conditions around them.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::model::{Located, ResponseOptions};
use crate::pattern::{self, Class, Kind, Kinds, Pattern, SourceOptions};
use crate::yaml::Entry;

use super::choices::Choice;
use super::keys::Fields;
use super::on_failure::FailureAnswer;
use super::prefix::GroupPrefix;
use super::{Checker, values};

/// Everything that holds at one place of the document. The nearest setting wins: a rule's own, then its group's, then
/// that group's group, then `defaults`; conditions add up, and `headers` are joined name by name.
#[derive(Clone)]
pub(super) struct Scope {
    /// The status, if one is set.
    pub(super) status: Option<Located<u16>>,
    /// True if a status is written that could not be read, so that it is not known.
    pub(super) status_unread: bool,
    /// The answer when a handler fails.
    pub(super) on_failure: Option<Rc<FailureAnswer>>,
    /// The kind of a parameter without one.
    pub(super) kind: Kind,
    pub(super) fold_case: bool,
    pub(super) trailing_slash_optional: bool,
    pub(super) response_options: Rc<ResponseOptions>,
    /// The choices of conditions, one of which must hold; never none.
    pub(super) choices: Rc<[Choice]>,
    /// The prefix of sources and relative destinations.
    pub(super) prefix: Option<Rc<GroupPrefix>>,
    /// Sources that no rule takes.
    pub(super) except: Rc<Vec<Pattern>>,
    /// True if a `when` has a fault, so that it may bind more names than are known.
    pub(super) when_unread: bool,
    /// True if something around this place is wrong, so that what is inside cannot be judged as a whole.
    pub(super) faulty: bool,
}

impl Default for Scope {
    fn default() -> Self {
        Scope {
            status: None,
            status_unread: false,
            on_failure: None,
            kind: Kind::Class {
                class: Class::Segment,
                min: 1,
                max: None,
            },
            fold_case: false,
            trailing_slash_optional: false,
            response_options: Rc::default(),
            choices: Rc::new([Choice::default()]),
            prefix: None,
            except: Rc::default(),
            when_unread: false,
            faulty: false,
        }
    }
}

impl Scope {
    /// Returns the options for reading sources here.
    pub(super) fn source_options(&self, kinds: &Kinds) -> SourceOptions {
        SourceOptions {
            default_kind: self.kind.clone(),
            trailing_slash_optional: self.trailing_slash_optional,
            kinds: kinds.clone(),
        }
    }
}

impl Checker<'_> {
    /// The scope inside a map: what holds around it, with what its own keys set.
    pub(super) fn scope(&mut self, outer: &Scope, fields: &Fields<'_>) -> Scope {
        let mut scope = outer.clone();
        if let Some(entry) = fields.find("statusCode") {
            scope.status = self.status(entry);
            scope.status_unread = scope.status.is_none();
        }
        if let Some(entry) = fields.find("onFailure") {
            scope.on_failure = self.failure_answer(entry).map(Rc::new);
        }
        if let Some(entry) = fields.find("parameter") {
            scope.kind = self.kind(entry).unwrap_or(scope.kind);
        }
        if let Some(entry) = fields.find("caseSensitive") {
            scope.fold_case = self.boolean(entry).is_some_and(|sensitive| !sensitive);
        }
        if let Some(entry) = fields.find("trailingSlash") {
            scope.trailing_slash_optional =
                self.word(entry, &["strict", "optional"]) == Some("optional");
        }
        self.response_options(&mut scope, fields);
        if let Some(entry) = fields.find("prefix") {
            let options = scope.source_options(&self.kinds);
            let prefix = self.prefix(entry, scope.prefix.as_deref(), &options);
            scope.prefix = prefix.map(Rc::new).or(scope.prefix);
        }
        if let Some(entry) = fields.find("when") {
            let before = self.errors;
            self.add_when(&mut scope, entry);
            scope.when_unread |= self.errors > before;
        }
        if let Some(entry) = fields.find("except") {
            let own = fields
                .find("source")
                .and_then(|entry| values::scalar(&entry.value));
            self.add_except(&mut scope, entry, own.map(|written| written.text.as_str()));
        }
        scope
    }

    /// A status that a rule may have.
    fn status(&mut self, entry: &Entry) -> Option<Located<u16>> {
        let number = self.number(entry, "a number such as 301")?;
        let value = u16::try_from(number.value).unwrap_or_default();
        if let 301 | 302 | 303 | 307 | 308 | 410 | 451 = value {
            let span = number.span;
            return Some(Located { value, span });
        }
        let message = format!("`statusCode` cannot be {}", number.value);
        let help = match number.value {
            300 | 304..=306 => "a redirect has 301, 302, 303, 307 or 308",
            404 => {
                "a page that is gone for good has 410; for a page that was never there, write no rule"
            }
            200..=299 => {
                "to let the site answer, write `action: stop` in place of `statusCode` and `destination`"
            }
            _ => {
                "write 301, 302, 303, 307 or 308 to redirect, 410 for gone, 451 for unavailable for legal reasons"
            }
        };
        self.report(Diagnostic::error("bad-status", number.span, message).help(help));
        None
    }

    fn kind(&mut self, entry: &Entry) -> Option<Kind> {
        let written = self.text(entry, "a kind such as `segment` or `int`")?;
        let kind =
            pattern::parse_kind_with(&written.text, &self.kinds).map_err(|error| vec![error]);
        self.parsed(written, kind)
    }

    /// The keys that many rules share by value.
    fn response_options(&mut self, scope: &mut Scope, fields: &Fields<'_>) {
        let keys = ["query", "headers", "cacheControl", "owner"];
        if !keys.iter().any(|key| fields.has(key)) {
            return;
        }
        let mut options = ResponseOptions::clone(&scope.response_options);
        if let Some(entry) = fields.find("query") {
            options.query = self.query_policy(entry).unwrap_or(options.query);
            options.explicit_query = true;
        }
        if let Some(entry) = fields.find("headers") {
            for (name, value) in self.answer_headers(entry) {
                options.headers.retain(|(inherited, _)| *inherited != name);
                options.headers.push((name, value));
            }
        }
        if let Some(entry) = fields.find("cacheControl") {
            options.cache_control = self.cache_control(entry).or(options.cache_control);
        }
        if let Some(entry) = fields.find("owner") {
            options.owner = self.remark(entry).or(options.owner);
        }
        scope.response_options = Rc::new(options);
    }
}

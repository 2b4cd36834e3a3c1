//! Settings that entries inherit: the keys that `defaults`, groups and tables can set, and the conditions around them.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::model::{Action, Located, QueryPolicy, Rule, Terms};
use crate::pattern::{self, Class, Kind, Kinds, Pattern, SourceOptions, Template, replaced};
use crate::source::Span;
use crate::yaml::{Entry, Scalar, single_quoted};

use super::choices::Choice;
use super::keys::Fields;
use super::prefix::GroupPrefix;
use super::{Checker, keys, values};

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
    pub(super) terms: Rc<Terms>,
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

/// An `onFailure` as written; what its destination may use depends on the rule.
pub(super) struct FailureAnswer {
    pub(super) span: Span,
    pub(super) status: u16,
    pub(super) destination: Option<(Template, Scalar)>,
    pub(super) retry_after: Option<u32>,
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
            terms: Rc::default(),
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

/// Leaves a rule after which the site answers only what does not speak of an answer.
pub(super) fn without_answer(rule: &mut Rule) {
    let terms = &rule.terms;
    let says_nothing = !terms.explicit_query
        && terms.query == QueryPolicy::Keep
        && terms.headers.is_empty()
        && terms.cache_control.is_none();
    if matches!(rule.action, Action::Stop) && !says_nothing {
        rule.terms = Rc::new(Terms {
            owner: terms.owner.clone(),
            ..Terms::default()
        });
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
        self.terms(&mut scope, fields);
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

    /// `except`: sources that bind nothing, and that no rule here takes; `own` is the source of a rule.
    fn add_except(&mut self, scope: &mut Scope, entry: &Entry, own: Option<&str>) {
        let mut except = Vec::clone(&scope.except);
        for written in self.texts(entry, "a path such as `/api/*`") {
            if self.foreign_source(written, false) {
                continue;
            }
            let options = scope.source_options(&self.kinds);
            let source = pattern::parse_source(&written.text, &options);
            let Some(source) = self.parsed(written, source) else {
                continue;
            };
            let names = source.names();
            if let Some(bound) = names.iter().find(|bound| bound.name != "*") {
                let span = written.span_of(self.sources, bound.at.clone());
                let message = format!("`except` binds no names, so `:{}` is of no use", bound.name);
                let starred = replaced(&written.text, &bound.at, "*");
                // With the rule's own source as an exception nothing would be left.
                let instead = match own == Some(starred.as_str()) {
                    true => "write the text itself".to_owned(),
                    false => {
                        format!("write `{starred}`, which takes slashes too, or the text itself")
                    }
                };
                self.report(
                    Diagnostic::error("name-in-except", span, message)
                        .help(instead)
                        .help(format!(
                            "or remove `except`, and write `- {{ source: {}, action: stop }}` in front of the rule",
                            single_quoted(&written.text)
                        )),
                );
                continue;
            }
            except.extend(self.behind(written, &source, scope.prefix.as_deref()));
        }
        scope.except = Rc::new(except);
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
    fn terms(&mut self, scope: &mut Scope, fields: &Fields<'_>) {
        let keys = ["query", "headers", "cacheControl", "owner"];
        if !keys.iter().any(|key| fields.has(key)) {
            return;
        }
        let mut terms = Terms::clone(&scope.terms);
        if let Some(entry) = fields.find("query") {
            terms.query = self.query_policy(entry).unwrap_or(terms.query);
            terms.explicit_query = true;
        }
        if let Some(entry) = fields.find("headers") {
            for (name, value) in self.answer_headers(entry) {
                terms.headers.retain(|(inherited, _)| *inherited != name);
                terms.headers.push((name, value));
            }
        }
        if let Some(entry) = fields.find("cacheControl") {
            terms.cache_control = self.cache_control(entry).or(terms.cache_control);
        }
        if let Some(entry) = fields.find("owner") {
            terms.owner = self.remark(entry).or(terms.owner);
        }
        scope.terms = Rc::new(terms);
    }

    /// `keep`, `drop`, or `keep: [keys]`.
    fn query_policy(&mut self, entry: &Entry) -> Option<QueryPolicy> {
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
                policy = Some(QueryPolicy::Only(self.kept_keys(entry)));
            } else if key == "drop" {
                policy = Some(QueryPolicy::Except(self.kept_keys(entry)));
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

    fn kept_keys(&mut self, entry: &Entry) -> Vec<String> {
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
}

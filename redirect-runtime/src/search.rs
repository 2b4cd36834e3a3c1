//! From candidates to an answer: the first rule whose method, conditions and destination allow one.

use std::borrow::Cow;

use http::{Method, StatusCode};

use crate::captured::Captured;
use crate::hit::{Hit, Target, Verdict};
use crate::location::LocationError;
use crate::matcher::{self, Candidates};
use crate::request::Request;
use crate::rule::Rule;
use crate::table::{Table, VERIFY};
use crate::template::Value;

/// What a policy says of a request before any handler ran: a rule with its parameters, or nothing.
///
/// The location is rendered when it is asked for.
#[derive(Debug)]
pub struct Match<'r> {
    request: Request<'r>,
    found: Option<Found<'r>>,
    vary: u64,
}

/// A rule that matched, and what comes behind it.
#[derive(Debug)]
struct Found<'r> {
    hit: Hit<'r>,
    /// In canonical form.
    path: Cow<'r, str>,
    /// The candidates behind the rule, once one of them has been asked for: few matches are passed on.
    rest: Option<Box<Candidates<'r>>>,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'m> {
    /// It is sent elsewhere.
    Redirect {
        /// 301, 302, 303, 307 or 308.
        status: StatusCode,
        /// Where to.
        location: &'m str,
    },
    /// What it asks for is gone (410), or unavailable for legal reasons (451).
    Gone {
        /// 410 or 451.
        status: StatusCode,
    },
    /// The site answers, and no further rule is tried.
    Stop {
        /// The rule would have sent the client where it is.
        already_there: bool,
    },
    /// A handler decides.
    Handler {
        /// Its name in the policy.
        name: &'m str,
    },
    /// No rule matches: the site answers.
    Passthrough,
}

impl<'r> Match<'r> {
    /// The first rule that has an answer. Small enough to become part of the caller: most requests end here.
    #[inline]
    pub(crate) fn search(table: Table<'r>, request: Request<'r>) -> Self {
        let begins = request
            .common_path()
            .map(|path| matcher::begins(&table, path.as_bytes()));
        if begins == Some(0) {
            return Match::passthrough(request, 0);
        }
        Match::search_on(table, request, begins)
    }

    /// The search for rules that begin as the path does, if that is known already.
    fn search_on(table: Table<'r>, request: Request<'r>, begins: Option<u8>) -> Self {
        // `*`, and the authority of CONNECT, are no paths.
        if !request.path().starts_with('/') || matches!(*request.method(), Method::CONNECT) {
            return Match::passthrough(request, 0);
        }
        let path = request.canonical_path(begins.is_some());
        let begins = begins.unwrap_or_else(|| matcher::begins(&table, path.as_bytes()));
        let mut candidates = matcher::candidates_that(begins, &table, &path, Some(&request));
        let Some(first) = candidates.next() else {
            return Match::passthrough(request, 0);
        };
        if let Some(rule) = Hit::at_once(table, first, &request) {
            return Match {
                request,
                found: Some(Found {
                    hit: Hit::redirect(rule),
                    path,
                    rest: None,
                }),
                vary: 0,
            };
        }
        let target = Target {
            request: &request,
            path: &path,
        };
        let mut vary = 0;
        match Hit::first(table, target, Some(first), &mut candidates, &mut vary) {
            None => Match::passthrough(request, vary),
            Some(hit) => Match {
                request,
                found: Some(Found {
                    hit,
                    path,
                    rest: None,
                }),
                vary,
            },
        }
    }

    #[inline]
    fn passthrough(request: Request<'r>, vary: u64) -> Self {
        Match {
            request,
            found: None,
            vary,
        }
    }

    /// The next rule that matches, as when this one passes on.
    #[inline]
    #[must_use]
    pub fn next(mut self) -> Self {
        self.advance();
        self
    }

    fn advance(&mut self) {
        let Some(found) = &mut self.found else {
            return;
        };
        let target = Target {
            request: &self.request,
            path: &found.path,
        };
        let rule = found.hit.rule;
        let rest = found
            .rest
            .get_or_insert_with(|| Box::new(candidates_behind(rule, target)));
        match Hit::first(rule.table, target, None, rest, &mut self.vary) {
            Some(hit) => found.hit = hit,
            None => self.found = None,
        }
    }

    /// The rule that matched, and what was asked.
    #[inline]
    fn hit(&self) -> Option<(&Hit<'r>, Target<'_, 'r>)> {
        let found = self.found.as_ref()?;
        let target = Target {
            request: &self.request,
            path: &found.path,
        };
        Some((&found.hit, target))
    }

    /// The request.
    pub fn request(&self) -> &Request<'r> {
        &self.request
    }

    /// The rule that matches.
    pub fn rule(&self) -> Option<Rule<'r>> {
        self.hit().map(|(hit, _)| hit.rule)
    }

    /// What becomes of the request.
    pub fn outcome(&self) -> Outcome<'_> {
        let Some((hit, _)) = self.hit() else {
            return Outcome::Passthrough;
        };
        match hit.verdict {
            Verdict::Stop { already_there } => Outcome::Stop { already_there },
            Verdict::Ask => Outcome::Handler {
                name: hit.rule.handler().unwrap_or_default(),
            },
            Verdict::Gone => Outcome::Gone {
                status: self.status_code(),
            },
            Verdict::Redirect => match self.location() {
                Some(location) => Outcome::Redirect {
                    status: self.status_code(),
                    location,
                },
                None => Outcome::Stop {
                    already_there: false,
                },
            },
        }
    }

    fn status_code(&self) -> StatusCode {
        self.status_now(None).unwrap_or(StatusCode::FOUND)
    }

    /// The status of the answer: of a redirect or gone, now.
    pub fn status(&self) -> Option<StatusCode> {
        match self.outcome() {
            Outcome::Redirect { status, .. } | Outcome::Gone { status } => Some(status),
            _ => None,
        }
    }

    /// Whether a handler decides.
    #[inline]
    pub(crate) fn asks(&self) -> bool {
        self.hit()
            .is_some_and(|(hit, _)| hit.verdict == Verdict::Ask)
    }

    /// Whether no rule matched, and none even looked at a header.
    #[inline]
    pub(crate) fn is_untouched(&self) -> bool {
        self.found.is_none() && self.vary == 0
    }

    /// The rule's status, or another in its place, now: temporary for as long as the rule says so.
    pub(crate) fn status_now(&self, own: Option<u16>) -> Option<StatusCode> {
        let (hit, _) = self.hit()?;
        StatusCode::from_u16(hit.status_now(own, &self.request)?).ok()
    }

    /// Where the request is sent, without a handler.
    pub fn location(&self) -> Option<&str> {
        let (hit, target) = self.hit()?;
        if hit.verdict != Verdict::Redirect {
            return None;
        }
        hit.location(target)
    }

    /// The parameters by their names in the policy, in order; `*` is `wildcard`.
    pub fn parameters(&self) -> impl Iterator<Item = (&'r str, Captured<'_>)> {
        self.hit().into_iter().flat_map(|(hit, target)| {
            let captures = hit.captures(target.path);
            let names = hit.rule.names().enumerate();
            names.filter_map(move |(number, name)| {
                let name = if name == "*" { "wildcard" } else { name };
                let number = u8::try_from(number).ok()?;
                Some((name, hit.captured(number, &captures, target.path)?))
            })
        })
    }

    /// A parameter by its number among the rule's names.
    pub(crate) fn captured(&self, number: u8) -> Option<Captured<'_>> {
        let (hit, target) = self.hit()?;
        hit.captured(number, &hit.captures(target.path), target.path)
    }

    /// What a destination writes for a name of the rule.
    pub(crate) fn spelled(&self, number: u8) -> Option<&str> {
        let (hit, target) = self.hit()?;
        hit.spelled(number, &hit.captures(target.path), target.path)
    }

    /// The numbers of the headers that rules looked at, as bits.
    pub(crate) fn vary(&self) -> u64 {
        self.vary
    }

    /// Renders the destination of the rule with values from outside; names that it does not give come from the
    /// request.
    pub(crate) fn render_with<'v>(
        &'v self,
        values: &dyn Fn(u8) -> Option<Value<'v>>,
    ) -> Result<String, LocationError> {
        let (hit, _) = self.hit().ok_or(LocationError::Template)?;
        hit.render(hit.rule.template(), &self.request, values)
    }

    /// Renders a template with what the request binds.
    pub(crate) fn render_plain(&self, template: &[u8]) -> Result<String, LocationError> {
        let (hit, target) = self.hit().ok_or(LocationError::Template)?;
        hit.render_bound(Some(template), target)
    }

    /// Whether a location is where the request already is.
    pub(crate) fn is_here(&self, location: &str) -> bool {
        self.hit().is_some_and(|(_, target)| target.is_at(location))
    }
}

/// The candidates behind a rule that matched.
fn candidates_behind<'r>(rule: Rule<'r>, target: Target<'_, 'r>) -> Candidates<'r> {
    let mut candidates = matcher::candidates(&rule.table, target.path, Some(target.request));
    let _ = candidates.find(|candidate| candidate & !VERIFY == rule.number);
    candidates
}

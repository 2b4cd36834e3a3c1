//! From candidates to an answer: the first rule whose method, conditions and destination allow one.

use std::borrow::Cow;

use http::{Method, StatusCode};

use crate::canonical::{canonical_path, is_common};
use crate::captured::Captured;
use crate::hit::{Hit, Target, Verdict};
use crate::location::LocationError;
use crate::matcher::{self, Candidates, Record};
use crate::request::Request;
use crate::rule::Rule;
use crate::table::{AT_ONCE, Table, VERIFY};
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

impl<'r> Found<'r> {
    /// A rule that redirects.
    #[inline]
    fn redirect(rule: Rule<'r>, path: Cow<'r, str>) -> Self {
        Found {
            hit: Hit::redirect(rule),
            path,
            rest: None,
        }
    }
}

impl<'r> Match<'r> {
    /// The first rule that has an answer. Small enough to become part of the caller: most requests end here.
    #[inline]
    pub(crate) fn of(table: Table<'r>, request: Request<'r>) -> Self {
        let target = request.target().as_bytes();
        let begins = matcher::begins(&table, target);
        // A target of common characters is a path, and its own canonical form.
        if begins == 0 && is_common(target) {
            return Match::passthrough(request);
        }
        Match::search(table, request.moved(), begins)
    }

    #[inline(always)]
    fn passthrough(request: Request<'r>) -> Self {
        Match {
            request,
            found: None,
            vary: 0,
        }
    }

    /// The search for a target that begins in one of these ways, as far as it is a canonical path.
    #[inline(never)]
    fn search(table: Table<'r>, mut request: Request<'r>, begins: u8) -> Self {
        // Most paths that a policy holds come as it holds them: then they need no closer look.
        let target = request.target();
        let literal = matcher::literal(begins, &table, target.as_bytes());
        if let Some(rule) = literal.and_then(|record| at_once(table, record, &request)) {
            request.is_path();
            return Match {
                request,
                found: Some(Found::redirect(rule, Cow::Borrowed(target))),
                vary: 0,
            };
        }
        if is_common(target.as_bytes()) {
            request.is_path();
            // `*`, and the authority of CONNECT, are no paths.
            if !target.starts_with('/') || matches!(*request.method(), Method::CONNECT) {
                return Match::passthrough(request);
            }
            return Match::search_on(table, request, Cow::Borrowed(target), true, begins, literal);
        }
        Match::search_odd(table, request)
    }

    /// The search for a target with uncommon characters, a query for one.
    #[inline(never)]
    fn search_odd(table: Table<'r>, mut request: Request<'r>) -> Self {
        request.split();
        if !request.path().starts_with('/') || matches!(*request.method(), Method::CONNECT) {
            return Match::passthrough(request);
        }
        let path = canonical_path(request.path());
        let begins = matcher::begins(&table, path.as_bytes());
        let literal = matcher::literal(begins, &table, path.as_bytes());
        let plain = !path.as_bytes().contains(&b'%');
        Match::search_on(table, request, path, plain, begins, literal)
    }

    /// The search for a path in canonical form.
    #[inline(always)]
    fn search_on(
        table: Table<'r>,
        request: Request<'r>,
        path: Cow<'r, str>,
        plain: bool,
        begins: u8,
        literal: Option<Record<'r>>,
    ) -> Self {
        if begins == 0 {
            return Match::passthrough(request);
        }
        let along = matcher::Path {
            bytes: path.as_bytes(),
            plain,
        };
        let mut candidates =
            matcher::candidates_that(begins, literal, &table, along, Some(&request));
        let Some(first) = candidates.next() else {
            return Match::passthrough(request);
        };
        if let Some(rule) = Hit::at_once(table, first, &request) {
            return Match {
                request,
                found: Some(Found::redirect(rule, path)),
                vary: 0,
            };
        }
        let target = Target {
            request: &request,
            path: &path,
        };
        let mut vary = 0;
        let hit = Hit::first(table, target, Some(first), &mut candidates, &mut vary);
        let found = hit.map(|hit| Found {
            hit,
            path,
            rest: None,
        });
        Match {
            request,
            found,
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
    #[inline]
    pub fn request(&self) -> &Request<'r> {
        &self.request
    }

    /// The rule that matches.
    #[inline]
    pub fn rule(&self) -> Option<Rule<'r>> {
        self.hit().map(|(hit, _)| hit.rule)
    }

    /// What becomes of the request.
    #[inline]
    pub fn outcome(&self) -> Outcome<'_> {
        let Some((hit, target)) = self.hit() else {
            return Outcome::Passthrough;
        };
        match hit.verdict(target) {
            Verdict::Stop { already_there } => Outcome::Stop { already_there },
            Verdict::Ask => Outcome::Handler {
                name: hit.rule.handler().unwrap_or_default(),
            },
            Verdict::Gone => Outcome::Gone {
                status: self.status_code(),
            },
            Verdict::Redirect => match hit.location(target) {
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
    #[inline]
    pub fn status(&self) -> Option<StatusCode> {
        match self.outcome() {
            Outcome::Redirect { status, .. } | Outcome::Gone { status } => Some(status),
            _ => None,
        }
    }

    /// Whether a handler decides.
    #[inline]
    pub(crate) fn asks(&self) -> bool {
        self.hit().is_some_and(|(hit, _)| hit.asks())
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
    #[inline]
    pub fn location(&self) -> Option<&str> {
        let (hit, target) = self.hit()?;
        if hit.verdict(target) != Verdict::Redirect {
            return None;
        }
        hit.location(target)
    }

    /// The parameters by their names in the policy, in order; `*` is `wildcard`.
    #[inline]
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

/// The rule that redirects all that ask for a literal path, if this request is one of them.
#[inline(always)]
fn at_once<'r>(table: Table<'r>, record: Record<'r>, request: &Request<'_>) -> Option<Rule<'r>> {
    if record.has(AT_ONCE) && request.is_moderate() && request.reads() {
        Rule::read(table, record.first()?)
    } else {
        None
    }
}

/// The candidates behind a rule that matched.
fn candidates_behind<'r>(rule: Rule<'r>, target: Target<'_, 'r>) -> Candidates<'r> {
    let mut candidates = matcher::candidates(&rule.table, target.path, Some(target.request));
    let _ = candidates.find(|candidate| candidate & !VERIFY == rule.number);
    candidates
}

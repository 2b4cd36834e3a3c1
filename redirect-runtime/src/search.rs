//! From candidates to an answer: the first rule whose method, conditions and destination allow one.

use http::{Method, StatusCode};

use crate::captured::Captured;
use crate::hit::{Hit, Verdict};
use crate::location::{LocationError, Value};
use crate::matcher;
use crate::request::Request;
use crate::rule::Rule;
use crate::table::Table;

/// What a policy says of a request before any handler ran: a rule with its parameters, or nothing.
///
/// The location is rendered when it is asked for.
#[derive(Debug)]
pub struct Match<'r> {
    request: Request<'r>,
    hit: Option<Hit<'r>>,
    vary: u64,
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
    #[inline]
    pub(crate) fn passthrough(request: Request<'r>) -> Self {
        Match {
            request,
            hit: None,
            vary: 0,
        }
    }

    /// Looks for the first rule that has an answer, in place.
    pub(crate) fn search(&mut self, table: Table<'r>) {
        // `*`, and the authority of CONNECT, are no paths.
        let request = &self.request;
        if !request.path().starts_with('/') || matches!(*request.method(), Method::CONNECT) {
            return;
        }
        let path = request.canonical_path();
        let candidates = matcher::candidates(&table, &path, Some(request));
        if !candidates.is_empty() {
            self.hit = Hit::before(table, path, candidates);
            self.advance();
        }
    }

    #[inline]
    fn advance(&mut self) {
        if let Some(hit) = &mut self.hit {
            if hit.advance(&self.request, &mut self.vary).is_none() {
                self.hit = None;
            }
        }
    }

    /// The next rule that matches, as when this one passes on.
    #[inline]
    #[must_use]
    pub fn next(mut self) -> Self {
        self.advance();
        self
    }

    /// The request.
    pub fn request(&self) -> &Request<'r> {
        &self.request
    }

    /// The rule that matches.
    pub fn rule(&self) -> Option<Rule<'r>> {
        self.hit.as_ref().map(|hit| hit.rule)
    }

    /// What becomes of the request.
    pub fn outcome(&self) -> Outcome<'_> {
        let Some(hit) = &self.hit else {
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
        self.hit
            .as_ref()
            .is_some_and(|hit| hit.verdict == Verdict::Ask)
    }

    /// Whether no rule matched, and none even looked at a header.
    #[inline]
    pub(crate) fn is_untouched(&self) -> bool {
        self.hit.is_none() && self.vary == 0
    }

    /// The rule's status, or another in its place, now: temporary for as long as the rule says so.
    pub(crate) fn status_now(&self, own: Option<u16>) -> Option<StatusCode> {
        let hit = self.hit.as_ref()?;
        StatusCode::from_u16(hit.status_now(own, &self.request)?).ok()
    }

    /// Where the request is sent, without a handler.
    pub fn location(&self) -> Option<&str> {
        let hit = self.hit.as_ref()?;
        if hit.verdict != Verdict::Redirect {
            return None;
        }
        hit.location(&self.request)
    }

    /// The parameters by their names in the policy, in order; `*` is `wildcard`.
    pub fn parameters(&self) -> impl Iterator<Item = (&'r str, Captured<'_>)> {
        self.hit.iter().flat_map(|hit| {
            hit.rule.names().enumerate().filter_map(|(number, name)| {
                let name = if name == "*" { "wildcard" } else { name };
                Some((name, hit.captured(u8::try_from(number).ok()?)?))
            })
        })
    }

    /// A parameter by its number among the rule's names.
    pub(crate) fn captured(&self, number: u8) -> Option<Captured<'_>> {
        self.hit.as_ref()?.captured(number)
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
        let hit = self.hit.as_ref().ok_or(LocationError::Template)?;
        hit.render(hit.rule.template(), &self.request, values)
    }

    /// Renders a template with what the request binds.
    pub(crate) fn render_plain(&self, template: &[u8]) -> Result<String, LocationError> {
        let hit = self.hit.as_ref().ok_or(LocationError::Template)?;
        hit.render_bound(Some(template), &self.request)
    }

    /// Whether a location is where the request already is.
    pub(crate) fn is_here(&self, location: &str) -> bool {
        self.hit
            .as_ref()
            .is_some_and(|hit| hit.is_here(&self.request, location))
    }
}

//! From candidates to an answer: the first rule whose method, conditions and destination allow one.

use std::sync::OnceLock;

use http::{Method, StatusCode};

use crate::captured::Captured;
use crate::conditions::{self, Asked, Findings};
use crate::location::{self, LocationError, Value};
use crate::matcher::program::{self, Captures};
use crate::matcher::{self, Candidates};
use crate::policy::CanonicalPath;
use crate::query;
use crate::request::{self, Request};
use crate::rule::{CERTAIN, FOLD, GET_ONLY, ONE_PASS, Rule};
use crate::table::{Table, VERIFY};

/// Up to this many bytes of target a location that is certain stays within its limit.
const MODERATE: usize = 1024;

/// What a policy says of a request before any handler ran: a rule with its parameters, or nothing.
///
/// The location is rendered when it is asked for.
#[derive(Debug)]
pub struct Match<'r> {
    request: Request<'r>,
    hit: Option<Hit<'r>>,
    vary: u64,
}

/// A rule that matched.
#[derive(Debug)]
struct Hit<'r> {
    bound: Bound<'r>,
    path: CanonicalPath<'r>,
    candidates: Candidates<'r>,
    verdict: Verdict,
    location: Location,
}

/// A rule with what it binds.
#[derive(Debug)]
struct Bound<'r> {
    rule: Rule<'r>,
    /// What the source binds: taken from the path when it is first asked for.
    captures: OnceLock<Captures>,
    findings: Findings,
}

/// What a rule says once it has matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Redirect,
    Gone,
    Stop { already_there: bool },
    Ask,
}

impl Hit<'_> {
    fn captured(&self, number: u8) -> Option<Captured<'_>> {
        self.bound.captured(number, &self.path)
    }
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

    /// The first candidate that has an answer.
    pub(crate) fn search(table: &Table<'r>, request: Request<'r>, path: CanonicalPath<'r>) -> Self {
        let mut candidates = matcher::candidates(table, &path, Some(&request));
        let mut vary = 0;
        match first(table, &request, &path, &mut candidates, &mut vary) {
            None => Match {
                request,
                hit: None,
                vary,
            },
            Some((bound, location, verdict)) => Match {
                request,
                hit: Some(Hit {
                    bound,
                    path,
                    candidates,
                    verdict,
                    location,
                }),
                vary,
            },
        }
    }

    /// The next rule that matches, as when this one passes on.
    #[must_use]
    pub fn next(mut self) -> Self {
        let Some(hit) = &mut self.hit else {
            return self;
        };
        let table = hit.bound.rule.table;
        match first(
            &table,
            &self.request,
            &hit.path,
            &mut hit.candidates,
            &mut self.vary,
        ) {
            Some((bound, location, verdict)) => {
                (hit.bound, hit.location, hit.verdict) = (bound, location, verdict);
            }
            None => self.hit = None,
        }
        self
    }

    /// The request.
    pub fn request(&self) -> &Request<'r> {
        &self.request
    }

    /// The rule that matches.
    pub fn rule(&self) -> Option<Rule<'r>> {
        self.hit.as_ref().map(|hit| hit.bound.rule)
    }

    /// What becomes of the request.
    pub fn outcome(&self) -> Outcome<'_> {
        let Some(hit) = &self.hit else {
            return Outcome::Passthrough;
        };
        match hit.verdict {
            Verdict::Stop { already_there } => Outcome::Stop { already_there },
            Verdict::Ask => Outcome::Handler {
                name: hit.bound.rule.handler().unwrap_or_default(),
            },
            Verdict::Gone => Outcome::Gone {
                status: self.status_code(hit),
            },
            Verdict::Redirect => match self.location() {
                Some(location) => Outcome::Redirect {
                    status: self.status_code(hit),
                    location,
                },
                None => Outcome::Stop {
                    already_there: false,
                },
            },
        }
    }

    fn status_code(&self, hit: &Hit<'_>) -> StatusCode {
        let status = hit.bound.status(&self.request);
        StatusCode::from_u16(status).unwrap_or(StatusCode::FOUND)
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
        let status = own.or(hit.bound.rule.status())?;
        StatusCode::from_u16(hit.bound.status_now(status, &self.request)).ok()
    }

    /// Where the request is sent, without a handler.
    pub fn location(&self) -> Option<&str> {
        let hit = self.hit.as_ref()?;
        if hit.verdict != Verdict::Redirect {
            return None;
        }
        hit.location
            .get_or_init(|| hit.bound.location(&self.request, &hit.path))
            .as_deref()
            .ok()
    }

    /// The parameters by their names in the policy, in order; `*` is `wildcard`.
    pub fn parameters(&self) -> impl Iterator<Item = (&'r str, Captured<'_>)> {
        self.hit.iter().flat_map(|hit| {
            hit.bound
                .rule
                .names()
                .enumerate()
                .filter_map(|(number, name)| {
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
        hit.bound
            .render(&self.request, hit.bound.rule.template(), values)
    }

    /// Renders a template with what the request binds.
    pub(crate) fn render_plain(&self, template: &[u8]) -> Result<String, LocationError> {
        let hit = self.hit.as_ref().ok_or(LocationError::Template)?;
        hit.bound.render(&self.request, Some(template), &|name| {
            Some(Value::Captured(hit.captured(name)?.as_str()))
        })
    }

    /// Whether a location is where the request already is.
    pub(crate) fn is_here(&self, location: &str) -> bool {
        self.hit
            .as_ref()
            .is_some_and(|hit| is_here(&self.request, &hit.path, location))
    }
}

type Location = OnceLock<Result<String, LocationError>>;

/// The first of the candidates that has an answer.
#[inline]
fn first<'r>(
    table: &Table<'r>,
    request: &Request<'r>,
    path: &str,
    candidates: &mut Candidates<'r>,
    vary: &mut u64,
) -> Option<(Bound<'r>, Location, Verdict)> {
    let asked = Asked::new(request);
    candidates.find_map(|candidate| {
        let rule = Rule::read(table, candidate & !VERIFY)?;
        let verify = candidate & VERIFY != 0;
        let (captures, findings) = try_rule(rule, &asked, path, verify, vary)?;
        let bound = Bound {
            rule,
            captures,
            findings,
        };
        let location = OnceLock::new();
        let verdict = judge(&bound, &location, request, path)?;
        Some((bound, location, verdict))
    })
}

/// Whether method, conditions and, where the index does not prove it, the source allow a rule.
#[inline]
fn try_rule(
    rule: Rule<'_>,
    asked: &Asked<'_, '_>,
    path: &str,
    verify: bool,
    vary: &mut u64,
) -> Option<(OnceLock<Captures>, Findings)> {
    if rule.has(GET_ONLY) && !matches!(*asked.request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let captures = if verify {
        OnceLock::from(capture(&rule, path)?)
    } else {
        OnceLock::new()
    };
    let mut findings = Findings::default();
    if let Some(bytes) = rule.conditions() {
        let holds = conditions::hold(bytes, asked, &mut findings);
        *vary |= findings.vary;
        if !holds {
            return None;
        }
    }
    Some((captures, findings))
}

/// What a rule's source binds in a path that it matches.
fn capture(rule: &Rule<'_>, path: &str) -> Option<Captures> {
    let mut captures = Captures::default();
    let program = rule.program()?;
    let matches = if rule.has(ONE_PASS) {
        program::captures_in_one_pass(program, path.as_bytes(), rule.has(FOLD), &mut captures)
    } else {
        program::captures(program, path.as_bytes(), rule.has(FOLD), 0, &mut captures)
    };
    matches.then_some(captures)
}

/// What a rule says, or that it does not match after all.
#[inline]
fn judge(
    bound: &Bound<'_>,
    location: &Location,
    request: &Request<'_>,
    path: &str,
) -> Option<Verdict> {
    let rule = &bound.rule;
    if rule.handler_number().is_some() {
        return Some(Verdict::Ask);
    }
    match rule.status() {
        None => {
            return Some(Verdict::Stop {
                already_there: false,
            });
        }
        Some(410 | 451) => return Some(Verdict::Gone),
        Some(_) => {}
    }
    let length = request.path().len() + request.query().map_or(0, str::len);
    if rule.has(CERTAIN) && length <= MODERATE {
        return Some(Verdict::Redirect);
    }
    match location.get_or_init(|| bound.location(request, path)) {
        Ok(location) if is_here(request, path, location) => Some(Verdict::Stop {
            already_there: true,
        }),
        Ok(_) => Some(Verdict::Redirect),
        Err(_) => None,
    }
}

impl Bound<'_> {
    fn status(&self, request: &Request<'_>) -> u16 {
        self.status_now(self.rule.status().unwrap_or(0), request)
    }

    fn status_now(&self, status: u16, request: &Request<'_>) -> u16 {
        let temporary = self
            .rule
            .permanent_after()
            .is_some_and(|seconds| request.seconds() < seconds);
        match (status, temporary) {
            (301, true) => 302,
            (308, true) => 307,
            _ => status,
        }
    }

    fn captured<'m>(&'m self, number: u8, path: &'m str) -> Option<Captured<'m>> {
        if let Some((_, text)) = self.findings.bound.iter().find(|(name, _)| *name == number) {
            return Some(Captured::new(text));
        }
        let captures = self
            .captures
            .get_or_init(|| capture(&self.rule, path).unwrap_or_default());
        path.get(captures.range(usize::from(number))?)
            .map(Captured::new)
    }

    fn location(&self, request: &Request<'_>, path: &str) -> Result<String, LocationError> {
        self.render(request, self.rule.template(), &|name| {
            Some(Value::Captured(self.captured(name, path)?.as_str()))
        })
    }

    fn render<'v>(
        &self,
        request: &Request<'_>,
        template: Option<&[u8]>,
        values: &dyn Fn(u8) -> Option<Value<'v>>,
    ) -> Result<String, LocationError> {
        let conditions = self.rule.conditions().unwrap_or_default();
        location::render(
            template.ok_or(LocationError::Template)?,
            values,
            request.query(),
            self.rule.terms(),
            &|key| conditions::query_keys(conditions).any(|used| query::is_key(key, used)),
        )
    }
}

/// Whether a location leads to where a request already is: same host, path and query, bytewise in canonical form.
fn is_here(request: &Request<'_>, path: &str, location: &str) -> bool {
    let (scheme, authority, there, query) = location::parts(location);
    let differs = |a: Option<&str>, b: Option<&str>| matches!((a, b), (Some(a), Some(b)) if a != b);
    if differs(scheme, request.scheme()) {
        return false;
    }
    if let Some(authority) = authority {
        let (host, port) = authority
            .split_once(':')
            .map_or((authority, None), |(host, port)| (host, Some(port)));
        let here = request.host();
        if here.as_deref() != request::canonical_host(host).as_deref()
            || port.is_some() && port != request.port()
        {
            return false;
        }
    }
    crate::canonical::canonical_path(there) == path && query == request.query().unwrap_or_default()
}

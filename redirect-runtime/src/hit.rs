//! A rule that matched, with what it binds and the candidates behind it.

use std::borrow::Cow;
use std::sync::OnceLock;

use http::Method;

use crate::captured::Captured;
use crate::conditions::{self, Asked, Findings};
use crate::location::{self, LocationError, Value};
use crate::matcher::Candidates;
use crate::matcher::program::{self, Captures};
use crate::query;
use crate::request::{self, Request};
use crate::rule::{CERTAIN, FOLD, GET_ONLY, ONE_PASS, Rule};
use crate::table::{Table, VERIFY};

/// Up to this many bytes of target a location that is certain stays within its limit.
const MODERATE: usize = 1024;

/// A rule that matched. It is changed in place from one candidate to the next: a lookup moves nothing of this size.
#[derive(Debug)]
pub(crate) struct Hit<'r> {
    pub(crate) rule: Rule<'r>,
    pub(crate) verdict: Verdict,
    /// In canonical form.
    path: Cow<'r, str>,
    candidates: Candidates<'r>,
    /// What the source binds: taken from the path when it is first asked for.
    captures: OnceLock<Captures>,
    /// What conditions bind: numbers of names, and texts.
    bound: Vec<(u8, String)>,
    location: OnceLock<Result<String, LocationError>>,
}

/// What a rule says once it has matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Redirect,
    Gone,
    Stop { already_there: bool },
    Ask,
}

impl<'r> Hit<'r> {
    /// Before the first candidate; the rule is none of them yet.
    #[inline]
    pub(crate) fn before(
        table: Table<'r>,
        path: Cow<'r, str>,
        candidates: Candidates<'r>,
    ) -> Option<Self> {
        Some(Hit {
            rule: Rule::read(table, 0)?,
            verdict: Verdict::Redirect,
            path,
            candidates,
            captures: OnceLock::new(),
            bound: Vec::new(),
            location: OnceLock::new(),
        })
    }

    /// Goes on to the next candidate that has an answer; `None` when there is none left.
    #[inline]
    pub(crate) fn advance(&mut self, request: &Request<'r>, vary: &mut u64) -> Option<()> {
        let asked = Asked::new(request);
        loop {
            let candidate = self.candidates.next()?;
            if self.take(candidate, &asked, vary).is_some() {
                return Some(());
            }
        }
    }

    /// Becomes a candidate, if method, conditions, destination and, where the index does not prove it, the source
    /// allow that.
    #[inline]
    fn take(&mut self, candidate: u32, asked: &Asked<'_, '_>, vary: &mut u64) -> Option<()> {
        self.rule = Rule::read(self.rule.table, candidate & !VERIFY)?;
        let get_only = self.rule.has(GET_ONLY);
        if get_only && !matches!(*asked.request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        self.captures = OnceLock::new();
        if candidate & VERIFY != 0 {
            self.captures = OnceLock::from(capture(&self.rule, &self.path)?);
        }
        self.bound = Vec::new();
        if let Some(bytes) = self.rule.conditions() {
            let mut findings = Findings::default();
            let holds = conditions::hold(bytes, asked, &mut findings);
            *vary |= findings.vary;
            if !holds {
                return None;
            }
            self.bound = findings.bound;
        }
        self.location = OnceLock::new();
        self.verdict = self.judge(asked.request)?;
        Some(())
    }

    /// What the rule says, or that it does not match after all.
    #[inline]
    fn judge(&self, request: &Request<'_>) -> Option<Verdict> {
        if self.rule.handler_number().is_some() {
            return Some(Verdict::Ask);
        }
        match self.rule.status() {
            None => {
                return Some(Verdict::Stop {
                    already_there: false,
                });
            }
            Some(410 | 451) => return Some(Verdict::Gone),
            Some(_) => {}
        }
        let query = request.query().map_or(0, str::len);
        if self.rule.has(CERTAIN) && request.path().len().saturating_add(query) <= MODERATE {
            return Some(Verdict::Redirect);
        }
        let location = self.location(request)?;
        Some(if self.is_here(request, location) {
            Verdict::Stop {
                already_there: true,
            }
        } else {
            Verdict::Redirect
        })
    }

    /// The status of the rule, or another in its place, now: temporary for as long as the rule says so.
    pub(crate) fn status_now(&self, own: Option<u16>, request: &Request<'_>) -> Option<u16> {
        let status = own.or(self.rule.status())?;
        let temporary = self
            .rule
            .permanent_after()
            .is_some_and(|seconds| request.seconds() < seconds);
        Some(match (status, temporary) {
            (301, true) => 302,
            (308, true) => 307,
            _ => status,
        })
    }

    /// What a name is bound to.
    pub(crate) fn captured(&self, number: u8) -> Option<Captured<'_>> {
        if let Some((_, text)) = self.bound.iter().find(|(name, _)| *name == number) {
            return Some(Captured::new(text));
        }
        let captures = self
            .captures
            .get_or_init(|| capture(&self.rule, &self.path).unwrap_or_default());
        self.path
            .get(captures.range(usize::from(number))?)
            .map(Captured::new)
    }

    /// The rule's own location, rendered once.
    pub(crate) fn location(&self, request: &Request<'_>) -> Option<&str> {
        let location = self
            .location
            .get_or_init(|| self.render_bound(self.rule.template(), request));
        location.as_deref().ok()
    }

    /// Renders a template with what the request binds.
    pub(crate) fn render_bound(
        &self,
        template: Option<&[u8]>,
        request: &Request<'_>,
    ) -> Result<String, LocationError> {
        self.render(template, request, &|name| {
            Some(Value::Captured(self.captured(name)?.as_str()))
        })
    }

    /// Renders a template with any values.
    pub(crate) fn render<'v>(
        &self,
        template: Option<&[u8]>,
        request: &Request<'_>,
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

    /// Whether a location leads to where the request already is: same host, path and query, bytewise in canonical
    /// form.
    pub(crate) fn is_here(&self, request: &Request<'_>, location: &str) -> bool {
        let (scheme, authority, there, query) = location::parts(location);
        if matches!((scheme, request.scheme()), (Some(there), Some(here)) if there != here) {
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
        crate::canonical::canonical_path(there) == self.path
            && query == request.query().unwrap_or_default()
    }
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

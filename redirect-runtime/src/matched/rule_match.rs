//! A rule that matched, with what it binds and says.

mod target;
mod verdict;

pub(crate) use target::Target;
pub(crate) use verdict::Verdict;

use super::bindings::Bindings;
use super::kept::Kept;
use crate::condition;
use crate::condition::{Asked, Findings};
use crate::index;
use crate::index::candidate::{ENCODED, VERIFY, rule_of};
use crate::location::template::Value;
use crate::location::{self, LocationError};
use crate::pattern::{Captures, one_pass, solve};
use crate::request::query;
use crate::request::{MODERATE, Request};
use crate::simd::slash_mask::SegmentEnds;
use crate::table::Table;
use crate::table::names::Names;
use crate::table::rule::{ELSEWHERE, FOLD, GET_ONLY, ONE_PASS, Rule};

/// A rule that matched.
///
/// What the source binds is not kept: it is taken from the path when it is asked for, so that a match stays small.
#[derive(Debug)]
pub(crate) struct Hit<'r> {
    pub(crate) rule: Rule<'r>,
    /// Without a look at where the location leads.
    verdict: Verdict,
    /// Whether the source is known to bind nothing.
    bare: bool,
    /// The names of the rule as the rule has them, if they are known; or 0.
    names: u32,
    /// Where the first segments of the path end.
    pub(crate) ends: SegmentEnds,
    kept: Kept,
}

impl<'r> Hit<'r> {
    /// What a rule says, where that is known.
    #[inline(always)]
    pub(crate) fn known(
        rule: Rule<'r>,
        verdict: Verdict,
        bare: bool,
        names: u32,
        ends: SegmentEnds,
    ) -> Self {
        Hit {
            rule,
            verdict,
            bare,
            names,
            ends,
            kept: Kept::default(),
        }
    }

    /// The names of the rule; none, if it is known that none is bound.
    #[inline]
    pub(crate) fn names(&self) -> Names<'r> {
        match (self.bare, self.names.checked_sub(1)) {
            (true, _) => Names::NONE,
            (false, Some(offset)) => Names::read(self.rule.table.blob(offset)),
            (false, None) => self.rule.names(),
        }
    }

    /// The first candidate that has an answer.
    pub(crate) fn first(
        table: Table<'r>,
        target: Target<'_, 'r>,
        asked: &Asked<'_, '_>,
        candidates: impl Iterator<Item = u32>,
        ends: SegmentEnds,
        vary: &mut u64,
    ) -> Option<Self> {
        let mut hit = Hit::known(Rule::read(table, 0)?, Verdict::Redirect, false, 0, ends);
        for candidate in candidates {
            if hit.becomes(candidate, target, asked, vary).is_some() {
                return Some(hit);
            }
        }
        None
    }

    /// Becomes the next candidate that has an answer, as when this rule passes on; whether there is one.
    ///
    /// The candidates are found once more, once: most rules do not pass on.
    pub(crate) fn advance(&mut self, request: &Request<'r>, path: &str, vary: &mut u64) -> bool {
        // What changes with the rule must not be borrowed.
        let own = self.kept.take_path();
        let target = Target {
            request,
            path: own.as_deref().unwrap_or(path),
        };
        let asked = Asked::new(request);
        let (table, number) = (self.rule.table, self.rule.number);
        self.kept.behind(|| {
            let mut candidates = index::gather(&table, target.path, Some(&asked));
            let _ = candidates.find(|&candidate| rule_of(candidate) == number);
            let mut behind: Vec<u32> = candidates.collect();
            behind.reverse();
            behind
        });
        let mut found = false;
        while !found {
            let Some(candidate) = self.kept.next_behind() else {
                break;
            };
            found = self.becomes(candidate, target, &asked, vary).is_some();
        }
        if let Some(path) = own {
            self.keep_path(path);
        }
        found
    }

    /// Becomes a candidate, if method, conditions, destination and, where the index does not prove it, the source allow
    /// it.
    #[inline(always)]
    fn becomes(
        &mut self,
        candidate: u32,
        target: Target<'_, 'r>,
        asked: &Asked<'_, '_>,
        vary: &mut u64,
    ) -> Option<()> {
        let rule = Rule::read(self.rule.table, rule_of(candidate))?;
        if !allows_method(&rule, target.request) {
            return None;
        }
        let mut keeps = target.path.len() > MODERATE;
        let captures = if candidate & VERIFY != 0 {
            // What delimiters are encoded where, the path alone does not tell.
            let encoded = candidate & ENCODED == ENCODED;
            keeps |= encoded;
            Some(match encoded {
                true => capture_encoded(&rule, target.path)?,
                false => capture(&rule, target.path)?,
            })
        } else if keeps && rule.binds_by_program() {
            capture(&rule, target.path)
        } else {
            None
        };
        self.rule = rule;
        self.bare = false;
        self.names = 0;
        self.kept.forget();
        // What took long is not done again; of other paths nothing is put on the heap.
        if let Some(captures) = captures.filter(|_| keeps) {
            self.kept.rest_mut().captures = Some(captures);
        }
        if let Some(bytes) = rule.conditions() {
            let mut findings = Findings::default();
            let holds = condition::hold(bytes, asked, &mut findings);
            *vary |= findings.vary;
            if !holds {
                return None;
            }
            if !findings.bound.is_empty() {
                self.kept.rest_mut().bound = findings.bound;
            }
        }
        self.verdict = self.judge(candidate, target)?;
        Some(())
    }

    /// What the rule says, or that it does not match after all.
    #[inline]
    fn judge(&self, candidate: u32, target: Target<'_, '_>) -> Option<Verdict> {
        if let Some(verdict) = Verdict::without_location(&self.rule) {
            return Some(verdict);
        }
        // What is certain of a path does not hold where literals match encoded delimiters.
        if candidate & ENCODED == ENCODED || !target.renders(&self.rule) {
            self.location(target)?;
        }
        Some(Verdict::Redirect)
    }

    /// What the rule says; a location where the request already is sends no one anywhere.
    pub(crate) fn verdict(&self, target: Target<'_, '_>) -> Verdict {
        let may_stay = self.verdict == Verdict::Redirect && !self.rule.has(ELSEWHERE);
        if may_stay && self.location(target).is_some_and(|at| target.is_at(at)) {
            return Verdict::Stop {
                already_there: true,
            };
        }
        self.verdict
    }

    /// Whether a handler decides.
    #[inline]
    pub(crate) fn asks(&self) -> bool {
        self.verdict == Verdict::Ask
    }

    /// The path in canonical form, where it is not as it came.
    #[inline]
    pub(crate) fn path(&self) -> Option<&str> {
        self.kept.rest()?.path.as_deref()
    }

    /// Keeps a path in canonical form.
    pub(crate) fn keep_path(&mut self, path: String) {
        self.kept.rest_mut().path = Some(path);
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

    /// What the source binds in a path that it matches.
    pub(crate) fn captures(&self, path: &str) -> Captures {
        let kept = self.kept.rest().and_then(|rest| rest.captures.clone());
        kept.or_else(|| capture(&self.rule, path))
            .unwrap_or_default()
    }

    /// What a name is bound to by a condition, or by the source where that was kept.
    #[inline]
    pub(crate) fn kept<'m>(&'m self, number: u8, path: &'m str) -> Option<&'m str> {
        let rest = self.kept.rest()?;
        let captures = || rest.captures.as_ref()?.range(usize::from(number));
        self.bound(number)
            .or_else(|| captures().and_then(|range| path.get(range)))
    }

    /// What a condition binds a name to.
    #[inline]
    pub(crate) fn bound(&self, number: u8) -> Option<&str> {
        let bound = &self.kept.rest()?.bound;
        let (_, text) = bound.iter().find(|(name, _)| *name == number)?;
        Some(text)
    }

    /// The rule's own location, rendered once.
    pub(crate) fn location(&self, target: Target<'_, '_>) -> Option<&str> {
        self.kept
            .location(|| self.render_bound(self.rule.template(), target))
    }

    /// Renders a template with what the request binds.
    pub(crate) fn render_bound(
        &self,
        template: Option<&[u8]>,
        target: Target<'_, '_>,
    ) -> Result<String, LocationError> {
        let bindings = Bindings::of(self, target.path);
        self.render(template, target.request, &|name| {
            bindings.spelled(name).map(Value::Captured)
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
            &|key| condition::query_keys(conditions).any(|used| query::is_key(key, used)),
        )
    }
}

#[inline]
fn allows_method(rule: &Rule<'_>, request: &Request<'_>) -> bool {
    !rule.has(GET_ONLY) || request.reads()
}

/// Whether a rule's source matches a path.
#[inline(never)]
pub(crate) fn matches(rule: &Rule<'_>, path: &str) -> bool {
    capture(rule, path).is_some()
}

/// What a rule's source binds in a path that it matches.
fn capture(rule: &Rule<'_>, path: &str) -> Option<Captures> {
    let mut captures = Captures::default();
    let program = rule.program()?;
    let matches = if rule.has(ONE_PASS) {
        one_pass::captures(program, path.as_bytes(), rule.has(FOLD), &mut captures)
    } else {
        solve::captures(program, path.as_bytes(), rule.has(FOLD), 0, &mut captures)
    };
    matches.then_some(captures)
}

/// The same of a path whose encoded delimiters literals match.
fn capture_encoded(rule: &Rule<'_>, path: &str) -> Option<Captures> {
    let mut captures = Captures::default();
    let Some(program) = rule.program() else {
        // A literal path, which was looked up decoded.
        return Some(captures);
    };
    let matches = solve::encoded_captures(program, path.as_bytes(), rule.has(FOLD), &mut captures);
    matches.then_some(captures)
}

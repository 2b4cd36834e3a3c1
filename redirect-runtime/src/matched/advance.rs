//! From candidates to the first that has an answer.

use super::rule_match::{RuleMatch, Target, Verdict, capture, capture_encoded};
use crate::condition::{self, Findings};
use crate::index;
use crate::index::candidate::{ENCODED, VERIFY, rule_of};
use crate::request::context::RequestContext;
use crate::request::{MODERATE, Request};
use crate::simd::slash_mask::SegmentEnds;
use crate::table::Table;
use crate::table::rule::{GET_ONLY, Rule};

impl<'r> RuleMatch<'r> {
    /// The first candidate that has an answer.
    pub(crate) fn first(
        table: Table<'r>,
        target: Target<'_, 'r>,
        asked: &RequestContext<'_, '_>,
        candidates: impl Iterator<Item = u32>,
        ends: SegmentEnds,
        vary: &mut u64,
    ) -> Option<Self> {
        let mut hit = RuleMatch::known(Rule::read(table, 0)?, Verdict::Redirect, false, 0, ends);
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
        let asked = RequestContext::new(request);
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
        asked: &RequestContext<'_, '_>,
        vary: &mut u64,
    ) -> Option<()> {
        let rule = Rule::read(self.rule.table, rule_of(candidate))?;
        if !allows_method(&rule, target.request) {
            return None;
        }
        let conditions = rule.conditions();
        // Once the site has answered, the rules that ask for that are tried, and no others.
        if conditions.is_some_and(condition::asks_site) != target.request.has_site_status() {
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
        if let Some(bytes) = conditions {
            let mut findings = Findings::default();
            let holds = condition::hold(bytes, asked, target.path, &mut findings);
            *vary |= findings.vary;
            if !holds {
                return None;
            }
            if !findings.bound.is_empty() {
                self.kept.rest_mut().bound = findings.bound;
            }
            if condition::lookups(bytes).next().is_some() {
                self.look_up(bytes, target.path)?;
            }
        }
        self.verdict = self.judge(candidate, target)?;
        Some(())
    }

    /// What the rule says, or that it does not match after all.
    #[inline]
    fn judge(&self, candidate: u32, target: Target<'_, '_>) -> Option<Verdict> {
        if self.row_status().is_some() {
            return Some(Verdict::Gone);
        }
        if let Some(verdict) = Verdict::without_location(&self.rule) {
            return Some(verdict);
        }
        // What is certain of a path does not hold where literals match encoded delimiters.
        if candidate & ENCODED == ENCODED || !target.renders(&self.rule) {
            self.location(target)?;
        }
        Some(Verdict::Redirect)
    }
}

#[inline]
fn allows_method(rule: &Rule<'_>, request: &Request<'_>) -> bool {
    !rule.has(GET_ONLY) || request.reads()
}

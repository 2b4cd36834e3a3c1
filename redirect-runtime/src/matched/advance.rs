//! From candidates to the first that has an answer.

use super::rule_match::{Action, CanonicalRequest, RuleMatch, capture, capture_encoded};
use crate::condition::{self, Findings};
use crate::index;
use crate::index::candidate::Candidate;
use crate::request::context::RequestContext;
use crate::request::{MODERATE, Request};
use crate::simd::slash_mask::SegmentEnds;
use crate::table::Table;
use crate::table::names::NamesAt;
use crate::table::rule::{GET_ONLY, Rule};

impl<'r> RuleMatch<'r> {
    /// The first candidate that has an answer.
    pub(crate) fn first(
        table: Table<'r>,
        target: CanonicalRequest<'_, 'r>,
        context: &RequestContext<'_, '_>,
        candidates: impl Iterator<Item = Candidate>,
        ends: SegmentEnds,
        vary: &mut u64,
    ) -> Option<Self> {
        let mut rule_match =
            RuleMatch::known(Rule::read(table, 0)?, Action::Redirect, NamesAt::RULE, ends);
        for candidate in candidates {
            if rule_match
                .becomes(candidate, target, context, vary)
                .is_some()
            {
                return Some(rule_match);
            }
        }
        None
    }

    /// Becomes the next candidate that has an answer, as when this rule passes on; returns false if there is none.
    ///
    /// The first call searches for the candidates again, and keeps those behind the rule: most rules do not pass on.
    pub(crate) fn advance(&mut self, request: &Request<'r>, vary: &mut u64) -> bool {
        // What changes with the rule must not be borrowed.
        let own = self.kept.take_path();
        let target = CanonicalRequest {
            request,
            path: own.as_deref().unwrap_or(request.target()),
        };
        let context = RequestContext::new(request);
        let (table, number) = (self.rule.table, self.rule.number);
        self.kept.behind(|| {
            let candidates = index::gather(&table, target.path, Some(&context));
            // Of a damaged table they need not be those of the first search.
            let behind = candidates.filter(|candidate| candidate.rule() > number);
            let mut behind: Vec<Candidate> = behind.collect();
            behind.reverse();
            behind
        });
        let mut found = false;
        while !found {
            let Some(candidate) = self.kept.next_behind() else {
                break;
            };
            found = self.becomes(candidate, target, &context, vary).is_some();
        }
        if let Some(path) = own {
            self.keep_path(path);
        }
        found
    }

    /// Becomes a candidate, if method, conditions, destination and, where the index does not prove it, the source allow
    /// it.
    #[inline]
    fn becomes(
        &mut self,
        candidate: Candidate,
        target: CanonicalRequest<'_, 'r>,
        context: &RequestContext<'_, '_>,
        vary: &mut u64,
    ) -> Option<()> {
        let rule = Rule::read(self.rule.table, candidate.rule())?;
        if !allows_method(&rule, target.request) {
            return None;
        }
        let conditions = rule.conditions();
        // Once the site has answered, the rules that ask for that are tried, and no others.
        if conditions.is_some_and(condition::asks_site) != target.request.has_site_status() {
            return None;
        }
        let mut keeps = target.path.len() > MODERATE;
        let captures = if candidate.must_be_matched() {
            // Only the program can tell which delimiters of the path are encoded.
            let encoded = candidate.must_be_matched_encoded();
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
        self.names = NamesAt::RULE;
        self.kept.forget();
        // Captures of a long path are kept, since they took long; for other paths nothing is put on the heap.
        if let Some(captures) = captures.filter(|_| keeps) {
            self.kept.rest_mut().captures = Some(captures);
        }
        if let Some(bytes) = conditions {
            let mut findings = Findings::default();
            let holds = condition::hold(bytes, context, target.path, &mut findings);
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
        self.action = self.action_for(candidate, target)?;
        Some(())
    }

    /// Returns the action of the rule; `None` if it does not match after all.
    #[inline]
    fn action_for(&self, candidate: Candidate, target: CanonicalRequest<'_, '_>) -> Option<Action> {
        if self.row_status().is_some() {
            return Some(Action::Gone);
        }
        if self.awaits_lookup() {
            return Some(Action::Lookup);
        }
        if let Some(action) = Action::without_location(&self.rule) {
            return Some(action);
        }
        // What is certain of a path does not hold where literals match encoded delimiters.
        if candidate.must_be_matched_encoded() || !target.renders(&self.rule) {
            self.location(target)?;
        }
        Some(Action::Redirect)
    }
}

#[inline]
fn allows_method(rule: &Rule<'_>, request: &Request<'_>) -> bool {
    !rule.has(GET_ONLY) || request.reads()
}

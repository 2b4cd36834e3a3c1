//! From a request to its match, by the shortest way that decides.

use std::borrow::Cow;

use super::Match;
use super::fast_path::decide;
use super::path_decision::PathDecision;
use super::rule_match::{CanonicalRequest, RuleMatch};
use super::slow_path::{Look, look_at_odd};
use crate::canonical::common_path::is_common_path;
use crate::canonical::keeps_front;
use crate::canonical::regular_path::is_regular_path;
use crate::index;
use crate::index::candidate::Candidate;
use crate::index::segments::{Path, filter_key};
use crate::policy::Policy;
use crate::request::Request;
use crate::request::context::RequestContext;
use crate::simd::slash_mask::SegmentEnds;
use crate::table::SECONDS;
use crate::table::rule::Rule;

impl Policy {
    /// Finds the first rule that matches a request and does not pass on.
    ///
    /// Takes a request target such as `"/old/1?x=2"`, an [`http::Request`] or its parts. Linear in the length of the
    /// target; allocates nothing unless the path is not in canonical form, or so long that what it binds is kept.
    ///
    /// ```no_run
    /// # fn policy() -> &'static redirect_runtime::Policy { unimplemented!() }
    /// assert_eq!(policy().find("/old/1?x=2").location(), Some("/new/1?x=2"));
    /// ```
    #[inline]
    pub fn find<'r>(&'r self, request: impl Into<Request<'r>>) -> Match<'r> {
        Match::of(self, request.into())
    }

    /// Returns true if no rule begins as a path does that is its own canonical form: then none matches a request with this
    /// path, whatever else the request says. `false` decides nothing.
    #[doc(hidden)]
    #[inline]
    pub fn is_foreign(&self, path: &str) -> bool {
        let path = path.as_bytes();
        index::begins(&self.table(), path) == 0 && is_common_path(path)
    }
}

impl<'r> Match<'r> {
    /// The first rule that has an answer. Inlined into its caller, since most requests end here.
    #[inline(always)]
    pub(crate) fn of(policy: &'r Policy, request: Request<'r>) -> Self {
        let (table, target) = (policy.table(), request.target());
        let begins = index::begins(&table, target.as_bytes());
        if begins == 0 {
            // A target of common characters is a path, and its own canonical form.
            if is_common_path(target.as_bytes()) {
                return Match::settled(request, None);
            }
            // Of others the front decides where it is known to stay: what follows it is of no interest.
            return match keeps_filtered(policy, target.as_bytes()) {
                true => Match::passthrough(request.moved()),
                false => Match::odd(policy, request.moved()),
            };
        }
        if !request.reads() || !request.is_moderate() {
            return Match::search(policy, request.moved(), begins);
        }
        let (decision, ends) = decide(policy, target, begins);
        match decision {
            PathDecision::Passthrough => Match::settled(request, None),
            PathDecision::Answer {
                rule,
                action,
                names,
            } => {
                let rule = Rule::read(table, rule);
                let found = rule.map(|rule| RuleMatch::known(rule, action, names, ends));
                Match::settled(request, found)
            }
            PathDecision::First { rule } => {
                Match::ask_first(policy, request.path_only(), begins, rule, ends)
            }
            PathDecision::Undecided => Match::search(policy, request.moved(), begins),
            PathDecision::Odd => Match::odd(policy, request.moved()),
        }
    }

    /// Makes the match of a request whose target is a path.
    #[inline]
    fn settled(request: Request<'r>, found: Option<RuleMatch<'r>>) -> Self {
        Match {
            request: request.path_only(),
            found,
            vary: 0,
        }
    }

    /// Nothing found.
    #[inline]
    fn passthrough(request: Request<'r>) -> Self {
        Match {
            request,
            found: None,
            vary: 0,
        }
    }

    /// The answer of the rule that comes first for a target that is a path, or of those behind it.
    #[inline(never)]
    fn ask_first(
        policy: &'r Policy,
        request: Request<'r>,
        begins: u8,
        rule: u32,
        ends: SegmentEnds,
    ) -> Self {
        let mut vary = 0;
        let target = CanonicalRequest {
            request: &request,
            path: request.target(),
        };
        let first = std::iter::once(Candidate::of_rule(rule));
        let context = RequestContext::new(&request);
        let table = policy.table();
        let rule_match = RuleMatch::first(table, target, &context, first, ends, &mut vary);
        drop(context);
        match rule_match {
            None => Match::search(policy, request, begins),
            Some(rule_match) => Match {
                request,
                found: Some(rule_match),
                vary,
            },
        }
    }

    /// The search for a target that begins in one of these ways, as far as it is a canonical path.
    #[inline(never)]
    fn search(policy: &'r Policy, request: Request<'r>, begins: u8) -> Self {
        let (table, target) = (policy.table(), request.target());
        let plain = is_common_path(target.as_bytes());
        if !plain && !is_regular_path(target.as_bytes()) {
            return Match::odd(policy, request);
        }
        let request = request.path_only();
        let path = Path::new(target.as_bytes(), plain);
        let begins = index::begins_segment(&table, &path, begins);
        let look = Look {
            plain,
            begins,
            literal: index::literal(begins, &table, target.as_bytes()),
        };
        let mut vary = 0;
        let found = look.first(table, &request, Cow::Borrowed(target), &mut vary);
        Match {
            request,
            found,
            vary,
        }
    }

    /// The first rule for a target with uncommon characters: once more by its path alone, if it has other parts.
    #[inline(never)]
    fn odd(policy: &'r Policy, mut request: Request<'r>) -> Self {
        let whole = request.target().len();
        request.split_odd();
        if request.target().len() < whole {
            return Match::of(policy, request);
        }
        let mut vary = 0;
        let found = look_at_odd(policy.table(), &request, &mut vary);
        Match {
            request,
            found,
            vary,
        }
    }
}

/// Tells whether the bytes of a target that the filter looked at are certain to be those of its canonical path too.
#[inline(never)]
fn keeps_filtered(policy: &Policy, target: &[u8]) -> bool {
    let table = policy.table();
    // The second segment was looked at only behind a first one that patterns leave open.
    match table.has(SECONDS) && table.is_open(filter_key(target, 1)) {
        true => is_regular_path(target),
        false => keeps_front(target),
    }
}

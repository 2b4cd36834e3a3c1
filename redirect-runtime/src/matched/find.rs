//! From a request to its match, by the shortest way that decides.

use std::borrow::Cow;

use super::Match;
use super::fast_path::decide;
use super::path_decision::PathDecision;
use super::rule_match::{CanonicalRequest, RuleMatch};
use super::slow_path::{Look, look_at_uncommon};
use crate::canonical::common_path::is_common_path;
use crate::canonical::regular_path::is_regular_path;
use crate::index;
use crate::index::Prefilter;
use crate::index::candidate::Candidate;
use crate::index::segments::Path;
use crate::policy::Policy;
use crate::request::Request;
use crate::request::context::RequestContext;
use crate::simd::slash_mask::SegmentEnds;
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
        Prefilter::of(&self.table(), path).is_none() && is_common_path(path)
    }
}

impl<'r> Match<'r> {
    /// The first rule that has an answer. Inlined into its caller, since most requests end here.
    #[inline(always)]
    pub(crate) fn of(policy: &'r Policy, request: Request<'r>) -> Self {
        let (table, target) = (policy.table(), request.target());
        let prefilter = Prefilter::of(&table, target.as_bytes());
        if prefilter.is_none() {
            // A target of common characters is a path, and its own canonical form.
            if is_common_path(target.as_bytes()) {
                return Match::settled(request, None);
            }
            // Of others the front decides where it is known to stay: what follows it is of no interest.
            return match Prefilter::holds_as_it_came(&table, target.as_bytes()) {
                true => Match::passthrough(request.moved()),
                false => Match::uncommon(policy, request.moved()),
            };
        }
        if !request.reads() || !request.is_moderate() {
            return Match::search(policy, request.moved(), prefilter);
        }
        let (decision, ends) = decide(policy, target, prefilter);
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
                Match::ask_first(policy, request.path_only(), prefilter, rule, ends)
            }
            PathDecision::Undecided => Match::search(policy, request.moved(), prefilter),
            PathDecision::Uncommon => Match::uncommon(policy, request.moved()),
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
        prefilter: Prefilter,
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
            None => Match::search(policy, request, prefilter),
            Some(rule_match) => Match {
                request,
                found: Some(rule_match),
                vary,
            },
        }
    }

    /// The search for a target, as far as it is a canonical path.
    #[inline(never)]
    fn search(policy: &'r Policy, request: Request<'r>, prefilter: Prefilter) -> Self {
        let (table, target) = (policy.table(), request.target());
        let plain = is_common_path(target.as_bytes());
        if !plain && !is_regular_path(target.as_bytes()) {
            return Match::uncommon(policy, request);
        }
        let request = request.path_only();
        let path = Path::new(target.as_bytes(), plain);
        let prefilter = prefilter.narrowed(&table, &path);
        let look = Look {
            plain,
            prefilter,
            literal: index::literal(prefilter, &table, target.as_bytes()),
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
    fn uncommon(policy: &'r Policy, mut request: Request<'r>) -> Self {
        let whole = request.target().len();
        request.split_uncommon();
        if request.target().len() < whole {
            return Match::of(policy, request);
        }
        let mut vary = 0;
        let found = look_at_uncommon(policy.table(), &request, &mut vary);
        Match {
            request,
            found,
            vary,
        }
    }
}

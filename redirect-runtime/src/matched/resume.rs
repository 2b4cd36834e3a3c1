//! A match that is put down and taken up again, with its request held elsewhere in between.

use super::Match;
use super::rule_match::{CanonicalRequest, RuleMatch};
use crate::canonical::canonical_path;
use crate::index;
use crate::index::candidate::Candidate;
use crate::policy::Policy;
use crate::request::Request;
use crate::request::context::RequestContext;
use crate::simd::slash_mask::SegmentEnds;

/// A match without its request and its policy.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Paused {
    rule: u32,
    vary: u64,
}

impl<'r> Match<'r> {
    /// Puts the match down; `None` where no rule matched.
    #[doc(hidden)]
    #[inline]
    pub fn pause(&self) -> Option<Paused> {
        Some(Paused {
            rule: self.rule()?.number(),
            vary: self.vary,
        })
    }

    /// Takes up a match of this very policy and request: the one rule is looked at, and nothing is searched.
    #[doc(hidden)]
    pub fn resume(policy: &'r Policy, mut request: Request<'r>, paused: Paused) -> Self {
        request.split_uncommon();
        let path = canonical_path(request.target());
        let context = RequestContext::new(&request);
        let target = CanonicalRequest {
            request: &request,
            path: &path,
        };
        let mut vary = paused.vary;
        let rule = Candidate::of_rule(paused.rule);
        let rule = match index::is_encoded(&policy.table(), &path) {
            true => rule.to_be_matched_encoded(),
            false => rule,
        };
        let rule_match = RuleMatch::first(
            policy.table(),
            target,
            &context,
            std::iter::once(rule),
            SegmentEnds::NONE,
            &mut vary,
        );
        drop(context);
        match rule_match {
            Some(rule_match) => Match {
                found: Some(rule_match.at(path)),
                request,
                vary,
            },
            // What matched before may not now, where a rule looks at the clock.
            None => {
                drop(path);
                policy.find(request)
            }
        }
    }
}

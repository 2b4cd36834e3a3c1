//! The search for the rule of a request: the first that matches and is not switched off.

use redirect_runtime::{Match, Request};

use super::Redirector;
use crate::handler::Dispatch;
use crate::live::LivePolicy;

impl<D: Dispatch> Redirector<D> {
    /// Returns the request as the client made it, before a trusted proxy passed it on.
    #[inline]
    pub(super) fn restore<'r>(&self, request: Request<'r>) -> Request<'r> {
        match self.options.proxy {
            Some(proxy) => proxy.restore(request),
            None => request,
        }
    }

    /// Finds the first rule that matches a request and is not switched off.
    #[inline]
    pub(super) fn find<'r>(&self, serving: &'r LivePolicy, request: Request<'r>) -> Match<'r> {
        let mut matched = serving.policy.find(self.restore(request));
        self.skip(&mut matched);
        matched
    }

    /// Advances to the first match whose rule is not switched off.
    #[inline]
    pub(super) fn skip(&self, matched: &mut Match<'_>) {
        if self.shared.switches.is_any_rule_off() {
            self.skip_off(matched);
        }
    }

    #[inline(never)]
    fn skip_off(&self, matched: &mut Match<'_>) {
        while let Some(rule) = matched.rule() {
            if !self.shared.switches.is_off(rule.id()) {
                break;
            }
            matched.advance();
        }
    }
}

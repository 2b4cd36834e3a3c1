//! The steps of a request that need not wait: for most requests, all of them.

use redirect_runtime::serving::Paused;
use redirect_runtime::{Match, Request};

use super::Redirector;
use crate::decide::resolution::Resolution;
use crate::decide::{CacheHeaders, Decision, conclude, pass};
use crate::handler::Dispatch;
use crate::live::LivePolicy;
use crate::observe::events;

/// The progress of a request without waiting.
pub(crate) enum Step {
    /// No rule matches, and nothing is to be done once the site has answered.
    Pass,
    Decided(Decision),
    /// A handler or a lookup has to be asked.
    Ask(
        // Only middleware goes on from where the search paused.
        #[cfg_attr(not(any(feature = "tower", feature = "actix")), allow(dead_code))]
        Option<PausedSearch>,
    ),
}

impl Step {
    /// Returns the decision; `Err` where a handler or a lookup has to be asked first.
    pub(crate) fn decided(self) -> Result<Decision, Option<PausedSearch>> {
        match self {
            Step::Pass => Ok(Decision::Site(CacheHeaders::unmatched())),
            Step::Decided(decision) => Ok(decision),
            Step::Ask(paused) => Err(paused),
        }
    }
}

/// A search that paused at a rule whose handler or lookup has to be asked.
#[derive(Clone, Copy)]
pub(crate) struct PausedSearch {
    pub(super) rule: Paused,
    /// Of the policy that the rule is of.
    pub(super) version: u64,
}

impl<D: Dispatch> Redirector<D> {
    /// Answers a request where neither a handler nor a lookup has to be asked; `None` where one has.
    ///
    /// Allocates nothing when no rule matches.
    ///
    /// ```
    /// # redirects::redirects!(mod routes = "tests/policies/plain.yml");
    /// use redirects::{Decision, Redirector};
    ///
    /// let redirector = Redirector::new(routes::POLICY);
    /// let Some(Decision::Answered(response)) = redirector.answer_now("/old/1".into()) else {
    ///     panic!("no handler is asked, and the rule matches");
    /// };
    /// assert_eq!(response.headers()["location"], "/new/1");
    /// ```
    #[inline]
    pub fn answer_now(&self, request: Request<'_>) -> Option<Decision> {
        self.first_step(request).decided().ok()
    }

    /// Answers a match of this policy where nothing has to be asked; for the tool, which shows the match too.
    #[doc(hidden)]
    #[must_use]
    pub fn answer_match(&self, matched: &Match<'_>) -> Option<Decision> {
        let serving = self.shared.serving();
        let agent = events::agent(matched.request());
        self.step(&serving, matched, agent).decided().ok()
    }

    /// Returns true if no rule begins as this path does: then nothing is to be done about the request, whatever else it
    /// says. Most requests to a site end here.
    #[cfg(any(feature = "tower", feature = "actix"))]
    #[inline]
    pub(crate) fn is_foreign(&self, path: &str) -> bool {
        if self.options.misses.is_some() || !self.shared.is_foreign(path) {
            return false;
        }
        events::tell_passthrough(path);
        true
    }

    /// Searches for the rule of a request, and takes its match as far as it goes without waiting.
    #[inline]
    pub(crate) fn first_step(&self, request: Request<'_>) -> Step {
        if self.shared.switches.is_all_off() {
            return Step::Decided(Decision::Site(CacheHeaders::default()));
        }
        let serving = self.shared.serving();
        let matched = self.find(&serving, request);
        self.step(&serving, &matched, events::agent(matched.request()))
    }

    /// Takes a match as far as it goes without waiting.
    // Part of its caller, but for the matches of which more is to be said.
    #[inline]
    fn step(&self, serving: &LivePolicy, matched: &Match<'_>, agent: Option<&str>) -> Step {
        if !matched.is_untouched() {
            return self.decide(serving, matched, agent);
        }
        let cache_headers = pass(serving, matched);
        if cache_headers.asks_site() || self.options.misses.is_some() {
            return Step::Decided(Decision::Site(cache_headers));
        }
        Step::Pass
    }

    #[inline(never)]
    fn decide(&self, serving: &LivePolicy, matched: &Match<'_>, agent: Option<&str>) -> Step {
        if matched.asks() {
            return Step::Ask(matched.pause().map(|rule| PausedSearch {
                rule,
                version: serving.version,
            }));
        }
        let mut resolution = Resolution::of(matched, &serving.answers);
        let decision = conclude(&self.options, serving, matched, &mut resolution, agent);
        Step::Decided(decision)
    }

    /// Takes the first step of a request whose header fields are not at hand; `None` where a rule looked at one, or those
    /// of a proxy are trusted.
    ///
    /// The request must have its authority, or that of its `Host`; `agent` is its `User-Agent`, for counters.
    #[cfg(feature = "actix")]
    #[inline]
    pub(crate) fn first_step_without_headers(
        &self,
        request: Request<'_>,
        agent: Option<&str>,
    ) -> Option<Step> {
        if self.shared.switches.is_all_off() {
            return Some(Step::Decided(Decision::Site(CacheHeaders::default())));
        }
        if self.options.proxy.is_some() {
            return None;
        }
        let serving = self.shared.serving();
        let matched = self.find(&serving, request);
        (matched.vary() == 0).then(|| self.step(&serving, &matched, agent))
    }
}

//! The answer to a request, with handlers and lookups asked.

use std::time::Instant;

use redirect_runtime::{Match, Request};

use super::Redirector;
use super::step::PausedSearch;
use crate::decide::resolution::Resolution;
use crate::decide::{CacheHeaders, Decision, conclude};
use crate::handler::call::call;
use crate::handler::{Dispatch, Pending};
use crate::observe::events;

impl<D: Dispatch> Redirector<D> {
    /// Answers a request, asking its handlers and lookups.
    ///
    /// A handler fails by an error, a panic (where panics unwind), its deadline, or an answer that may not be sent; the
    /// search then ends, and `onFailure` or the site answers, never anything permanent or cacheable. Dropping the future
    /// drops the handler that is being asked and gives its permit back.
    ///
    /// ```no_run
    /// # async fn serve(redirector: redirects::Redirector, parts: http::request::Parts) {
    /// match redirector.answer((&parts).into()).await {
    ///     redirects::Decision::Answered(response) => { /* send it */ }
    ///     redirects::Decision::Site(cache_headers) => { /* let the site answer */ }
    /// }
    /// # }
    /// ```
    pub async fn answer(&self, request: Request<'_>) -> Decision {
        self.answer_from(request, None).await
    }

    /// Answers from the rule on at which the search paused, if it has begun.
    pub(crate) async fn answer_from(
        &self,
        request: Request<'_>,
        paused: Option<PausedSearch>,
    ) -> Decision {
        if self.shared.switches.is_all_off() {
            return Decision::Site(CacheHeaders::default());
        }
        let serving = self.shared.serving();
        // A policy that was swapped in since has rules of its own.
        let mut matched = match paused.filter(|paused| paused.version == serving.version) {
            Some(paused) => {
                let request = self.restore(request);
                Match::resume(&serving.policy, request, paused.rule)
            }
            None => self.find(&serving, request),
        };
        self.skip(&mut matched);
        while let Some(pending) = Pending::of(&matched) {
            let start = Instant::now();
            let answer = call(
                &self.dispatch,
                pending,
                matched.request(),
                &self.shared.in_flight,
                &self.options,
            )
            .await;
            if let Some(mut resolution) = Resolution::from_handler(&matched, answer) {
                resolution.took = Some(start.elapsed());
                let agent = events::agent(matched.request());
                return conclude(&self.options, &serving, &matched, &mut resolution, agent);
            }
            matched.advance();
            self.skip(&mut matched);
        }
        let mut resolution = Resolution::of(&matched, &serving.answers);
        let agent = events::agent(matched.request());
        conclude(&self.options, &serving, &matched, &mut resolution, agent)
    }
}

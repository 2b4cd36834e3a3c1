//! A policy that serves: the walk from a request to what is answered, with handlers asked on the way.

use std::sync::Arc;
use std::time::Instant;

use http::Uri;
use redirect_runtime::serving::Paused;
use redirect_runtime::{Match, Policy, Request};

use crate::decide::CacheHeaders;
use crate::decide::resolution::Resolution;
use crate::decide::{Decision, conclude, pass};
use crate::handler::call::call;
use crate::handler::{Dispatch, NoHandlers, Pending};
use crate::live::{Loaded, Shared};
use crate::observe::{Miss, RuleHits, events};
use crate::options::Options;

/// A policy that serves, with its handlers. Cheap to clone; the clones are one service.
///
/// Middleware asks it; without a framework, ask it directly:
///
/// ```no_run
/// # async fn serve(policy: &'static redirects::Policy, parts: http::request::Parts) {
/// use redirects::{Decision, Request, Redirector};
///
/// let redirector = Redirector::new(policy);
/// match redirector.answer(Request::from(&parts)).await {
///     Decision::Answered(response) => { /* send it */ }
///     Decision::Site(cache_headers) => { /* let the site answer, then `cache_headers.add_to(response.headers_mut())` */ }
/// }
/// # }
/// ```
///
/// Rules with `when.siteStatus` are asked once the site has answered, where [`CacheHeaders::asks_site`] says so:
///
/// ```no_run
/// # async fn serve(
/// #     redirector: redirects::Redirector,
/// #     parts: http::request::Parts,
/// #     cache_headers: redirects::CacheHeaders,
/// #     mut response: http::Response<String>,
/// # ) -> http::Response<String> {
/// use redirects::{Decision, Request};
///
/// if cache_headers.asks_site() {
///     let request = Request::from(&parts).with_site_status(response.status());
///     match redirector.answer(request).await {
///         Decision::Answered(answer) => response = answer,
///         Decision::Site(more) => more.add_to(response.headers_mut()),
///     }
/// }
/// cache_headers.add_to(response.headers_mut());
/// # response
/// # }
/// ```
#[derive(Clone)]
pub struct Redirector<D = NoHandlers> {
    shared: Arc<Shared>,
    dispatch: D,
    options: Options,
}

impl<D> std::fmt::Debug for Redirector<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redirector")
            .field("policy", &self.shared.serving().policy)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// A policy names a handler or a lookup that the program does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SwapError {
    /// The name of the handler.
    Handler(String),
    /// The name of the lookup.
    Lookup(String),
    /// The name of a lookup that the program has with another key, or with other values.
    LookupDiffers(String),
}

impl std::fmt::Display for SwapError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, name, fault) = match self {
            SwapError::Handler(name) => ("handler", name, "which the program does not have"),
            SwapError::Lookup(name) => ("lookup", name, "which the program does not have"),
            SwapError::LookupDiffers(name) => (
                "lookup",
                name,
                "which the program has with another key or other values",
            ),
        };
        write!(f, "the policy names the {what} `{name}`, {fault}")
    }
}

impl std::error::Error for SwapError {}

impl<D: Dispatch> Redirector<D> {
    /// A policy with what asks its handlers; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn with(policy: &'static Policy, dispatch: D) -> Self {
        Redirector::serve(policy.clone(), dispatch)
    }

    /// A policy that was compiled while the program runs, with what asks its handlers.
    ///
    /// # Errors
    /// When the policy names a handler or a lookup that `dispatch` does not have.
    #[doc(hidden)]
    pub fn with_shared(policy: Arc<Policy>, dispatch: D) -> Result<Self, SwapError> {
        Redirector::load(Arc::unwrap_or_clone(policy), dispatch)
    }

    /// Serves a policy that may name any handler.
    pub(crate) fn load(policy: Policy, dispatch: D) -> Result<Self, SwapError> {
        check::<D>(&policy)?;
        Ok(Redirector::serve(policy, dispatch))
    }

    fn serve(policy: Policy, dispatch: D) -> Self {
        events::tell_start(&policy, &dispatch.files());
        Redirector {
            shared: Arc::new(Shared::new(policy)),
            dispatch,
            options: Options::default(),
        }
    }

    /// Sets options of this clone; other clones keep theirs.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Puts another policy in place, for all clones; requests that are being answered finish with the old one.
    ///
    /// Hit counts begin anew; what is switched off stays off. The first policy stays in memory.
    ///
    /// # Errors
    /// When the policy names a handler or a lookup that the program does not have; the old policy then stays.
    pub fn swap(&self, policy: impl Into<Arc<Policy>>) -> Result<(), SwapError> {
        let policy = policy.into();
        check::<D>(&policy)?;
        events::tell_start(&policy, &self.dispatch.files());
        self.shared.swap(Arc::unwrap_or_clone(policy));
        Ok(())
    }

    /// Switches the whole policy off (the site answers everything) or on again, for all clones.
    pub fn switch_off(&self, off: bool) {
        self.shared.switches.set_all(off);
    }

    /// Switches the rule with an id off (it passes on) or on again, for all clones.
    pub fn switch_rule_off(&self, id: &str, off: bool) {
        self.shared.switches.set_rule(id, off);
    }

    /// Returns the number of each rule's answers, in file order.
    #[must_use]
    pub fn hits(&self) -> Vec<RuleHits> {
        let serving = self.shared.serving();
        serving.hits.of(&serving.policy)
    }

    /// The paths that the site most often answered 404 for where no rule matched, the most frequent first.
    ///
    /// Counts are upper bounds: with more paths than [`Options::misses`] has room for, the rarest makes way for a new
    /// one, which inherits its count.
    #[must_use]
    pub fn misses(&self) -> Vec<(String, u64)> {
        self.shared.misses.most_frequent()
    }

    /// Returns what must be told of a request that no rule matched, once the site has answered; `None` unless
    /// [`Options::misses`] asks for it. For middleware.
    #[inline]
    pub fn watch(&self, cache_headers: &CacheHeaders, uri: &Uri) -> Option<Miss> {
        let most = self.options.misses.filter(|_| cache_headers.unmatched)?;
        Some(Miss::new(
            Arc::clone(&self.shared.misses),
            uri.clone(),
            most,
        ))
    }

    /// Answers where the framework's URI is not that of the crate `http`.
    #[cfg(feature = "actix")]
    pub(crate) fn watch_path(&self, cache_headers: &CacheHeaders, path: &str) -> Option<Miss> {
        self.options.misses.filter(|_| cache_headers.unmatched)?;
        self.watch(cache_headers, &Uri::try_from(path).ok()?)
    }

    /// Takes the search as far as it goes before the request's header fields are at hand; `None` where a rule looked at
    /// one, or a proxy's are trusted.
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

    /// Answers a request where neither a handler nor a lookup has to be asked; `None` where one has.
    ///
    /// Allocates nothing when no rule matches.
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

    /// Returns true if nothing is to be done about a request with this path, whatever else it says: no rule begins so.
    /// Most requests to a site are such, and a longer look would cost more than this.
    #[cfg(any(feature = "tower", feature = "actix"))]
    #[inline]
    pub(crate) fn is_foreign(&self, path: &str) -> bool {
        if self.options.misses.is_some() || !self.shared.is_foreign(path) {
            return false;
        }
        events::tell_passthrough(path);
        true
    }

    /// Takes the search as far as it goes without waiting. Part of the caller as far as most requests get.
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
    #[inline]
    fn step(&self, serving: &Loaded, matched: &Match<'_>, agent: Option<&str>) -> Step {
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
    fn decide(&self, serving: &Loaded, matched: &Match<'_>, agent: Option<&str>) -> Step {
        if matched.asks() {
            return Step::Ask(matched.pause().map(|paused| Waiting {
                paused,
                version: serving.version,
            }));
        }
        let mut resolution = Resolution::of(matched, &serving.answers);
        let decision = conclude(&self.options, serving, matched, &mut resolution, agent);
        Step::Decided(decision)
    }

    /// Answers a request, asking its handlers and lookups.
    ///
    /// A handler fails by an error, a panic (where panics unwind), its deadline, or an answer that may not be sent; the
    /// search then ends, and `onFailure` or the site answers, never anything permanent or cacheable. Dropping the future
    /// drops the handler that is being asked and gives its place back.
    pub async fn answer(&self, request: Request<'_>) -> Decision {
        self.answer_from(request, None).await
    }

    /// Answers from the rule on that waits for its handler, if it is known.
    pub(crate) async fn answer_from(
        &self,
        request: Request<'_>,
        waiting: Option<Waiting>,
    ) -> Decision {
        if self.shared.switches.is_all_off() {
            return Decision::Site(CacheHeaders::default());
        }
        let serving = self.shared.serving();
        // Of another policy that was swapped in since, the rule says nothing.
        let mut matched = match waiting.filter(|waiting| waiting.version == serving.version) {
            Some(waiting) => {
                let request = self.restore(request);
                Match::resume(&serving.policy, request, waiting.paused)
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

    /// The request as the client made it.
    #[inline]
    fn restore<'r>(&self, request: Request<'r>) -> Request<'r> {
        match self.options.proxy {
            Some(proxy) => proxy.restore(request),
            None => request,
        }
    }

    #[inline]
    fn find<'r>(&self, serving: &'r Loaded, request: Request<'r>) -> Match<'r> {
        let mut matched = serving.policy.find(self.restore(request));
        self.skip(&mut matched);
        matched
    }

    /// Advances to the first match whose rule is not switched off.
    #[inline]
    fn skip(&self, matched: &mut Match<'_>) {
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

/// Progress of a request that does not wait.
pub(crate) enum Step {
    /// No rule matches, and nothing is to be done once the site has answered.
    Pass,
    Decided(Decision),
    /// A handler has to be asked.
    Ask(
        // Only middleware goes on from where the search paused.
        #[cfg_attr(not(any(feature = "tower", feature = "actix")), allow(dead_code))]
        Option<Waiting>,
    ),
}

impl Step {
    /// Returns the decision, or the rule whose handler has to be asked.
    pub(crate) fn decided(self) -> Result<Decision, Option<Waiting>> {
        match self {
            Step::Pass => Ok(Decision::Site(CacheHeaders::unmatched())),
            Step::Decided(decision) => Ok(decision),
            Step::Ask(waiting) => Err(waiting),
        }
    }
}

/// A rule that waits for its handler.
#[derive(Clone, Copy)]
pub(crate) struct Waiting {
    paused: Paused,
    /// Of the policy that the rule is of.
    version: u64,
}

/// Checks that a policy names only handlers and lookups that the program has.
fn check<D: Dispatch>(policy: &Policy) -> Result<(), SwapError> {
    if let Some(name) = policy.handlers().find(|name| !D::HANDLERS.contains(name)) {
        return Err(SwapError::Handler(name.to_owned()));
    }
    for (name, contract) in policy.lookups() {
        match D::LOOKUPS.iter().find(|(known, _)| *known == name) {
            None => return Err(SwapError::Lookup(name.to_owned())),
            Some((_, own)) if *own != contract => {
                return Err(SwapError::LookupDiffers(name.to_owned()));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

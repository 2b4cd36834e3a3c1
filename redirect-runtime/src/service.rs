//! A policy that serves: the walk from a request to what is answered, with handlers asked on the way.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use http::{Response, StatusCode};

use crate::answer::Answer;
use crate::caching::{Marks, Storing};
use crate::caught::{Caught, Panicked};
use crate::handler::{Dispatch, NoHandlers, Pending};
use crate::hits::{Hits, RuleHits};
use crate::observability::Event;
use crate::options::Options;
use crate::policy::Policy;
use crate::request::Request;
use crate::response;
use crate::search::Match;
use crate::settled::{Cause, Settled};
use crate::switch::Switches;

/// A policy that serves, with its handlers. Cheap to clone; the clones are one service.
///
/// Middleware asks it; without a framework, ask it directly:
///
/// ```no_run
/// # async fn serve(policy: &'static redirect_runtime::Policy, parts: http::request::Parts) {
/// use redirect_runtime::{Decision, Request, Service};
///
/// let service = Service::from(policy);
/// match service.answer(Request::from(&parts)).await {
///     Decision::Answered(response) => { /* send it */ }
///     Decision::Site(marks) => { /* let the site answer, then `marks.mark(response.headers_mut())` */ }
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Service<D = NoHandlers> {
    shared: Arc<Shared>,
    dispatch: D,
    options: Options,
}

/// What the clones of a service have in common.
#[derive(Debug)]
struct Shared {
    first: Loaded,
    /// Whether another policy has taken the first one's place, so that requests need no lock until then.
    swapped: AtomicBool,
    current: RwLock<Option<Arc<Loaded>>>,
    switches: Switches,
    in_flight: AtomicUsize,
}

/// A policy with its counters.
#[derive(Debug)]
struct Loaded {
    policy: Source,
    hits: Hits,
}

#[derive(Debug)]
enum Source {
    Static(&'static Policy),
    Shared(Arc<Policy>),
}

/// What becomes of a request.
#[derive(Debug)]
pub enum Decision {
    /// The policy answers.
    Answered(Response<String>),
    /// The site answers; the marks are added to its answer.
    Site(Marks),
}

/// A policy names a handler that the program does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwapError {
    /// The name of the handler.
    pub handler: String,
}

impl std::fmt::Display for SwapError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the program has no handler `{}`", self.handler)
    }
}

impl std::error::Error for SwapError {}

impl From<&'static Policy> for Service {
    fn from(policy: &'static Policy) -> Self {
        Service::with(policy, NoHandlers)
    }
}

impl From<&'static &'static Policy> for Service {
    fn from(policy: &'static &'static Policy) -> Self {
        Service::with(policy, NoHandlers)
    }
}

impl From<Arc<Policy>> for Service {
    fn from(policy: Arc<Policy>) -> Self {
        Service::load(Source::Shared(policy), NoHandlers)
    }
}

impl From<Policy> for Service {
    fn from(policy: Policy) -> Self {
        Arc::new(policy).into()
    }
}

impl<D: Dispatch> Service<D> {
    /// A policy with what asks its handlers; for generated code.
    ///
    /// What the environment switches off (`REDIRECTS_OFF`, `REDIRECTS_OFF_RULES`) is read here, once.
    #[must_use]
    pub fn with(policy: &'static Policy, dispatch: D) -> Self {
        Service::load(Source::Static(policy), dispatch)
    }

    /// A policy that was compiled while the program runs, with what asks its handlers.
    ///
    /// # Errors
    /// When the policy names a handler that `dispatch` does not have.
    pub fn with_shared(policy: Arc<Policy>, dispatch: D) -> Result<Self, SwapError> {
        check_handlers::<D>(&policy)?;
        Ok(Service::load(Source::Shared(policy), dispatch))
    }

    fn load(source: Source, dispatch: D) -> Self {
        Service {
            shared: Arc::new(Shared {
                first: Loaded::new(source),
                swapped: AtomicBool::new(false),
                current: RwLock::new(None),
                switches: Switches::from_environment(),
                in_flight: AtomicUsize::new(0),
            }),
            dispatch,
            options: Options::default(),
        }
    }

    /// The same service with options; other clones keep theirs.
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
    /// When the policy names a handler that the program does not have; the old policy then stays.
    pub fn swap(&self, policy: impl Into<Arc<Policy>>) -> Result<(), SwapError> {
        let policy = policy.into();
        check_handlers::<D>(&policy)?;
        let loaded = Arc::new(Loaded::new(Source::Shared(policy)));
        let mut current = self
            .shared
            .current
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *current = Some(loaded);
        self.shared.swapped.store(true, Ordering::Release);
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

    /// How often each rule answered, in file order.
    #[must_use]
    pub fn hits(&self) -> Vec<RuleHits> {
        let serving = self.shared.serving();
        serving.hits.of(&serving.policy)
    }

    /// What becomes of a request where no handler has to be asked; `None` where one has.
    ///
    /// Allocates nothing when no rule matches.
    #[inline]
    pub fn answer_now(&self, request: Request<'_>) -> Option<Decision> {
        if self.shared.switches.is_all_off() {
            return Some(Decision::Site(Marks::default()));
        }
        let serving = self.shared.serving();
        let matched = self.find(&serving, request);
        if matched.asks() {
            return None;
        }
        let settled = Settled::of(&matched);
        Some(self.conclude(&serving, &matched, settled))
    }

    /// What becomes of a request. Dropping the future drops the handler that is being asked.
    pub async fn answer(&self, request: Request<'_>) -> Decision {
        if self.shared.switches.is_all_off() {
            return Decision::Site(Marks::default());
        }
        let serving = self.shared.serving();
        let mut matched = self.find(&serving, request);
        while let Some(pending) = Pending::of(&matched) {
            let start = Instant::now();
            let answer = self.ask(pending, matched.request()).await;
            if let Some(mut settled) = Settled::from_handler(&matched, answer) {
                settled.took = Some(start.elapsed());
                return self.conclude(&serving, &matched, settled);
            }
            matched = self.skip(matched.next());
        }
        let settled = Settled::of(&matched);
        self.conclude(&serving, &matched, settled)
    }

    #[inline]
    fn find<'r>(&self, serving: &'r Loaded, request: Request<'r>) -> Match<'r> {
        let request = match self.options.proxy {
            Some(proxy) => proxy.restore(request),
            None => request,
        };
        self.skip(serving.policy.find(request))
    }

    /// The first match whose rule is not switched off.
    #[inline]
    fn skip<'r>(&self, mut matched: Match<'r>) -> Match<'r> {
        while let Some(rule) = matched.rule() {
            if !self.shared.switches.is_off(rule.id()) {
                break;
            }
            matched = matched.next();
        }
        matched
    }

    /// Asks the handler, within what the options allow.
    async fn ask(&self, pending: Pending<'_>, request: &Request<'_>) -> Result<Answer, Cause> {
        let _place =
            Place::take(&self.shared.in_flight, self.options.in_flight).ok_or(Cause::InFlight)?;
        // Inside, so that neither the handler's first step nor a missing timer takes the request down.
        let asked = Caught::new(self.within_deadline(pending, request));
        match asked.await {
            Ok(answer) => answer,
            Err(Panicked(message)) => Err(Cause::Panic(message)),
        }
    }

    async fn within_deadline(
        &self,
        pending: Pending<'_>,
        request: &Request<'_>,
    ) -> Result<Answer, Cause> {
        let asked = self.dispatch.dispatch(pending, request);
        #[cfg(feature = "tokio")]
        if let Some(deadline) = self.options.deadline {
            return match tokio::time::timeout(deadline, asked).await {
                Ok(answer) => answer.map_err(Cause::Error),
                Err(_) => Err(Cause::Deadline),
            };
        }
        asked.await.map_err(Cause::Error)
    }

    /// Counts and tells what a request came to, and makes the answer.
    #[inline]
    fn conclude(&self, serving: &Loaded, matched: &Match<'_>, settled: Settled<'_>) -> Decision {
        let Some(rule) = matched.rule() else {
            return Decision::Site(self.marks(serving, matched));
        };
        let mut settled = settled;
        if let Some(reply) = settled.reply.as_mut().filter(|_| !self.options.permanent) {
            reply.status = temporary(reply.status);
        }
        serving.hits.count(&rule, matched.request());
        Event {
            request: matched.request(),
            rule,
            settled: &settled,
            observed: self.options.observe,
        }
        .tell();
        let mut marks = self.marks(serving, matched);
        let failed = settled.failure.is_some();
        if failed && !self.options.observe {
            marks.restrict(Storing::Nobody);
        }
        let Some(reply) = settled.reply.filter(|_| !self.options.observe) else {
            return Decision::Site(marks);
        };
        let terms = rule.terms().filter(|_| !failed);
        match response::build(matched.request().method(), &reply, terms, &marks) {
            Some(response) => Decision::Answered(response),
            None => Decision::Site(marks),
        }
    }

    /// What the answer depends on; nothing where the policy only observes.
    #[inline]
    fn marks(&self, serving: &Loaded, matched: &Match<'_>) -> Marks {
        let seen = matched.request().seen();
        let untouched = matched.vary() == 0 && seen.headers.is_empty() && !seen.private;
        match serving.policy.table() {
            Some(table) if !untouched && !self.options.observe => {
                Marks::new(crate::policy::headers_of(&table, matched.vary()), &seen)
            }
            _ => Marks::default(),
        }
    }
}

/// The temporary status in place of a permanent one.
fn temporary(status: StatusCode) -> StatusCode {
    match status {
        StatusCode::MOVED_PERMANENTLY => StatusCode::FOUND,
        StatusCode::PERMANENT_REDIRECT => StatusCode::TEMPORARY_REDIRECT,
        other => other,
    }
}

fn check_handlers<D: Dispatch>(policy: &Policy) -> Result<(), SwapError> {
    match policy.handlers().find(|name| !D::HANDLERS.contains(name)) {
        Some(name) => Err(SwapError {
            handler: name.to_owned(),
        }),
        None => Ok(()),
    }
}

/// A place among the handlers in flight, given back however the handler ends.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(in_flight: &'a AtomicUsize, most: Option<usize>) -> Option<Self> {
        let before = in_flight.fetch_add(1, Ordering::Relaxed);
        let place = Place(in_flight);
        most.is_none_or(|most| before < most).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Loaded {
    fn new(policy: Source) -> Self {
        Loaded {
            hits: Hits::new(&policy),
            policy,
        }
    }
}

impl Deref for Source {
    type Target = Policy;

    #[inline]
    fn deref(&self) -> &Policy {
        match self {
            Source::Static(policy) => policy,
            Source::Shared(policy) => policy,
        }
    }
}

/// The policy that serves a request.
enum Serving<'a> {
    First(&'a Loaded),
    Swapped(Arc<Loaded>),
}

impl Deref for Serving<'_> {
    type Target = Loaded;

    #[inline]
    fn deref(&self) -> &Loaded {
        match self {
            Serving::First(loaded) => loaded,
            Serving::Swapped(loaded) => loaded,
        }
    }
}

impl Shared {
    #[inline]
    fn serving(&self) -> Serving<'_> {
        if self.swapped.load(Ordering::Acquire) {
            let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(loaded) = current.as_ref() {
                return Serving::Swapped(Arc::clone(loaded));
            }
        }
        Serving::First(&self.first)
    }
}

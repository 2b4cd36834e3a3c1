//! Output for operators: an event for each decision (feature `tracing`), counters and latencies (feature `metrics`).
//!
//! Queries are left out of events: they may hold what no log should.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use redirect_runtime::{Match, Request, Rule};

use crate::handler::Failure;

/// A decision, as operators are told of it.
// Counters need less than logs.
#[cfg_attr(not(feature = "tracing"), allow(dead_code))]
pub(crate) struct Event<'a> {
    pub(crate) request: &'a Request<'a>,
    /// The request's `User-Agent`, for counters.
    #[cfg_attr(not(feature = "metrics"), allow(dead_code))]
    pub(crate) agent: Option<&'a str>,
    pub(crate) rule: Rule<'a>,
    /// `redirect`, `gone`, `stop`, `already there` or `failure`.
    pub(crate) outcome: &'static str,
    /// The status that is sent.
    pub(crate) status: Option<u16>,
    /// The location that is sent.
    pub(crate) location: Option<&'a str>,
    /// Time that the handler took.
    pub(crate) took: Option<Duration>,
    /// Who gave the row of a lookup.
    pub(crate) source: Option<&'static str>,
    /// Why the handler failed.
    pub(crate) failure: Option<&'a Failure>,
    /// The policy only observes: the decision is told, and the site answers.
    pub(crate) observed: bool,
}

impl Event<'_> {
    /// Writes the event, and adds to the counters.
    #[inline]
    pub(crate) fn tell(&self) {
        #[cfg(feature = "tracing")]
        self.log();
        #[cfg(feature = "metrics")]
        self.measure();
    }

    #[cfg(feature = "tracing")]
    fn log(&self) {
        let rule = &self.rule;
        macro_rules! event {
            ($level:ident, $message:literal) => {
                tracing::$level!(
                    rule = rule.id(),
                    owner = rule.owner(),
                    outcome = self.outcome,
                    status = self.status,
                    from = self.request.path(),
                    to = self.location.map(without_query),
                    handler = rule.handler(),
                    source = self.source,
                    handler_seconds = self.took.map(|took| took.as_secs_f64()),
                    observed = self.observed,
                    error = self.failure.map(tracing::field::display),
                    $message
                )
            };
        }
        if self.failure.is_some() && rule.handler().is_none() {
            event!(warn, "redirect lookup failed");
        } else if self.failure.is_some() {
            event!(warn, "redirect handler failed");
        } else {
            event!(info, "redirect decision");
        }
    }

    #[cfg(feature = "metrics")]
    fn measure(&self) {
        // The rows of a table count as one.
        let rule = if self.rule.is_row() {
            self.rule.file()
        } else {
            self.rule.id()
        };
        metrics::counter!(
            "redirects_decisions_total",
            "rule" => rule.to_owned(),
            "outcome" => self.outcome,
            "crawler" => super::crawler::family(self.agent),
            "observed" => if self.observed { "true" } else { "false" },
        )
        .increment(1);
        if let (Some(took), Some(handler)) = (self.took, self.rule.handler()) {
            metrics::histogram!("redirects_handler_seconds", "handler" => handler.to_owned())
                .record(took.as_secs_f64());
        }
    }
}

#[cfg(feature = "tracing")]
fn without_query(location: &str) -> &str {
    location.split(['?', '#']).next().unwrap_or_default()
}

/// The `User-Agent` of a request, where counters need it. Not recorded as read: a label changes no answer.
#[inline]
pub(crate) fn agent<'a>(request: &Request<'a>) -> Option<&'a str> {
    match cfg!(feature = "metrics") {
        true => request.unrecorded_headers("user-agent").next(),
        false => None,
    }
}

/// Tells that a policy begins to serve, with a number that differs for each, and the files of its lookups.
pub(crate) fn tell_start(policy: &redirect_runtime::Policy, lookups: &str) {
    #[cfg(feature = "tracing")]
    tracing::info!(
        policy = format!("{:016x}", policy.fingerprint()),
        rules = policy.rules().len(),
        lookups = Some(lookups).filter(|lookups| !lookups.is_empty()),
        "a redirect policy begins to serve"
    );
    let _ = (policy, lookups);
}

/// Tells of a request that no rule matched; at TRACE, because most are.
#[inline]
pub(crate) fn tell_passthrough(path: &str) {
    #[cfg(feature = "tracing")]
    tracing::trace!(from = path, "no redirect rule matched");
    #[cfg(not(feature = "tracing"))]
    let _ = path;
}

/// Tells, once, that a rule looked at a scheme that neither the request nor a proxy tells: it never matches then.
#[inline]
pub(crate) fn tell_unknown_scheme(matched: &Match<'_>, told: &AtomicBool) {
    if matched.lacks_scheme() && !told.swap(true, Ordering::Relaxed) {
        #[cfg(feature = "tracing")]
        tracing::warn!(
            from = matched.request().path(),
            "a redirect rule looks at the scheme, which requests do not tell: behind a proxy that sets `X-Forwarded-Proto` \
             or `Forwarded`, set `Options::trust(TrustedProxy::XForwarded)` or `Forwarded`; without one, serve the rule by \
             host or give the scheme with the request"
        );
    }
}

/// Tells of a path that no rule matched and the site does not know.
pub(crate) fn tell_miss(path: &str) {
    #[cfg(feature = "tracing")]
    tracing::info!(from = path, "no redirect rule, and the site answered 404");
    #[cfg(feature = "metrics")]
    metrics::counter!("redirects_misses_total").increment(1);
    let _ = path;
}

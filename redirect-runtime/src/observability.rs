//! What operators see of each decision: an event, counters, latencies.

use crate::request::Request;
use crate::rule::Rule;
use crate::settled::Settled;

/// A decision, as it is told.
#[cfg_attr(not(any(feature = "tracing", feature = "metrics")), allow(dead_code))]
#[derive(Debug)]
pub(crate) struct Event<'a> {
    pub(crate) request: &'a Request<'a>,
    pub(crate) rule: Rule<'a>,
    pub(crate) settled: &'a Settled<'a>,
    /// Only told, not answered.
    pub(crate) observed: bool,
}

impl Event<'_> {
    /// Tells it.
    #[inline]
    pub(crate) fn tell(&self) {}
}

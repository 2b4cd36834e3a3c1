//! Options for serving a policy: the operator sets them, not the policy's author.

use std::time::Duration;

/// Options for serving a policy.
///
/// ```
/// use redirects::Options;
/// // First week of a roll-out: nothing that browsers remember for ever.
/// let options = Options::new().permanent(false).in_flight(256);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub(crate) observe: bool,
    pub(crate) permanent: bool,
    pub(crate) in_flight: usize,
    #[cfg_attr(not(feature = "tokio"), allow(dead_code))]
    pub(crate) deadline: Deadline,
    pub(crate) proxy: Option<TrustedProxy>,
    pub(crate) misses: Option<usize>,
    pub(crate) reveal: Option<&'static str>,
}

/// Limits of a handler's time.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "tokio"), allow(dead_code))]
pub(crate) enum Deadline {
    /// [`DEADLINE`], where a timer is at hand.
    Default,
    /// As the operator says.
    Set(Duration),
}

/// Time that a handler may take unless the operator says otherwise.
#[cfg_attr(not(feature = "tokio"), allow(dead_code))]
pub(crate) const DEADLINE: Duration = Duration::from_secs(5);

/// The most handlers that may run at once unless the operator says otherwise.
const IN_FLIGHT: usize = 1024;

/// The header fields by which a proxy tells the scheme and host that the client used.
///
/// Trust them only behind a proxy that sets them itself, in each request. Where clients can reach the service past the
/// proxy, or the proxy lets their own fields through, **a client chooses the host and scheme that rules see**: it gets
/// the answers meant for another host, and a cache between may keep them for everyone; a scheme of its choice turns a
/// redirect from `http` to `https` off, or into a loop. The last value counts, which is the nearest proxy's.
///
/// ```
/// use redirects::{Options, TrustedProxy};
///
/// let options = Options::new().trust(TrustedProxy::XForwarded);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrustedProxy {
    /// `Forwarded` (RFC 7239): `proto` and `host` of its last element.
    Forwarded,
    /// `X-Forwarded-Proto` and `X-Forwarded-Host`.
    XForwarded,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            observe: false,
            permanent: true,
            in_flight: IN_FLIGHT,
            deadline: Deadline::Default,
            proxy: None,
            misses: None,
            reveal: None,
        }
    }
}

impl Options {
    /// Answers as the policy says, trusting no proxy; a handler may take five seconds, and 1,024 may run at once.
    #[must_use]
    pub fn new() -> Self {
        Options::default()
    }

    /// Lets the policy only log what it would answer: the site answers everything, as without it.
    ///
    /// Handlers are asked all the same, and the site's answer waits for them: set a short deadline.
    #[must_use]
    pub fn observe(mut self, observe: bool) -> Self {
        self.observe = observe;
        self
    }

    /// `false` lets nothing permanent be answered: 302 in place of 301, and 307 in place of 308, whatever the rule or its
    /// handler says.
    #[must_use]
    pub fn permanent(mut self, permanent: bool) -> Self {
        self.permanent = permanent;
        self
    }

    /// Sets the most handlers that may run at once, 1,024 unless set; one more fails at once, so that a slow dependency
    /// cannot fill the memory.
    #[must_use]
    pub fn in_flight(mut self, most: usize) -> Self {
        self.in_flight = most;
        self
    }

    /// Sets the time that a handler may take, five seconds unless set; then it is dropped and has failed.
    /// `Duration::MAX` is no deadline.
    ///
    /// Needs the timer of a tokio runtime (`enable_time`, which `#[tokio::main]` and actix have). Without one a handler
    /// whose deadline was set fails, and one whose was not has none; nor has it in a program that aborts on panics: set it
    /// there. A handler that blocks its thread is not interrupted: only one that awaits can be.
    #[cfg(feature = "tokio")]
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Deadline::Set(deadline);
        self
    }

    /// Tells of requests that no rule matched and the site answered 404: an event each, and a count of at most so many
    /// paths ([`Redirector::misses`](crate::Redirector::misses)). A request that passes then costs two small allocations.
    #[must_use]
    pub fn misses(mut self, most: usize) -> Self {
        self.misses = Some(most);
        self
    }

    /// Names the rule of an answer in a header field, and behind it the source of a lookup's row (`compiled`, `snapshot`,
    /// `cache` or `fallback`): `x-redirect-rule: article; source=snapshot`. Bytes of the rule's id that a field cannot
    /// hold are percent-encoded. Nothing is added under a name that HTTP does not allow.
    #[must_use]
    pub fn reveal(mut self, field: &'static str) -> Self {
        self.reveal = Some(field);
        self
    }

    /// Takes scheme and host from a proxy's header fields. Read [`TrustedProxy`] first.
    #[must_use]
    pub fn trust(mut self, proxy: TrustedProxy) -> Self {
        self.proxy = Some(proxy);
        self
    }
}

//! Outcomes: what becomes of a request.

use http::StatusCode;

/// The outcome of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'m> {
    /// It is sent elsewhere.
    Redirect {
        /// 301, 302, 303, 307 or 308.
        status: StatusCode,
        /// The location, rendered.
        location: &'m str,
    },
    /// The resource is gone (410), or unavailable for legal reasons (451).
    Gone {
        /// 410 or 451.
        status: StatusCode,
    },
    /// The site answers, and no further rule is tried.
    Stop {
        /// The rule would have sent the client where it is.
        already_there: bool,
    },
    /// A handler decides.
    Handler {
        /// Its name in the policy.
        name: &'m str,
    },
    /// A lookup decides whose rows are not compiled in.
    Lookup {
        /// Its name in the policy.
        name: &'m str,
    },
    /// No rule matches: the site answers.
    Passthrough,
}

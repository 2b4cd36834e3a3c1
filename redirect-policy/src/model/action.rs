//! The action of a rule, and the answer when its handler fails.

use super::Located;
use crate::pattern::Template;
use crate::source::Span;

/// The action of a rule that matches.
#[derive(Clone, Debug)]
pub enum Action {
    /// Send elsewhere (301, 302, 303, 307, 308), perhaps after a handler.
    Redirect {
        /// The status as written.
        status: u16,
        /// The location, as a template.
        destination: Template,
        /// Where the destination's text is written.
        destination_span: Span,
        /// The handler that decides.
        handler: Option<Located<String>>,
        /// For when the handler fails.
        on_failure: Option<OnFailure>,
        /// Until then 301 answers 302 and 308 answers 307; seconds since the epoch.
        permanent_after: Option<i64>,
    },
    /// 410 or 451, perhaps after a handler.
    Gone {
        /// 410 or 451.
        status: u16,
        /// The handler that decides.
        handler: Option<Located<String>>,
        /// For when the handler fails.
        on_failure: Option<OnFailure>,
    },
    /// The site answers.
    Stop,
}

/// The answer when a handler fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnFailure {
    /// 302, 303, 307 or 503.
    pub status: u16,
    /// Where to, for a redirect; uses only what the source binds.
    pub destination: Option<Template>,
    /// Seconds for `Retry-After`.
    pub retry_after: Option<u32>,
}

#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

/// Compiles a redirect policy into a static [`Policy`] and, where it names handlers, a trait with one method for each.
///
/// ```
/// redirects::redirects!(mod routes = "examples/site/redirects.yml"); // from the folder of Cargo.toml
///
/// assert_eq!(routes::POLICY.find("/team").location(), Some("/company/people/"));
/// ```
///
/// Also without `mod routes =`, into the module or the function where it stands.
pub use redirect_macros::redirects;
pub use redirect_runtime::{
    Answer, AnswerError, BoxError, Captured, CapturedInt, Decision, DecodeError, Dispatch, Field,
    Marks, Match, Miss, NoHandlers, Options, Outcome, ParameterError, Pending, Policy, Request,
    Rule, RuleHits, Service, SwapError, TableError, TrustedProxy, Value,
};

/// Middleware for actix-web 4.
#[cfg(feature = "actix")]
pub mod actix {
    pub use redirect_runtime::middleware::actix::*;
}

/// Middleware for tower: axum, hyper, tonic and others.
#[cfg(feature = "tower")]
pub mod tower {
    pub use redirect_runtime::middleware::tower::*;
}

/// The code in the pages of `docs/`, compiled and run.
#[cfg(all(doctest, feature = "actix", feature = "tower"))]
mod pages {
    #[doc = include_str!("../docs/actix.md")]
    struct Actix;
    #[doc = include_str!("../docs/axum.md")]
    struct Axum;
    #[doc = include_str!("../docs/hyper.md")]
    struct Hyper;
    #[doc = include_str!("../docs/operating.md")]
    struct Operating;
}

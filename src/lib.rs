#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod decide;
mod fixed;
mod handler;
mod into_redirector;
mod live;
mod middleware;
mod observe;
mod options;
mod proxy;
mod redirector;

#[cfg(feature = "lookups")]
pub mod lookup;

pub use decide::{CacheHeaders, Decision};
pub use handler::{Answer, AnswerError, BoxError, Value};
pub use into_redirector::{IntoRedirector, PolicyWithHandlers};
pub use observe::RuleHits;
pub use options::{Options, TrustedProxy};
pub use redirect_runtime::{
    Captured, CapturedInt, DecodeError, LocationError, Match, Outcome, Policy, Request, Rule,
    TableError,
};
pub use redirector::{Redirector, SwapError};

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

/// Middleware for actix-web 4.
#[cfg(feature = "actix")]
pub mod actix {
    pub use crate::middleware::actix::{Redirect, RedirectFuture, RedirectMiddleware};
}

/// Middleware for tower: axum, hyper, tonic and others.
#[cfg(feature = "tower")]
pub mod tower {
    pub use crate::middleware::tower::{
        RedirectBody, RedirectFuture, RedirectLayer, RedirectService,
    };
}

/// Items that generated code and the tests of this project call; no part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use crate::handler::{Dispatch, Field, NoHandlers, ParameterError, Pending};
    pub use crate::observe::Miss;
}

/// The code in the pages of `docs/`, compiled and run.
#[cfg(all(doctest, feature = "actix", feature = "lookups", feature = "tower"))]
mod pages {
    #[doc = include_str!("../docs/actix.md")]
    struct Actix;
    #[doc = include_str!("../docs/axum.md")]
    struct Axum;
    #[doc = include_str!("../docs/hyper.md")]
    struct Hyper;
    #[doc = include_str!("../docs/lookups.md")]
    struct Lookups;
    #[doc = include_str!("../docs/operating.md")]
    struct Operating;
}

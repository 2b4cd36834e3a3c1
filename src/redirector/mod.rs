//! A policy that serves, with its handlers.
//!
//! [`step`] takes a request as far as it goes without waiting, which is the end of most; [`answer`] asks handlers too.

mod answer;
mod contract;
mod search;
mod settings;
mod status;
mod step;

use std::sync::Arc;

use redirect_runtime::Policy;

use crate::handler::{Dispatch, NoHandlers};
use crate::live::Shared;
use crate::observe::events;
use crate::options::Options;

pub use contract::SwapError;
use contract::check;
#[cfg(any(feature = "tower", feature = "actix"))]
pub(crate) use step::{PausedSearch, Step};

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
/// Rules with `when.siteStatus` are asked once the site has answered, where
/// [`CacheHeaders::asks_site`](crate::CacheHeaders::asks_site) says so:
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
}

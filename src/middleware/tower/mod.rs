//! A policy in front of any tower service: axum, hyper, tonic and others.
//!
//! ```text
//! let app = Router::new().route("/", get(home)).layer(RedirectLayer::new(Redirects::new(site)));
//! ```
//!
//! In axum, `Router::layer` covers the routes that are there when it is called, and the fallback: add routes first.
//! Inside `nest`, the layer sees the path without the prefix: put it on the outermost router.
//!
//! A request that no rule matches costs the search: no allocation, no boxed future, its body untouched. A rule without
//! handler answers at once. A request that a handler decides is moved into a box, with a clone of the inner service left
//! in place of the ready one; where the site's answer gets header fields (`Vary`), or a rule with `when.siteStatus` may
//! take its place, the site's future is boxed.

mod after;
mod body;
mod future;

use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

pub use body::RedirectBody;
pub use future::RedirectFuture;

use after::After;
use future::State;

use crate::decide::Decision;
use crate::handler::{Dispatch, NoHandlers};
use crate::into_redirector::IntoRedirector;
use crate::options::Options;
use crate::redirector::{PausedSearch, Redirector, Step};

/// Puts a policy in front of a service.
///
/// ```
/// # fn of(policy: &'static redirects::Policy) {
/// use std::time::Duration;
/// use redirects::Options;
/// use redirects::tower::RedirectLayer;
///
/// let options = Options::new().deadline(Duration::from_millis(300)).in_flight(256);
/// let layer = RedirectLayer::new(policy).options(options);
/// # }
/// ```
#[derive(Clone)]
pub struct RedirectLayer<D = NoHandlers> {
    redirector: Redirector<D>,
}

impl<D> std::fmt::Debug for RedirectLayer<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedirectLayer")
            .field("redirector", &self.redirector)
            .finish_non_exhaustive()
    }
}

impl<D: Dispatch> RedirectLayer<D> {
    /// A layer of the generated `Redirects::new(..)`, of a `POLICY` without handlers, or of a
    /// [`Redirector`](crate::Redirector), which a policy compiled while the program runs becomes.
    pub fn new(policy: impl IntoRedirector<Dispatch = D>) -> Self {
        RedirectLayer {
            redirector: policy.into_redirector(),
        }
    }

    /// Sets the options.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.redirector = self.redirector.options(options);
        self
    }
}

impl<S, D: Dispatch> Layer<S> for RedirectLayer<D> {
    type Service = RedirectService<S, D>;

    fn layer(&self, inner: S) -> Self::Service {
        RedirectService {
            inner,
            redirector: Arc::new(self.redirector.clone()),
        }
    }
}

/// A service with a policy in front.
pub struct RedirectService<S, D = NoHandlers> {
    inner: S,
    redirector: Arc<Redirector<D>>,
}

impl<S, D> std::fmt::Debug for RedirectService<S, D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedirectService")
            .field("redirector", &self.redirector)
            .finish_non_exhaustive()
    }
}

impl<S: Clone, D> Clone for RedirectService<S, D> {
    fn clone(&self) -> Self {
        RedirectService {
            inner: self.inner.clone(),
            redirector: Arc::clone(&self.redirector),
        }
    }
}

impl<S, D, B, R> Service<Request<B>> for RedirectService<S, D>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send + 'static,
    D: Dispatch,
    B: Send + 'static,
    R: Send + 'static,
{
    type Response = Response<RedirectBody<R>>;
    type Error = S::Error;
    type Future = RedirectFuture<S::Future, R, S::Error>;

    #[inline]
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        if self.redirector.is_foreign(request.uri().path()) {
            let inner = self.inner.call(request);
            return RedirectFuture {
                state: State::Site { inner },
            };
        }
        RedirectFuture {
            state: self.decide(request),
        }
    }
}

impl<S, D: Dispatch> RedirectService<S, D> {
    /// Takes a request of which the policy may say something as far as it goes without waiting.
    // Apart, so that what most requests need is small enough to be part of its caller.
    #[inline(never)]
    fn decide<B, R>(&mut self, request: Request<B>) -> State<S::Future, R, S::Error>
    where
        S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
        S::Future: Send + 'static,
        B: Send + 'static,
        R: Send + 'static,
    {
        match self.redirector.first_step((&request).into()) {
            Step::Pass => State::Site {
                inner: self.inner.call(request),
            },
            Step::Decided(Decision::Site(cache_headers)) => {
                let after = After::of(&self.redirector, cache_headers, &request);
                let inner = self.inner.call(request);
                match after {
                    None => State::Site { inner },
                    Some(after) => State::waiting(async move {
                        let response = inner.await?;
                        Ok(after.finish(response).await)
                    }),
                }
            }
            Step::Decided(Decision::Answered(response)) => State::Answered {
                response: Some(response.map(RedirectBody::note)),
            },
            Step::Ask(paused) => {
                // The one that was polled ready must be the one that is called.
                let clone = self.inner.clone();
                let inner = std::mem::replace(&mut self.inner, clone);
                State::waiting(ask(Arc::clone(&self.redirector), paused, inner, request))
            }
        }
    }
}

/// Asks the handler of a rule that matched, and the site where it says so.
async fn ask<S, D, B, R>(
    redirector: Arc<Redirector<D>>,
    paused: Option<PausedSearch>,
    mut inner: S,
    request: Request<B>,
) -> Result<Response<RedirectBody<R>>, S::Error>
where
    S: Service<Request<B>, Response = Response<R>>,
    D: Dispatch,
    R: Send + 'static,
{
    // A body need not be shareable between threads, so it is not borrowed across the wait.
    let (parts, body) = request.into_parts();
    match redirector.answer_from((&parts).into(), paused).await {
        Decision::Answered(response) => Ok(response.map(RedirectBody::note)),
        Decision::Site(cache_headers) => {
            let request = Request::from_parts(parts, body);
            let after = After::of(&redirector, cache_headers, &request);
            let response = inner.call(request).await?;
            Ok(match after {
                Some(after) => after.finish(response).await,
                None => response.map(RedirectBody::site),
            })
        }
    }
}

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
//! handler answers at once. Only a request that a handler decides is moved into a box, with a clone of the inner service
//! left in place of the ready one.

mod body;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{Request, Response, Uri};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

pub use body::RedirectBody;

use crate::decide::CacheHeaders;
use crate::decide::Decision;
use crate::handler::{Dispatch, NoHandlers};
use crate::into_redirector::IntoRedirector;
use crate::observe::Miss;
use crate::options::Options;
use crate::redirector::Redirector;

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
    service: Redirector<D>,
}

impl<D> std::fmt::Debug for RedirectLayer<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedirectLayer")
            .field("redirector", &self.service)
            .finish_non_exhaustive()
    }
}

impl<D: Dispatch> RedirectLayer<D> {
    /// A layer of the generated `Redirects::new(..)`, of a `POLICY` without handlers, or of a
    /// [`Redirector`](crate::Redirector), which a policy compiled while the program runs becomes.
    pub fn new(policy: impl IntoRedirector<Dispatch = D>) -> Self {
        RedirectLayer {
            service: policy.into_redirector(),
        }
    }

    /// The same layer with options.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.service = self.service.options(options);
        self
    }
}

impl<S, D: Dispatch> Layer<S> for RedirectLayer<D> {
    type Service = RedirectService<S, D>;

    fn layer(&self, inner: S) -> Self::Service {
        RedirectService {
            inner,
            service: Arc::new(self.service.clone()),
        }
    }
}

/// A service with a policy in front.
pub struct RedirectService<S, D = NoHandlers> {
    inner: S,
    service: Arc<Redirector<D>>,
}

impl<S, D> std::fmt::Debug for RedirectService<S, D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedirectService")
            .field("redirector", &self.service)
            .finish_non_exhaustive()
    }
}

impl<S: Clone, D> Clone for RedirectService<S, D> {
    fn clone(&self) -> Self {
        RedirectService {
            inner: self.inner.clone(),
            service: Arc::clone(&self.service),
        }
    }
}

impl<S, D, B, R> Service<Request<B>> for RedirectService<S, D>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send + 'static,
    D: Dispatch,
    B: Send + 'static,
    R: 'static,
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
        let state = match self.service.answer_now((&request).into()) {
            Some(Decision::Site(cache_headers)) => State::Site {
                // Boxed, so that the many requests with nothing to add do not carry room for it.
                after: After::of(&self.service, cache_headers, request.uri()).map(Box::new),
                inner: self.inner.call(request),
            },
            Some(Decision::Answered(response)) => State::Answered {
                response: Some(response.map(RedirectBody::note)),
            },
            None => {
                // The one that was polled ready must be the one that is called.
                let clone = self.inner.clone();
                let inner = std::mem::replace(&mut self.inner, clone);
                State::Asking {
                    future: Box::pin(ask(Arc::clone(&self.service), inner, request)),
                }
            }
        };
        RedirectFuture { state }
    }
}

async fn ask<S, D, B, R>(
    service: Arc<Redirector<D>>,
    mut inner: S,
    request: Request<B>,
) -> Result<Response<RedirectBody<R>>, S::Error>
where
    S: Service<Request<B>, Response = Response<R>>,
    D: Dispatch,
{
    // A body need not be shareable between threads, so it is not borrowed across the wait.
    let (parts, body) = request.into_parts();
    match service.answer((&parts).into()).await {
        Decision::Answered(response) => Ok(response.map(RedirectBody::note)),
        Decision::Site(cache_headers) => {
            let after = After::of(&service, cache_headers, &parts.uri);
            let response = inner.call(Request::from_parts(parts, body)).await?;
            Ok(done(response, after.as_ref()))
        }
    }
}

/// What is done once the site has answered.
struct After {
    cache_headers: CacheHeaders,
    miss: Option<Miss>,
}

impl After {
    #[inline]
    fn of<D: Dispatch>(
        service: &Redirector<D>,
        cache_headers: CacheHeaders,
        uri: &Uri,
    ) -> Option<Self> {
        let miss = service.watch(&cache_headers, uri);
        (miss.is_some() || !cache_headers.is_empty()).then_some(After {
            cache_headers,
            miss,
        })
    }
}

fn done<R>(mut response: Response<R>, after: Option<&After>) -> Response<RedirectBody<R>> {
    if let Some(after) = after {
        after.cache_headers.add_to(response.headers_mut());
        if let Some(miss) = &after.miss {
            miss.answered(response.status());
        }
    }
    response.map(RedirectBody::site)
}

type Asking<R, E> = Pin<Box<dyn Future<Output = Result<Response<RedirectBody<R>>, E>> + Send>>;

pin_project! {
    /// What [`RedirectService`] answers with.
    pub struct RedirectFuture<F, R, E> {
        #[pin]
        state: State<F, R, E>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, R, E> {
        Site { #[pin] inner: F, after: Option<Box<After>> },
        Answered { response: Option<Response<RedirectBody<R>>> },
        Asking { future: Asking<R, E> },
    }
}

impl<F, R, E> Future for RedirectFuture<F, R, E>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = Result<Response<RedirectBody<R>>, E>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Site { inner, after } => {
                let response = ready!(inner.poll(context))?;
                Poll::Ready(Ok(done(response, after.as_deref())))
            }
            StateProjection::Answered { response } => match response.take() {
                Some(response) => Poll::Ready(Ok(response)),
                // Polled again after it was ready, which no caller may do.
                None => Poll::Pending,
            },
            StateProjection::Asking { future } => future.as_mut().poll(context),
        }
    }
}

impl<F, R, E> std::fmt::Debug for RedirectFuture<F, R, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedirectFuture").finish_non_exhaustive()
    }
}

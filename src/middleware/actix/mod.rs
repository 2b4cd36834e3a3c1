//! A policy in front of an actix-web 4 application.
//!
//! ```text
//! let redirects = Redirect::new(routes::POLICY);
//! HttpServer::new(move || App::new().wrap(redirects.clone()))
//! ```
//!
//! Make it once, outside the closure that builds the application: actix runs that for every worker, and what is made in
//! it is a service of its own, with its own counts, switches and cap on handlers.
//!
//! The middleware that is wrapped last runs first: wrap redirects last, so that they see a request before the others do.
//!
//! A request that no rule matches costs the search. The header fields are copied to the types of `http` 1 only where a rule
//! looks at one, which is searched for again then, or a handler decides; only what a handler decides is moved into a box.
//! A request that cannot be copied is the site's.

mod after;
mod future;
mod parts;

use std::future::{Ready, ready};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_web::Error;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use http::Extensions;

use self::after::{After, done};
pub use self::future::RedirectFuture;
use self::future::State;
use self::parts::Parts;
use crate::decide::CacheHeaders;
use crate::decide::Decision;
use crate::handler::{Dispatch, NoHandlers};
use crate::into_redirector::IntoRedirector;
use crate::options::Options;
use crate::redirector::{PausedSearch, Redirector, Step};

type Extend = dyn Fn(&ServiceRequest, &mut Extensions) + Send + Sync;

/// Puts a policy in front of an application, or of a part of it.
///
/// ```
/// # fn of(policy: &'static redirects::Policy) {
/// use redirects::Options;
/// use redirects::actix::Redirect;
///
/// let redirects = Redirect::new(policy)
///     .options(Options::new().in_flight(256))
///     .extensions(|request, extensions| {
///         if let Some(address) = request.peer_addr() {
///             extensions.insert(address.ip());
///         }
///     });
/// # }
/// ```
#[derive(Clone)]
pub struct Redirect<D = NoHandlers> {
    redirector: Redirector<D>,
    extend: Option<Arc<Extend>>,
}

impl<D> std::fmt::Debug for Redirect<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redirect").finish_non_exhaustive()
    }
}

impl<D: Dispatch> Redirect<D> {
    /// Middleware of the generated `Redirects::new(..)`, of a `POLICY` without handlers, or of a
    /// [`Redirector`](crate::Redirector), which a policy compiled while the program runs becomes.
    pub fn new(policy: impl IntoRedirector<Dispatch = D>) -> Self {
        Redirect {
            redirector: policy.into_redirector(),
            extend: None,
        }
    }

    /// Sets the options.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.redirector = self.redirector.options(options);
        self
    }

    /// Sets a closure that puts what handlers may ask for ([`Request::extension`](crate::Request::extension))
    /// into the extensions: the client's address, a region. Called for requests that a rule may match.
    #[must_use]
    pub fn extensions<F>(mut self, extend: F) -> Self
    where
        F: Fn(&ServiceRequest, &mut Extensions) + Send + Sync + 'static,
    {
        self.extend = Some(Arc::new(extend));
        self
    }
}

impl<S, B, D> Transform<S, ServiceRequest> for Redirect<D>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
    D: Dispatch,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = RedirectMiddleware<S, D>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(RedirectMiddleware {
            inner: Rc::new(inner),
            redirect: Rc::new(self.clone()),
        }))
    }
}

/// An application with a policy in front.
pub struct RedirectMiddleware<S, D = NoHandlers> {
    inner: Rc<S>,
    redirect: Rc<Redirect<D>>,
}

impl<S, D> std::fmt::Debug for RedirectMiddleware<S, D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedirectMiddleware").finish_non_exhaustive()
    }
}

impl<S, B, D> Service<ServiceRequest> for RedirectMiddleware<S, D>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
    D: Dispatch,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = RedirectFuture<S::Future, B>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let redirector = &self.redirect.redirector;
        if redirector.is_foreign(request.uri().path()) {
            let (after, inner) = (None, self.inner.call(request));
            return RedirectFuture {
                state: State::Site { after, inner },
            };
        }
        let head = request.head();
        let method = parts::method(&head.method);
        let step = method.as_deref().map(|method| {
            redirector.first_step_without_headers(parts::bare(head, method), parts::agent(head))
        });
        let state = match step {
            Some(Some(step)) => self.follow(step, request, None),
            Some(None) => self.decide(request),
            None => self.site(request, CacheHeaders::default()),
        };
        RedirectFuture { state }
    }
}

impl<S, B, D> RedirectMiddleware<S, D>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
    D: Dispatch,
{
    /// Takes a request of which a rule looks at header fields as far as it goes without waiting.
    fn decide(&self, request: ServiceRequest) -> State<S::Future, B> {
        let Some(parts) = self.redirect.parts(&request) else {
            return self.site(request, CacheHeaders::default());
        };
        let step = self
            .redirect
            .redirector
            .first_step(parts.request(request.head()));
        self.follow(step, request, Some(parts))
    }

    /// Does what a step says; `parts` are those of the request, if they have been copied.
    fn follow(
        &self,
        step: Step,
        request: ServiceRequest,
        parts: Option<Parts>,
    ) -> State<S::Future, B> {
        match step {
            Step::Pass => State::Site {
                after: None,
                inner: self.inner.call(request),
            },
            Step::Decided(Decision::Site(cache_headers)) => self.site(request, cache_headers),
            Step::Decided(Decision::Answered(response)) => match parts::response(response) {
                Some(response) => State::Answered {
                    response: Some(request.into_response(response).map_into_right_body()),
                },
                None => self.site(request, CacheHeaders::default()),
            },
            Step::Ask(paused) => match parts.or_else(|| self.redirect.parts(&request)) {
                Some(parts) => State::Asking {
                    future: Box::pin(ask(
                        Rc::clone(&self.redirect),
                        paused,
                        Rc::clone(&self.inner),
                        request,
                        parts,
                    )),
                },
                None => self.site(request, CacheHeaders::default()),
            },
        }
    }

    fn site(&self, request: ServiceRequest, cache_headers: CacheHeaders) -> State<S::Future, B> {
        State::Site {
            // Boxed, so that the many requests with nothing to add do not carry room for it.
            after: After::of(&self.redirect, &request, cache_headers).map(Box::new),
            inner: self.inner.call(request),
        }
    }
}

impl<D: Dispatch> Redirect<D> {
    fn parts(&self, request: &ServiceRequest) -> Option<Parts> {
        let mut extensions = Extensions::new();
        if let Some(extend) = &self.extend {
            extend(request, &mut extensions);
        }
        Parts::of(request.head(), extensions)
    }
}

async fn ask<S, B, D>(
    redirect: Rc<Redirect<D>>,
    paused: Option<PausedSearch>,
    inner: Rc<S>,
    request: ServiceRequest,
    parts: Parts,
) -> Result<ServiceResponse<EitherBody<B>>, Error>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    D: Dispatch,
    B: MessageBody + 'static,
{
    let head = parts.request(request.head());
    let asked = redirect.redirector.answer_from(head, paused);
    let cache_headers = match asked.await {
        Decision::Site(cache_headers) => cache_headers,
        Decision::Answered(response) => match parts::response(response) {
            Some(response) => return Ok(request.into_response(response).map_into_right_body()),
            None => CacheHeaders::default(),
        },
    };
    let after = After::of(&redirect, &request, cache_headers);
    match done(inner.call(request).await, after) {
        Ok(answered) => answered,
        Err(asking) => asking.await,
    }
}

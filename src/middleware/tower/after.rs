//! The work that is left once the site has answered.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::{Request, Response, StatusCode};

use super::RedirectBody;
use crate::decide::{CacheHeaders, Decision};
use crate::handler::Dispatch;
use crate::observe::Miss;
use crate::redirector::Redirector;

/// The work that is left once the site has answered.
pub(super) enum After<R> {
    /// The cache headers are added, and a miss is told.
    Add(CacheHeaders, Option<Miss>),
    /// The rules with `when.siteStatus` are asked.
    Ask(Again<R>),
}

/// Asks the rules with `when.siteStatus`; the future is of a rule with a handler.
type Again<R> =
    Box<dyn FnOnce(Response<R>) -> Result<Response<RedirectBody<R>>, Replacing<R>> + Send>;

/// The answer that is sent in the end.
pub(super) type Replacing<R> = Pin<Box<dyn Future<Output = Response<RedirectBody<R>>> + Send>>;

impl<R: Send + 'static> After<R> {
    /// Returns what is to be done about a request that the site answers; `None` where that is nothing.
    #[inline]
    pub(super) fn of<D: Dispatch, B>(
        service: &Arc<Redirector<D>>,
        cache_headers: CacheHeaders,
        request: &Request<B>,
    ) -> Option<Self> {
        let miss = service.watch(&cache_headers, request.uri());
        if cache_headers.asks_site() {
            return Some(After::asking(service, cache_headers, miss, request));
        }
        (miss.is_some() || !cache_headers.is_empty()).then_some(After::Add(cache_headers, miss))
    }

    /// Keeps the request's head, since the site takes the request.
    #[inline(never)]
    fn asking<D: Dispatch, B>(
        service: &Arc<Redirector<D>>,
        cache_headers: CacheHeaders,
        miss: Option<Miss>,
        request: &Request<B>,
    ) -> Self {
        let (mut head, ()) = Request::new(()).into_parts();
        head.method = request.method().clone();
        head.uri = request.uri().clone();
        head.headers = request.headers().clone();
        head.extensions = request.extensions().clone();
        let service = Arc::clone(service);
        After::Ask(Box::new(move |response| {
            let status = response.status();
            let asked = service.first_step(answered(&head, status)).decided();
            let waiting = match asked {
                Ok(decision) => {
                    return Ok(replaced(response, decision, &cache_headers, miss.as_ref()));
                }
                Err(waiting) => waiting,
            };
            Err(Box::pin(async move {
                let request = answered(&head, status);
                let decision = service.answer_from(request, waiting).await;
                replaced(response, decision, &cache_headers, miss.as_ref())
            }))
        }))
    }
}

impl<R> After<R> {
    /// Does the work on the site's answer; `Err` is a future of the answer, where a handler has to be asked.
    pub(super) fn done(
        self,
        mut response: Response<R>,
    ) -> Result<Response<RedirectBody<R>>, Replacing<R>> {
        match self {
            After::Add(cache_headers, miss) => {
                cache_headers.add_to(response.headers_mut());
                if let Some(miss) = miss {
                    miss.answered(response.status());
                }
                Ok(response.map(RedirectBody::site))
            }
            After::Ask(again) => again(response),
        }
    }
}

/// A request that the site has answered.
fn answered(head: &http::request::Parts, status: StatusCode) -> crate::Request<'_> {
    crate::Request::from(head).with_site_status(status)
}

/// The site's answer, or that of a rule which took its place.
fn replaced<R>(
    mut response: Response<R>,
    decision: Decision,
    cache_headers: &CacheHeaders,
    miss: Option<&Miss>,
) -> Response<RedirectBody<R>> {
    match decision {
        Decision::Answered(mut answer) => {
            cache_headers.add_to(answer.headers_mut());
            answer.map(RedirectBody::note)
        }
        Decision::Site(more) => {
            more.add_to(response.headers_mut());
            cache_headers.add_to(response.headers_mut());
            if let Some(miss) = miss.filter(|_| more.unmatched) {
                miss.answered(response.status());
            }
            response.map(RedirectBody::site)
        }
    }
}

//! The work that is left once the site has answered.

use std::sync::Arc;

use http::request::Parts;
use http::{Request, Response};

use super::RedirectBody;
use crate::decide::{CacheHeaders, Decision};
use crate::handler::Dispatch;
use crate::observe::Miss;
use crate::redirector::Redirector;

/// The work that is left once the site has answered.
pub(super) struct After<D> {
    cache_headers: CacheHeaders,
    miss: Option<Miss>,
    again: Option<Again<D>>,
}

/// The rules with `when.siteStatus` are asked about a request.
struct Again<D> {
    redirector: Arc<Redirector<D>>,
    /// Kept, since the site takes the request.
    head: Parts,
}

impl<D: Dispatch> After<D> {
    /// Returns what is to be done about a request that the site answers; `None` where that is nothing.
    #[inline]
    pub(super) fn of<B>(
        redirector: &Arc<Redirector<D>>,
        cache_headers: CacheHeaders,
        request: &Request<B>,
    ) -> Option<Self> {
        let miss = redirector.watch(&cache_headers, request.uri());
        let again = cache_headers.asks_site().then(|| Again {
            redirector: Arc::clone(redirector),
            head: head(request),
        });
        let is_needed = again.is_some() || miss.is_some() || !cache_headers.is_empty();
        is_needed.then_some(After {
            cache_headers,
            miss,
            again,
        })
    }

    /// Returns the site's answer with what is to be added, or the answer of a rule which takes its place.
    pub(super) async fn finish<R>(self, mut response: Response<R>) -> Response<RedirectBody<R>> {
        let mut miss = self.miss;
        if let Some(Again { redirector, head }) = &self.again {
            let request = crate::Request::from(head).with_site_status(response.status());
            match redirector.answer(request).await {
                Decision::Answered(mut answer) => {
                    self.cache_headers.add_to(answer.headers_mut());
                    return answer.map(RedirectBody::note);
                }
                Decision::Site(more) => {
                    more.add_to(response.headers_mut());
                    miss = miss.filter(|_| more.unmatched);
                }
            }
        }
        self.cache_headers.add_to(response.headers_mut());
        if let Some(miss) = miss {
            miss.answered(response.status());
        }
        response.map(RedirectBody::site)
    }
}

/// A copy of a request's head.
fn head<B>(request: &Request<B>) -> Parts {
    let (mut head, ()) = Request::new(()).into_parts();
    head.method = request.method().clone();
    head.uri = request.uri().clone();
    head.headers = request.headers().clone();
    head.extensions = request.extensions().clone();
    head
}

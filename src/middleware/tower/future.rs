//! The future of the middleware.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::Response;
use pin_project_lite::pin_project;

use super::RedirectBody;

pin_project! {
    /// The future of [`RedirectService`](super::RedirectService).
    pub struct RedirectFuture<F, R, E> {
        #[pin]
        pub(super) state: State<F, R, E>,
    }
}

pin_project! {
    #[project = StateProjection]
    pub(super) enum State<F, R, E> {
        /// The site answers, and its answer is sent as it is.
        Site { #[pin] inner: F },
        /// The policy has answered.
        Answered { response: Option<Response<RedirectBody<R>>> },
        /// The answer has to be waited for, or the site's answer gets header fields.
        Waiting { future: Waiting<R, E> },
    }
}

// In a box, so that the many requests that pass carry no room for it. Its answer too: as a pointer it leaves `poll` in a
// register, and the site's answer, which has a place in memory to itself then, is copied once less.
type Waiting<R, E> = Pin<Box<dyn Future<Output = Box<Answer<R, E>>> + Send>>;

type Answer<R, E> = Result<Response<RedirectBody<R>>, E>;

impl<F, R, E> State<F, R, E> {
    pub(super) fn waiting(future: impl Future<Output = Answer<R, E>> + Send + 'static) -> Self {
        State::Waiting {
            future: Box::pin(async move { Box::new(future.await) }),
        }
    }
}

impl<F, R, E> Future for RedirectFuture<F, R, E>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = Answer<R, E>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Site { inner } => inner
                .poll(context)
                .map_ok(|response| response.map(RedirectBody::site)),
            StateProjection::Answered { response } => match response.take() {
                Some(response) => Poll::Ready(Ok(response)),
                // Polled again after it was ready, which no caller may do.
                None => Poll::Pending,
            },
            StateProjection::Waiting { future } => {
                future.as_mut().poll(context).map(|answer| *answer)
            }
        }
    }
}

impl<F, R, E> std::fmt::Debug for RedirectFuture<F, R, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedirectFuture").finish_non_exhaustive()
    }
}

//! The future of the middleware.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::ServiceResponse;
use pin_project_lite::pin_project;

use super::after::{After, Answered, Asking, done};

pin_project! {
    /// The future of [`RedirectMiddleware`].
    pub struct RedirectFuture<F, B> {
        #[pin]
        pub(super) state: State<F, B>,
    }
}

pin_project! {
    #[project = StateProjection]
    pub(super) enum State<F, B> {
        Site { #[pin] inner: F, after: Option<Box<After>> },
        Answered { response: Option<ServiceResponse<EitherBody<B>>> },
        Asking { future: Asking<B> },
    }
}

impl<F, B> Future for RedirectFuture<F, B>
where
    F: Future<Output = Answered<B>>,
    B: MessageBody + 'static,
{
    type Output = Answered<EitherBody<B>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        let mut asking = match state.as_mut().project() {
            StateProjection::Site { inner, after } => {
                let answered = ready!(inner.poll(context));
                match done(answered, after.take().map(|after| *after)) {
                    Ok(answered) => return Poll::Ready(answered),
                    Err(asking) => asking,
                }
            }
            StateProjection::Answered { response } => {
                return match response.take() {
                    Some(response) => Poll::Ready(Ok(response)),
                    // Polled again after it was ready, which no caller may do.
                    None => Poll::Pending,
                };
            }
            StateProjection::Asking { future } => return future.as_mut().poll(context),
        };
        let polled = asking.as_mut().poll(context);
        state.set(State::Asking { future: asking });
        polled
    }
}

impl<F, B> std::fmt::Debug for RedirectFuture<F, B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedirectFuture").finish_non_exhaustive()
    }
}

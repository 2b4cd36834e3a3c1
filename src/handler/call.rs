//! Calling a handler within its limits: a permit, a deadline, and no panic that gets out.

use std::sync::atomic::AtomicUsize;
#[cfg(feature = "tokio")]
use std::task::Poll;

use redirect_runtime::Request;

use super::catch_panic::{CatchPanic, Panicked};
use super::permit::Permit;
use super::{Answer, Dispatch, Failure, Pending};
use crate::options::Options;

/// Asks the handler that a match waits for, within what the options allow, or its lookups.
///
/// # Errors
/// When it fails, or may not run.
pub(crate) async fn call<D: Dispatch>(
    dispatch: &D,
    pending: Pending<'_>,
    request: &Request<'_>,
    in_flight: &AtomicUsize,
    options: &Options,
) -> Result<Answer, Failure> {
    // Lookups have limits of their own: many requests may wait for one key.
    if pending.is_lookup() {
        let asked = CatchPanic::new(dispatch.dispatch(pending, request));
        return match asked.await {
            Ok(answer) => answer.map_err(Failure::Error),
            Err(Panicked(message)) => Err(Failure::Panic(message)),
        };
    }
    let _permit = Permit::take(in_flight, options.in_flight).ok_or(Failure::InFlight)?;
    // Inside, so that neither the handler's first step nor a missing timer takes the request down.
    let asked = CatchPanic::new(within_deadline(dispatch, pending, request, options));
    match asked.await {
        Ok(answer) => answer,
        Err(Panicked(message)) => Err(Failure::Panic(message)),
    }
}

#[cfg(feature = "tokio")]
async fn within_deadline<D: Dispatch>(
    dispatch: &D,
    pending: Pending<'_>,
    request: &Request<'_>,
    options: &Options,
) -> Result<Answer, Failure> {
    use crate::options::Deadline;

    let timer = match options.deadline {
        Deadline::Set(deadline) => Some(tokio::time::sleep(deadline)),
        Deadline::Default => super::timer::default_deadline(),
    };
    let asked = dispatch.dispatch(pending, request);
    let Some(timer) = timer else {
        return asked.await.map_err(Failure::Error);
    };
    let (mut asked, mut timer) = (std::pin::pin!(asked), std::pin::pin!(timer));
    std::future::poll_fn(|context| {
        if let Poll::Ready(answer) = asked.as_mut().poll(context) {
            return Poll::Ready(answer.map_err(Failure::Error));
        }
        let late = timer.as_mut().poll(context);
        late.map(|()| Err(Failure::Deadline))
    })
    .await
}

#[cfg(not(feature = "tokio"))]
async fn within_deadline<D: Dispatch>(
    dispatch: &D,
    pending: Pending<'_>,
    request: &Request<'_>,
    _: &Options,
) -> Result<Answer, Failure> {
    dispatch
        .dispatch(pending, request)
        .await
        .map_err(Failure::Error)
}

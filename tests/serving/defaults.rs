//! Limits that hold without being set.

use std::future::{Future, pending};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use redirects::__private::{Dispatch, Pending};
use redirects::{Answer, BoxError, Decision, Redirector, Request};

use crate::support::{field, get, marked, policy};

const RULES: &str = "    - { source: '/a/:x', destination: '/b/:x', handler: decide }";

/// A handler that answers `/a/now`, and never anything else.
#[derive(Clone)]
struct Stuck;

impl Dispatch for Stuck {
    const HANDLERS: &'static [&'static str] = &["decide"];

    async fn dispatch(&self, asked: Pending<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        if asked.required("x")?.as_str() == "now" {
            return Ok(Answer::local("/now"));
        }
        pending().await
    }
}

fn stuck() -> Redirector<Stuck> {
    Redirector::with_shared(Arc::new(policy(RULES)), Stuck).unwrap()
}

fn paused() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
}

fn is_no_store(decision: &Decision) -> bool {
    matches!(decision, Decision::Site(headers) if marked(headers, "cache-control") == "no-store")
}

/// The clock of the runtime moves on by itself whenever all wait.
#[test]
fn a_handler_that_never_returns_has_failed_after_five_seconds() {
    let (service, request) = (stuck(), get("/a/1"));
    paused().block_on(async {
        let start = tokio::time::Instant::now();
        let decision = service.answer((&request).into()).await;
        assert!(is_no_store(&decision), "{decision:?}");
        let took = start.elapsed();
        assert!(
            (Duration::from_secs(5)..Duration::from_secs(6)).contains(&took),
            "{took:?}"
        );
    });
}

#[test]
fn where_no_timer_is_at_hand_there_is_no_deadline() {
    let (service, request) = (stuck(), get("/a/now"));
    let mut context = Context::from_waker(Waker::noop());
    match pin!(service.answer((&request).into())).poll(&mut context) {
        Poll::Ready(Decision::Answered(response)) => {
            assert_eq!(field(&response, "location"), "/now")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_runtime_without_a_timer_is_no_fault_of_the_handler() {
    let (service, request) = (stuck(), get("/a/now"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for _ in 0..2 {
        let decision = runtime.block_on(service.answer((&request).into()));
        assert!(matches!(decision, Decision::Answered(_)), "{decision:?}");
    }
}

#[test]
fn of_1025_handlers_at_once_the_last_fails() {
    let (service, request) = (stuck(), get("/a/1"));
    let runtime = paused();
    let _entered = runtime.enter();
    let mut context = Context::from_waker(Waker::noop());
    let mut asked: Vec<_> = (0..1025)
        .map(|_| Box::pin(service.answer((&request).into())))
        .collect();
    let answered: Vec<_> = asked
        .iter_mut()
        .map(|asked| asked.as_mut().poll(&mut context))
        .collect();
    assert!(answered[..1024].iter().all(Poll::is_pending));
    match &answered[1024] {
        Poll::Ready(decision) => assert!(is_no_store(decision), "{decision:?}"),
        Poll::Pending => panic!("one handler too many runs"),
    }
}

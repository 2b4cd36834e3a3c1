//! Allocations of a request through the tower layer.

use std::future::{Ready, ready};
use std::task::{Context, Poll};

use http::{Request, Response};
use redirects::__private::Dispatch;
use redirects::Answer;
use redirects::tower::RedirectLayer;
use tower_layer::Layer;
use tower_service::Service;

use crate::layer::RULES;
use crate::support::{policy, service, with_handler};

/// A site that answers without a single allocation.
#[derive(Clone)]
struct Still;

impl Service<Request<()>> for Still {
    type Response = Response<String>;
    type Error = std::convert::Infallible;
    type Future = Ready<Result<Response<String>, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        ready(Ok(Response::new(String::new())))
    }
}

/// The allocations of a request through a layer in front of such a site.
fn allocations<D: Dispatch>(layer: &RedirectLayer<D>, target: &str) -> u64 {
    let mut service = layer.layer(Still);
    let mut request = Some(Request::builder().uri(target).body(()).unwrap());
    let measured = allocation_counter::measure(|| {
        let mut response = std::pin::pin!(service.call(request.take().unwrap()));
        let mut context = Context::from_waker(std::task::Waker::noop());
        assert!(response.as_mut().poll(&mut context).is_ready());
    });
    measured.count_total
}

#[test]
fn a_request_that_nothing_matches_allocates_nothing() {
    let layer = RedirectLayer::new(with_handler(RULES, |_, _| Ok(Answer::stop())));
    for target in ["/nowhere/at/all?x=1", "/", "/ol"] {
        assert_eq!(allocations(&layer, target), 0, "{target}");
    }
    assert_ne!(allocations(&layer, "/old"), 0);
}

#[test]
fn an_answer_takes_an_allocation_for_each_of_its_parts() {
    let layer = RedirectLayer::new(service(
        "    - { source: '/stay', action: stop }
    - { source: '/old', destination: '/new' }
    - { source: '/soon', destination: '/new', permanentAfter: 2999-01-01T00:00:00Z }
    - { source: '/shop/:id', destination: '/store/:id', headers: { X-A: '1' } }",
    ));
    // Counters take some of their own.
    let told = allocations(&layer, "/stay");
    let answer = |target| {
        // The text that locations are rendered into is kept from the first time.
        allocations(&layer, target);
        allocations(&layer, target) - told
    };
    // Two for the map of header fields and one for the content; the location, unless it was made in advance.
    assert_eq!(answer("/old"), 3);
    assert_eq!(answer("/old?x=1"), 4);
    assert_eq!(answer("/soon"), 4);
    assert_eq!(answer("/shop/17-red-bicycle"), 4);
}

/// A rule that takes letters in either case: a search for a long path takes an allocation, which the rule alone does not.
pub(crate) const FOLDS: [&str; 2] = [
    "    - { source: '/ask/:x', destination: '/new', handler: decide, caseSensitive: true }",
    "    - { source: '/ask/:x', destination: '/new', handler: decide, caseSensitive: false }",
];

pub(crate) fn long_target() -> String {
    format!("/ask/{}", "x".repeat(300))
}

/// The allocations of a search that the rule adds which takes either case.
pub(crate) fn search_allocations() -> u64 {
    let target = long_target();
    let [exact, folds] = FOLDS.map(|rules| {
        let policy = policy(rules);
        allocation_counter::measure(|| assert!(policy.find(&*target).rule().is_some())).count_total
    });
    folds - exact
}

#[test]
fn a_rule_with_a_handler_is_searched_for_once() {
    assert_ne!(search_allocations(), 0);
    let [exact, folds] = FOLDS.map(|rules| {
        let layer = RedirectLayer::new(with_handler(rules, |_, _| Ok(Answer::stop())));
        allocations(&layer, &long_target())
    });
    assert_eq!(folds - exact, search_allocations());
}

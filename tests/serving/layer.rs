//! The tower layer: axum, readiness, bodies.

use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use redirects::__private::Dispatch;
use redirects::tower::RedirectLayer;
use redirects::{Answer, BoxError, Options, Redirector, TrustedProxy};
use tower_layer::Layer;
use tower_service::Service;

use crate::support::{self, block_on, field, policy, with_handler};

const RULES: &str = "    - { source: '/old', destination: '/new' }
    - { source: '/ask', destination: '/new', handler: decide }
    - { source: '/home', destination: '/kr', when: { language: ko } }";

fn asked(target: &str) -> Request<Body> {
    Request::builder().uri(target).body(Body::empty()).unwrap()
}

/// Status, location and content of the answer of a site with pages and a layer.
fn send(router: &Router, request: Request<Body>) -> (Response<()>, String) {
    block_on(async {
        let response = router.clone().call(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let content = body.collect().await.unwrap().to_bytes();
        (
            Response::from_parts(parts, ()),
            String::from_utf8(content.to_vec()).unwrap(),
        )
    })
}

fn router(decide: fn() -> Result<Answer, BoxError>) -> Router {
    let layer = RedirectLayer::new(with_handler(RULES, move |_, _| decide()));
    Router::new()
        .route("/home", get(|| async { "home" }))
        .route(
            "/ask",
            get(|| async { "asked" }).post(|body: String| async { body }),
        )
        .fallback(|| async { (StatusCode::NOT_FOUND, "nothing") })
        .layer(layer)
}

#[test]
fn a_handler_sees_the_scheme_and_host_that_a_trusted_proxy_tells() {
    let service = with_handler(RULES, |_, request| {
        let host = request.host().unwrap_or_default();
        let scheme = request.scheme().unwrap_or_default();
        Ok(Answer::local(format!("/{scheme}/{host}")))
    });
    let service = service.options(Options::new().trust(TrustedProxy::XForwarded));
    let router = Router::new().layer(RedirectLayer::new(service));
    let mut request = asked("/ask");
    for (name, value) in [
        ("host", "inside"),
        ("x-forwarded-host", "good.example"),
        ("x-forwarded-proto", "https"),
    ] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    let (response, _) = send(&router, request);
    assert_eq!(field(&response, "location"), "/https/good.example");
}

#[test]
fn a_comma_in_quotes_separates_no_directives() {
    let rules = "    - { source: '/a', destination: '/b', handler: decide, cacheControl: 'no-cache=\"x-a, public, x-b\", max-age=9' }";
    let service = with_handler(rules, |_, request| {
        let _: Option<&u8> = request.extension();
        Ok(Answer::local("/b"))
    });
    let (response, _) = send(
        &Router::new().layer(RedirectLayer::new(service)),
        asked("/a"),
    );
    assert_eq!(
        field(&response, "cache-control"),
        "private, no-cache=\"x-a, public, x-b\", max-age=9"
    );
}

#[test]
fn axum_answers_with_the_policy_in_front() {
    let router = router(|| Ok(Answer::stop()));
    let (response, content) = send(&router, asked("/old"));
    assert_eq!(
        (
            response.status().as_u16(),
            field(&response, "location").as_str()
        ),
        (301, "/new")
    );
    assert!(content.contains("href=\"/new\""));
    let (response, content) = send(&router, asked("/home"));
    assert_eq!(
        (response.status().as_u16(), content.as_str()),
        (200, "home")
    );
    assert_eq!(field(&response, "vary"), "accept-language");
    let (response, content) = send(&router, asked("/nowhere"));
    assert_eq!(
        (response.status().as_u16(), content.as_str()),
        (404, "nothing")
    );
    assert_eq!(field(&response, "vary"), "");
    let (response, content) = send(&router, asked("/ask"));
    assert_eq!(
        (response.status().as_u16(), content.as_str()),
        (200, "asked")
    );
    let mut head = asked("/old");
    *head.method_mut() = Method::HEAD;
    let (response, content) = send(&router, head);
    assert_ne!(field(&response, "content-length"), "0");
    assert_eq!(content, "");
}

#[test]
fn a_failing_handler_leaves_the_site_up() {
    for decide in [|| Err("down".into()), || panic!("a bug")] {
        let (response, content) = send(&router(decide), asked("/ask"));
        assert_eq!(
            (response.status().as_u16(), content.as_str()),
            (200, "asked")
        );
        assert_eq!(field(&response, "cache-control"), "no-store");
    }
}

#[test]
fn the_body_of_a_request_passes_untouched() {
    let router = router(|| Ok(Answer::stop()));
    let mut posted = asked("/ask");
    *posted.method_mut() = Method::POST;
    *posted.body_mut() = Body::from("streamed");
    assert_eq!(send(&router, posted).1, "streamed");
}

/// An inner service that may only be called where it was polled ready.
struct Reserving {
    ready: bool,
}

impl Clone for Reserving {
    fn clone(&self) -> Self {
        Reserving { ready: false }
    }
}

impl Service<Request<Body>> for Reserving {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Ready<Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        ready(if std::mem::take(&mut self.ready) {
            Ok(Response::new(Body::empty()))
        } else {
            Err("called without being ready".into())
        })
    }
}

#[test]
fn the_service_that_was_polled_ready_is_the_one_that_is_called() {
    let layer = RedirectLayer::new(with_handler(RULES, |_, _| Ok(Answer::passthrough())));
    let mut service = layer.layer(Reserving { ready: false });
    block_on(async {
        for target in ["/ask", "/nowhere", "/old", "/ask", "/home"] {
            std::future::poll_fn(|context| service.poll_ready(context))
                .await
                .unwrap();
            let response = service.call(asked(target)).await;
            assert!(response.is_ok(), "{target}");
        }
    });
}

#[test]
fn a_policy_without_handlers_is_taken_as_it_is() {
    let leaked: &'static redirects::Policy = Box::leak(Box::new(policy(
        "    - { source: '/a', destination: '/b' }",
    )));
    let twice: &'static &'static redirects::Policy = Box::leak(Box::new(leaked));
    for layer in [
        RedirectLayer::new(leaked),
        RedirectLayer::new(Redirector::try_from(leaked.clone()).unwrap()),
        RedirectLayer::new(twice),
    ] {
        let router = Router::new().layer(layer);
        assert_eq!(field(&send(&router, asked("/a")).0, "location"), "/b");
        assert_eq!(send(&router, asked("/nowhere")).0.status().as_u16(), 404);
    }
}

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
    let layer = RedirectLayer::new(support::service(
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
pub(crate) fn of_search() -> u64 {
    let target = long_target();
    let [exact, folds] = FOLDS.map(|rules| {
        let policy = policy(rules);
        allocation_counter::measure(|| assert!(policy.find(&*target).rule().is_some())).count_total
    });
    folds - exact
}

#[test]
fn a_rule_with_a_handler_is_searched_for_once() {
    assert_ne!(of_search(), 0);
    let [exact, folds] = FOLDS.map(|rules| {
        let layer = RedirectLayer::new(with_handler(rules, |_, _| Ok(Answer::stop())));
        allocations(&layer, &long_target())
    });
    assert_eq!(folds - exact, of_search());
}

/// A layer that notes the path and the status of what passes it.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl<S: Clone> Layer<S> for Notes {
    type Service = Noting<S>;

    fn layer(&self, inner: S) -> Noting<S> {
        let notes = self.clone();
        Noting { inner, notes }
    }
}

#[derive(Clone)]
struct Noting<S> {
    inner: S,
    notes: Notes,
}

impl<S, R> Service<Request<Body>> for Noting<S>
where
    S: Service<Request<Body>, Response = Response<R>>,
    S::Future: Send + 'static,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let (path, notes) = (request.uri().path().to_owned(), self.notes.clone());
        let answered = self.inner.call(request);
        Box::pin(async move {
            let response = answered.await?;
            let note = format!("{path} {}", response.status().as_u16());
            notes.0.lock().unwrap().push(note);
            Ok(response)
        })
    }
}

/// The place that is recommended: around the router, inside what logs and limits all requests.
#[test]
fn around_the_router_it_answers_before_the_router_and_is_seen_by_what_stands_around_it() {
    let (outer, inner) = (Notes::default(), Notes::default());
    let policy = support::service("    - { source: '/shop/:id', destination: '/store/:id' }");
    let shop = Router::new().route("/now", get(|| async { "now" }));
    let router = Router::new()
        .route("/home", get(|| async { "home" }))
        .nest("/shop", shop)
        .layer(inner.clone())
        .route("/late", get(|| async { "late" }));
    let mut app = outer.layer(RedirectLayer::new(policy).layer(router));
    let mut ask = |target: &str| {
        let response = block_on(app.call(asked(target))).unwrap();
        (response.status().as_u16(), outer.taken(), inner.taken())
    };
    let none = Vec::<String>::new;
    // A redirect is logged outside and never enters the router, nested or not.
    assert_eq!(
        ask("/shop/7"),
        (301, vec!["/shop/7 301".to_owned()], none())
    );
    assert_eq!(ask("/shop/now").0, 301);
    // A page is seen by both.
    let noted = vec!["/home 200".to_owned()];
    assert_eq!(ask("/home"), (200, noted.clone(), noted));
    // A route that was added behind the router's own layers is covered too, as the policy stands around them all.
    assert_eq!(ask("/late"), (200, vec!["/late 200".to_owned()], none()));
}

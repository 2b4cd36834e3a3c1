//! The tower layer: axum, readiness, bodies.

use std::future::{Ready, ready};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use redirects::tower::RedirectLayer;
use redirects::{Answer, BoxError, Options, Redirector, TrustedProxy};
use tower_layer::Layer;
use tower_service::Service;

use crate::support::{block_on, field, policy, with_handler};

pub(crate) const RULES: &str = "    - { source: '/old', destination: '/new' }
    - { source: '/ask', destination: '/new', handler: decide }
    - { source: '/home', destination: '/kr', when: { language: ko } }";

pub(crate) fn asked(target: &str) -> Request<Body> {
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

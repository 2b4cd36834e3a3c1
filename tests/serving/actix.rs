//! The actix-web middleware: what is copied, what is marked, what it costs.

use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, fn_service};
use actix_web::error::ErrorConflict;
use actix_web::http::Method;
use actix_web::test::TestRequest;
use actix_web::{Error, HttpResponse};
use redirects::actix::Redirect;
use redirects::{Answer, Options, TrustedProxy};

use crate::allocations::{FOLDS, long_target, search_allocations};
use crate::support::{self, with_handler};

const RULES: &str =
    "    - { source: '/old', destination: '/new', statusCode: 307, headers: { X-A: '1' } }
    - { source: '/ask', destination: '/new', handler: decide }
    - { source: '/home', destination: '/kr', when: { language: ko } }
    - { source: '/brew', destination: '/tea', statusCode: 308, when: { method: BREW } }
    - { source: '/hosted', destination: '/yes', when: { host: good.example } }";

type Inner = fn(ServiceRequest) -> Ready<Result<ServiceResponse<BoxBody>, Error>>;

fn site(request: ServiceRequest) -> Ready<Result<ServiceResponse<BoxBody>, Error>> {
    let mut response = HttpResponse::Ok();
    response.insert_header(("cache-control", "public, max-age=9"));
    response.insert_header(("vary", "origin"));
    ready(Ok(request.into_response(response.body("the site"))))
}

fn failing(_: ServiceRequest) -> Ready<Result<ServiceResponse<BoxBody>, Error>> {
    ready(Err(ErrorConflict("another")))
}

fn block_on<F: Future>(future: F) -> F::Output {
    actix_web::rt::System::new().block_on(future)
}

/// Sends a request through the middleware of a handler that says this, in front of a site.
fn send(request: TestRequest, say: fn() -> Answer, inner: Inner) -> Result<HttpResponse, Error> {
    let service = with_handler(RULES, move |_, request| {
        Ok(match request.extension::<&str>() {
            Some(region) => Answer::local(format!("/{region}")),
            None => say(),
        })
    });
    let redirect = Redirect::new(service).extensions(|request, extensions| {
        if request.headers().contains_key("x-region") {
            extensions.insert("region");
        }
    });
    block_on(async {
        let middleware = redirect.new_transform(fn_service(inner)).await.unwrap();
        let response = middleware.call(request.to_srv_request()).await?;
        let (_, response) = response.into_parts();
        Ok(response.map_into_boxed_body())
    })
}

fn field(response: &HttpResponse, name: &str) -> String {
    let lines = response.headers().get_all(name);
    let lines: Vec<&str> = lines.map(|line| line.to_str().unwrap()).collect();
    lines.join(", ")
}

fn text(response: HttpResponse) -> String {
    let body = block_on(to_bytes(response.into_body())).unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

#[test]
fn the_policy_answers() {
    let response = send(TestRequest::get().uri("/old?x=1"), Answer::stop, site).unwrap();
    assert_eq!(response.status().as_u16(), 307);
    assert_eq!(field(&response, "location"), "/new?x=1");
    assert_eq!(field(&response, "x-a"), "1");
    assert!(text(response).contains("href=\"/new?x=1\""));
    let posted = send(TestRequest::post().uri("/old"), Answer::stop, site).unwrap();
    assert_eq!(
        (posted.status().as_u16(), text(posted)),
        (307, String::new())
    );
}

/// Method, host and fields are those of the request, whatever type they had.
#[test]
fn what_rules_look_at_is_copied() {
    let brew = TestRequest::get().method(Method::from_bytes(b"BREW").unwrap());
    let response = send(brew.uri("/brew"), Answer::stop, site).unwrap();
    assert_eq!(field(&response, "location"), "/tea");
    for (fields, expected) in [
        (&["good.example"][..], "/yes"),
        (&["good.example", "good.example"], ""),
        (&["evil.example"], ""),
        (&[], ""),
    ] {
        let mut request = TestRequest::get().uri("/hosted");
        for host in fields {
            request = request.append_header(("host", *host));
        }
        let response = send(request, Answer::stop, site).unwrap();
        assert_eq!(field(&response, "location"), expected, "{fields:?}");
    }
    let absolute = TestRequest::get().uri("http://good.example/hosted");
    let absolute = absolute.append_header(("host", "evil.example"));
    let response = send(absolute, Answer::stop, site).unwrap();
    assert_eq!(field(&response, "location"), "/yes");
}

#[test]
fn the_application_tells_more_by_a_closure() {
    let request = || TestRequest::get().uri("/ask");
    let response = send(request(), || Answer::local("/plain"), site).unwrap();
    assert_eq!(field(&response, "location"), "/plain");
    assert_eq!(field(&response, "cache-control"), "private");
    let told = request().append_header(("x-region", "1"));
    let response = send(told, || Answer::local("/plain"), site).unwrap();
    assert_eq!(field(&response, "location"), "/region");
    assert_eq!(field(&response, "cache-control"), "private");
}

#[test]
fn the_sites_answer_is_marked() {
    let response = send(TestRequest::get().uri("/home"), Answer::stop, site).unwrap();
    assert_eq!(field(&response, "vary"), "origin, accept-language");
    assert_eq!(field(&response, "cache-control"), "public, max-age=9");
    let refused = || Answer::local("//evil.example");
    let response = send(TestRequest::get().uri("/ask"), refused, site).unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(field(&response, "cache-control"), "no-store");
    let response = send(TestRequest::get().uri("/nowhere"), Answer::stop, site).unwrap();
    assert_eq!(field(&response, "vary"), "origin");
}

/// An error that becomes an answer only later is marked all the same.
#[test]
fn the_sites_error_is_marked() {
    let refused = || Answer::local("//evil.example");
    let error = send(TestRequest::get().uri("/ask"), refused, failing).unwrap_err();
    assert_eq!(error.to_string(), "another");
    let response = error.error_response();
    assert_eq!(response.status().as_u16(), 409);
    assert_eq!(field(&response, "cache-control"), "no-store");
    let error = send(TestRequest::get().uri("/nowhere"), refused, failing).unwrap_err();
    assert_eq!(field(&error.error_response(), "cache-control"), "");
}

#[test]
fn a_trusted_proxy_is_heard_before_anything_else() {
    let rules = "    - { source: '/hosted', destination: '/yes', when: { host: good.example } }";
    let service = support::service(rules).options(Options::new().trust(TrustedProxy::XForwarded));
    let redirect = Redirect::new(service);
    let response = block_on(async {
        let middleware = redirect
            .new_transform(fn_service(site as Inner))
            .await
            .unwrap();
        let request = TestRequest::get()
            .uri("/hosted")
            .append_header(("host", "inside"))
            .append_header(("x-forwarded-host", "good.example"));
        let response = middleware.call(request.to_srv_request()).await.unwrap();
        response.into_parts().1.map_into_boxed_body()
    });
    assert_eq!(field(&response, "location"), "/yes");
}

#[test]
fn misses_are_counted() {
    let service =
        support::with_handler(RULES, |_, _| Ok(Answer::stop())).options(Options::new().misses(8));
    let redirect = Redirect::new(service.clone());
    let missing: Inner = |request| ready(Ok(request.into_response(HttpResponse::NotFound())));
    block_on(async {
        let middleware = redirect.new_transform(fn_service(missing)).await.unwrap();
        for target in ["/a?x", "/b", "/a"] {
            let request = TestRequest::get().uri(target).to_srv_request();
            middleware.call(request).await.unwrap();
        }
    });
    assert_eq!(
        service.misses(),
        [("/a".to_owned(), 2), ("/b".to_owned(), 1)]
    );
}

/// Without handlers a `POLICY` does; nothing of the framework's allocations is added to where nothing matches.
#[test]
fn a_request_that_nothing_matches_allocates_nothing_more() {
    let policy: &'static _ = Box::leak(Box::new(support::policy(
        "    - { source: '/old', destination: '/new' }",
    )));
    let inner = || fn_service(site as Inner);
    let middleware = block_on(Redirect::new(policy).new_transform(inner())).unwrap();
    for target in ["/nowhere?x=1", "/", "/ol"] {
        let request = || TestRequest::get().uri(target).append_header(("host", "a"));
        // The framework keeps what it needs for the next request.
        allocations(&inner(), request());
        let alone = allocations(&inner(), request());
        assert_eq!(allocations(&middleware, request()), alone, "{target}");
    }
    let old = TestRequest::get().uri("/old");
    assert_ne!(allocations(&middleware, old), 0);
}

#[test]
fn a_rule_with_a_handler_is_searched_for_once() {
    assert_ne!(search_allocations(), 0);
    let target = long_target();
    let [exact, folds] = FOLDS.map(|rules| {
        let redirect = Redirect::new(with_handler(rules, |_, _| Ok(Answer::stop())));
        let inner = fn_service(site as Inner);
        let middleware = block_on(redirect.new_transform(inner)).unwrap();
        let request = || {
            let request = TestRequest::get().uri(&target);
            request.append_header(("host", "a"))
        };
        allocations(&middleware, request());
        allocations(&middleware, request())
    });
    assert_eq!(folds - exact, search_allocations());
}

fn allocations<S, B>(service: &S, request: TestRequest) -> u64
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let mut request = Some(request.to_srv_request());
    let measured = allocation_counter::measure(|| {
        let mut response = pin!(service.call(request.take().unwrap()));
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(
            response.as_mut().poll(&mut context),
            Poll::Ready(Ok(_))
        ));
    });
    measured.count_total
}

//! Rules that are asked once the site has answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::HttpResponse;
use actix_web::dev::{Service as _, ServiceRequest, ServiceResponse, Transform, fn_service};
use actix_web::test::TestRequest;
use http::{Method, Request, Response, StatusCode};
use redirects::__private::Dispatch;
use redirects::actix::Redirect;
use redirects::tower::RedirectLayer;
use redirects::{Answer, Decision, Options, Redirector};
use tower_layer::Layer;
use tower_service::Service;

use crate::support::{block_on, field, request, service, with_handler};

const RULES: &str = "    - { source: '/first', destination: '/moved' }
    - { source: '/stay', action: stop }
    - { source: '/here', destination: '/here?x=1', when: { query: { x: '1' } } }
    - { source: '/beta', destination: '/new', when: { cookie: { beta: '1' } } }
    - { source: '/fails', destination: '/b', handler: decide, when: { query: { fail: true } } }
    - { source: '/self', destination: '/b', handler: decide, onFailure: { statusCode: 302, destination: '/self' } }
    - { source: '/ask/:x', destination: '/found/:x', handler: decide, when: { siteStatus: 404 } }
    - { source: '/ko/*', destination: '/kr/*', when: { siteStatus: 404, language: ko } }
    - { source: '/gone/*', statusCode: 410, when: { siteStatus: [404, 410] } }
    - { source: '/*', destination: 'https://archive.example/*', when: { siteStatus: 404 }, unless: { query: { live: true } } }";

/// A site that has `/live` and what begins so, and says 404 to everything else.
fn status(path: &str) -> u16 {
    if path.starts_with("/live") { 200 } else { 404 }
}

struct Site;

impl Service<Request<String>> for Site {
    type Response = Response<String>;
    type Error = std::convert::Infallible;
    type Future = std::future::Ready<Result<Response<String>, Self::Error>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), Self::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<String>) -> Self::Future {
        let status = status(request.uri().path());
        let response = Response::builder().status(status).header("vary", "origin");
        std::future::ready(Ok(response.body(request.into_body()).unwrap()))
    }
}

impl Clone for Site {
    fn clone(&self) -> Self {
        Site
    }
}

/// The response: status, location, `Vary`.
type Seen = (u16, String, String);

fn by_tower<D: Dispatch>(service: &Redirector<D>, asked: &Request<()>) -> Seen {
    let mut layered = RedirectLayer::new(service.clone()).layer(Site);
    let response = block_on(layered.call(asked.clone().map(|()| "body".to_owned()))).unwrap();
    (
        response.status().as_u16(),
        field(&response, "location"),
        field(&response, "vary"),
    )
}

fn by_actix<D: Dispatch>(service: &Redirector<D>, asked: &Request<()>) -> Seen {
    let redirect = Redirect::new(service.clone());
    let site = fn_service(|request: ServiceRequest| async move {
        let status = actix_web::http::StatusCode::from_u16(status(request.path())).unwrap();
        if request.query_string().contains("error") {
            return Err(actix_web::error::InternalError::new("no such page", status).into());
        }
        let mut response = HttpResponse::build(status);
        Ok(request.into_response(response.insert_header(("vary", "origin")).finish()))
    });
    let mut request = TestRequest::with_uri(&asked.uri().to_string())
        .method(actix_web::http::Method::from_bytes(asked.method().as_str().as_bytes()).unwrap());
    for (name, value) in asked.headers() {
        request = request.insert_header((name.as_str(), value.to_str().unwrap()));
    }
    let answered: Result<ServiceResponse<_>, actix_web::Error> = block_on(async {
        let middleware = redirect.new_transform(site).await.unwrap();
        middleware.call(request.to_srv_request()).await
    });
    let response = match answered {
        Ok(response) => response.into_parts().1.map_into_boxed_body(),
        Err(error) => error.error_response(),
    };
    let field = |name: &str| {
        let lines = response.headers().get_all(name);
        lines
            .map(|line| line.to_str().unwrap())
            .collect::<Vec<_>>()
            .join(", ")
    };
    (response.status().as_u16(), field("location"), field("vary"))
}

fn by_hand<D: Dispatch>(service: &Redirector<D>, asked: &Request<()>) -> Seen {
    block_on(async {
        let (parts, ()) = asked.clone().into_parts();
        let seen = |response: Response<String>| {
            (
                response.status().as_u16(),
                field(&response, "location"),
                field(&response, "vary"),
            )
        };
        let cache_headers = match service.answer((&parts).into()).await {
            Decision::Answered(response) => return seen(response),
            Decision::Site(cache_headers) => cache_headers,
        };
        let status = StatusCode::from_u16(status(parts.uri.path())).unwrap();
        let mut response = Response::builder()
            .status(status)
            .header("vary", "origin")
            .body(String::new())
            .unwrap();
        if cache_headers.asks_site() {
            let again = redirects::Request::from(&parts).with_site_status(response.status());
            match service.answer(again).await {
                Decision::Answered(answer) => response = answer,
                Decision::Site(more) => more.add_to(response.headers_mut()),
            }
        }
        cache_headers.add_to(response.headers_mut());
        seen(response)
    })
}

/// Method, target, header fields, the site's status, and what is expected.
type Case<'c> = (
    Method,
    &'c str,
    &'c [(&'c str, &'c str)],
    u16,
    &'c str,
    &'c str,
);

#[test]
fn rules_take_the_place_of_what_the_site_does_not_have() {
    let asked = Arc::new(AtomicBool::new(false));
    let service = {
        let asked = Arc::clone(&asked);
        with_handler(RULES, move |pending, _| {
            asked.store(true, Ordering::Relaxed);
            match pending.optional("x") {
                Some(x) if x.as_str() == "none" => Ok(Answer::passthrough()),
                Some(_) => Ok(pending.to(&[])),
                None => Err("fails".into()),
            }
        })
    };
    let ko = [("accept-language", "ko")];
    let cases: [Case; 17] = [
        (Method::GET, "/live", &[], 200, "", "origin"),
        (Method::GET, "/first", &[], 301, "/moved", ""),
        (
            Method::GET,
            "/old/1?a=2",
            &[],
            301,
            "https://archive.example/old/1?a=2",
            "",
        ),
        (
            Method::HEAD,
            "/old/1",
            &[],
            301,
            "https://archive.example/old/1",
            "",
        ),
        (Method::POST, "/old/1", &[], 404, "", "origin"),
        (Method::GET, "/stay", &[], 404, "", "origin"),
        (Method::GET, "/gone/1", &[], 410, "", ""),
        (Method::GET, "/old/1?live=1", &[], 404, "", "origin"),
        (Method::GET, "/fails?fail=1", &[], 404, "", "origin"),
        (Method::GET, "/ask/1", &[], 301, "/found/1", ""),
        (
            Method::GET,
            "/ask/none",
            &[],
            301,
            "https://archive.example/ask/none",
            "",
        ),
        // What a rule of the first search looked at counts for the answer too.
        (
            Method::GET,
            "/beta",
            &[],
            301,
            "https://archive.example/beta",
            "cookie",
        ),
        (Method::GET, "/beta?live=1", &[], 404, "", "origin, cookie"),
        // After a failure the site is asked nothing, also where the answer of it is there already.
        (Method::GET, "/self", &[], 404, "", "origin"),
        (Method::GET, "/ko/1", &ko, 301, "/kr/1", "accept-language"),
        (
            Method::GET,
            "/ko/1",
            &[],
            301,
            "https://archive.example/ko/1",
            "accept-language",
        ),
        (
            Method::GET,
            "/ko/1?live=1",
            &[],
            404,
            "",
            "origin, accept-language",
        ),
    ];
    for (method, target, headers, status, location, vary) in cases {
        let request = request(method, target, headers);
        let expected = (status, location.to_owned(), vary.to_owned());
        assert_eq!(by_tower(&service, &request), expected, "tower {target}");
        assert_eq!(by_actix(&service, &request), expected, "actix {target}");
        assert_eq!(by_hand(&service, &request), expected, "by hand {target}");
    }
    assert!(asked.load(Ordering::Relaxed));
    let error = request(Method::GET, "/old/1?error=1", &[]);
    assert_eq!(
        by_actix(&service, &error),
        (
            301,
            "https://archive.example/old/1?error=1".to_owned(),
            String::new()
        )
    );
}

#[test]
fn a_hit_after_the_site_is_no_miss_and_nothing_is_asked_while_switched_off() {
    let rules = "    - { source: '/a/*', destination: '/b/*', when: { siteStatus: 404 } }
    - { source: '/kept/*', action: stop, when: { siteStatus: 404 } }";
    let service = service(rules).options(Options::new().misses(8));
    let get = |target| request(Method::GET, target, &[]);
    assert_eq!(by_tower(&service, &get("/a/1")).0, 301);
    assert_eq!(by_actix(&service, &get("/a/1")).0, 301);
    assert_eq!(service.hits()[0].count, 2);
    assert!(service.misses().is_empty());
    for answer in [by_tower, by_actix] {
        assert_eq!(answer(&service, &get("/kept/1")).0, 404);
    }
    assert!(service.misses().is_empty());
    assert_eq!(by_tower(&service, &get("/c")).0, 404);
    assert_eq!(service.misses(), [("/c".to_owned(), 1)]);
    service.switch_off(true);
    assert_eq!(by_tower(&service, &get("/a/1")).0, 404);
    service.switch_off(false);
    let id = service.hits()[0].id.clone();
    service.switch_rule_off(&id, true);
    assert_eq!(by_tower(&service, &get("/a/1")).0, 404);
    assert_eq!(
        service.misses(),
        [("/a/1".to_owned(), 1), ("/c".to_owned(), 1)]
    );
    let observing = service.options(Options::new().observe(true));
    observing.switch_rule_off(&id, false);
    assert_eq!(by_tower(&observing, &get("/a/1")).0, 404);
    assert_eq!(observing.hits()[0].count, 3);
}

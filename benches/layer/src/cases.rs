//! The measured cases.

use std::hint::black_box;

use axum::body::{Body, Bytes};
use http::{Request, Response, Uri};
use redirects::tower::RedirectLayer;
use tower_layer::Layer;
use tower_service::Service;

use crate::site::{Nothing, Site, at_once, read, request, router};
use crate::{actix, routes};

/// Where the layer stands, what becomes of the request, and who decides it.
pub const NAMES: [&str; 20] = [
    "bare/passes/nothing",
    "bare/passes/redirects",
    "inside/passes/nothing",
    "inside/passes/redirects",
    "inside/literal/route",
    "inside/literal/redirects",
    "inside/parameter/route",
    "inside/parameter/redirects",
    "around/passes/nothing",
    "around/passes/redirects",
    "around/literal/route",
    "around/literal/redirects",
    "around/parameter/route",
    "around/parameter/redirects",
    "actix/passes/nothing",
    "actix/passes/redirects",
    "actix/literal/route",
    "actix/literal/redirects",
    "actix/parameter/route",
    "actix/parameter/redirects",
];

/// Sends a number of requests of one case.
pub fn run(name: &str, times: usize) {
    let mut parts = name.split('/');
    let (place, becomes, by) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let target = match becomes {
        Some("literal") => "/old-page",
        Some("parameter") => "/products/17-red-bicycle",
        _ => "/page",
    };
    let expected = if target == "/page" { 200 } else { 300 };
    let layer = RedirectLayer::new(routes::POLICY);
    match (place, by) {
        (Some("bare"), "redirects") => drive(layer.layer(Site), target, expected, times),
        (Some("bare"), _) => drive(Nothing.layer(Site), target, expected, times),
        (Some("inside"), "redirects") => drive(router(false).layer(layer), target, expected, times),
        (Some("inside"), _) => drive(router(true).layer(Nothing), target, expected, times),
        (Some("around"), "redirects") => {
            drive(layer.layer(router(false)), target, expected, times);
        }
        (Some("around"), _) => drive(Nothing.layer(router(true)), target, expected, times),
        _ => actix::drive(by == "redirects", target, expected, times),
    }
}

/// Sends requests and reads what comes back to its end.
fn drive<S, B>(mut service: S, target: &'static str, expected: u16, times: usize)
where
    S: Service<Request<Body>, Response = Response<B>, Error = std::convert::Infallible>,
    B: http_body::Body<Data = Bytes>,
{
    let target = Uri::from_static(target);
    for _ in 0..times {
        let request = black_box(request(&target));
        let response = match at_once(service.call(request)) {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (status, length) = black_box(read(response));
        assert!(status / 100 == expected / 100, "{status}, {length} bytes");
    }
}

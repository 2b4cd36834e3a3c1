//! The site behind the layer, the layer that does nothing, and what a client reads of an answer.

use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::response::Redirect;
use axum::routing::get;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

/// A service that answers every request at once.
#[derive(Clone)]
pub(crate) struct Site;

impl Service<Request<Body>> for Site {
    type Response = Response<Body>;
    type Error = std::convert::Infallible;
    type Future = Ready<Result<Response<Body>, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        ready(Ok(Response::new(Body::empty())))
    }
}

/// A layer that hands each request on.
#[derive(Clone)]
pub(crate) struct Nothing;

/// A service behind [`Nothing`].
#[derive(Clone)]
pub(crate) struct Through<S>(S);

impl<S> Layer<S> for Nothing {
    type Service = Through<S>;

    fn layer(&self, inner: S) -> Through<S> {
        Through(inner)
    }
}

impl<S: Service<Request<Body>>> Service<Request<Body>> for Through<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.0.call(request)
    }
}

/// Some routes, and what the policy says of two paths written as routes by hand.
pub(crate) fn router(by_hand: bool) -> Router {
    let router = Router::new()
        .route("/page", get(|| async {}))
        .route("/company/about", get(|| async {}))
        .route("/shop/{id}", get(|| async {}));
    if !by_hand {
        return router;
    }
    router
        .route(
            "/old-page",
            get(|| async { Redirect::permanent("/company/about") }),
        )
        .route(
            "/products/{id}",
            get(
                |Path(id): Path<String>| async move { Redirect::permanent(&format!("/shop/{id}")) },
            ),
        )
}

/// Runs a future that never waits.
pub(crate) fn at_once<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}

/// The status of an answer and the length of its body, which is read to its end.
pub(crate) fn read<B>(response: Response<B>) -> (u16, usize)
where
    B: http_body::Body<Data = axum::body::Bytes>,
{
    let status = response.status().as_u16();
    let mut body = pin!(response.into_body());
    let mut context = Context::from_waker(Waker::noop());
    let mut length = 0;
    while let Poll::Ready(Some(Ok(frame))) = body.as_mut().poll_frame(&mut context) {
        length += frame.data_ref().map_or(0, |data| data.len());
    }
    (status, length)
}

/// A request as a server hands it over: with a `Host`, and what a browser sends.
pub(crate) fn request(target: &http::Uri) -> Request<Body> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = target.clone();
    let headers = request.headers_mut();
    headers.insert("host", http::HeaderValue::from_static("www.example.com"));
    headers.insert("accept", http::HeaderValue::from_static("text/html"));
    request
}

//! The place of the tower layer among others: around the router, inside what logs and limits all requests.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Request, Response};
use redirects::tower::RedirectLayer;
use tower_layer::Layer;
use tower_service::Service;

use crate::layer::asked;
use crate::support::{block_on, service};

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

#[test]
fn around_the_router_it_answers_before_the_router_and_is_seen_by_what_stands_around_it() {
    let (outer, inner) = (Notes::default(), Notes::default());
    let policy = service("    - { source: '/shop/:id', destination: '/store/:id' }");
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

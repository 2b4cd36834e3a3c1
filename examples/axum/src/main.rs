//! A small site whose old URLs are answered by a redirect policy, `examples/site/redirects.yml`; its handlers are in
//! `examples/site/src/lib.rs`.
//!
//! ```text
//! cargo run -p example-axum
//! ```

use axum::body::Body;
use axum::extract::{Path, Request};
use axum::response::{Html, Response};
use axum::routing::get;
use axum::{Router, ServiceExt};
use example_site::{Site, announce, heading, routes::Redirects};
use redirects::BoxError;
use redirects::tower::{RedirectBody, RedirectLayer};
use tower::util::MapResponse;
use tower_layer::Layer;

/// The pages that the site has today.
fn pages() -> Router {
    Router::new()
        .route("/", get(|| async { Html("<h1>Market</h1>") }))
        .route("/company/", get(|| async { Html("<h1>Company</h1>") }))
        .route("/kr/jobs/", get(|| async { Html("<h1>Jobs</h1>") }))
        .route("/kr/jobs/{job}/", get(page))
        .route("/kr/buy-sell/{article}/", get(page))
        .route("/buy-sell/{article}/", get(page))
}

async fn page(Path(name): Path<String>) -> Html<String> {
    Html(format!("<h1>{}</h1>", heading(&name)))
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    // Around the whole router, so that a redirect never enters it.
    let app = RedirectLayer::new(Redirects::new(Site::default())).layer(pages());
    // `axum::serve` wants a body of axum's own.
    let app = MapResponse::new(app, |answer: Response<RedirectBody<Body>>| {
        answer.map(Body::new)
    });
    let port = std::env::var("PORT").map_or(Ok(3000), |port| port.parse::<u16>())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    announce(listener.local_addr()?);
    axum::serve(listener, ServiceExt::<Request>::into_make_service(app))
        .with_graceful_shutdown(async {
            // Without a handler for Ctrl-C there is nothing better than to go on.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await?;
    println!("Stopped.");
    Ok(())
}

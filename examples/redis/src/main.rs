//! A site whose old ids are answered by Redis, many at a time.
//!
//! ```text
//! redis-cli SET article:1 '{"article":{"nodeId":"n7w2","title":"a red bicycle","country":"kr"}}'
//! cargo run -p example-redis
//! ```

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use redirects::tower::RedirectLayer;
use redirects::{BoxError, Options};

mod articles;
#[cfg(test)]
mod server;
#[cfg(test)]
mod tests;

redirects::redirects!(mod routes = "redirects.yml");
use articles::Store;
use routes::{Lookups, Redirects};

async fn page() -> Html<&'static str> {
    Html("<h1>An article, or all of them</h1>")
}

/// The site with its policy in front.
fn site(store: Store, lookups: Lookups) -> Router {
    let redirects = Redirects::new(store).lookups(lookups);
    let layer = RedirectLayer::new(redirects).options(Options::new().reveal("x-redirect-rule"));
    Router::new()
        .route("/buy-sell/", get(page))
        .route("/buy-sell/{article}/", get(page))
        .route("/{country}/buy-sell/{article}/", get(page))
        .layer(layer)
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let url = std::env::var("REDIS_URL")
        .map_err(|_| "REDIS_URL is missing, such as redis://localhost/")?;
    let site = site(Store::new(&url)?, Lookups::new());
    let port = std::env::var("PORT").map_or(Ok(3000), |port| port.parse::<u16>())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    println!("Listening on http://{address}; stop with Ctrl-C. Try:");
    println!("  curl -i 'http://{address}/articles/1'");
    axum::serve(listener, site)
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

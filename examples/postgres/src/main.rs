//! A site whose old ids are answered by PostgreSQL, many at a time.
//!
//! ```text
//! psql "$DATABASE_URL" -f examples/postgres/schema.sql
//! cargo run -p example-postgres
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
use articles::Database;
use routes::{Lookups, Redirects};

async fn page() -> Html<&'static str> {
    Html("<h1>An article, or all of them</h1>")
}

/// The site with its policy in front.
fn site(database: Database, lookups: Lookups) -> Router {
    let redirects = Redirects::new(database).lookups(lookups);
    let layer = RedirectLayer::new(redirects).options(Options::new().reveal("x-redirect-rule"));
    Router::new()
        .route("/buy-sell/", get(page))
        .route("/buy-sell/{article}/", get(page))
        .route("/{country}/buy-sell/{article}/", get(page))
        .layer(layer)
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let url = std::env::var("DATABASE_URL")
        .map_err(|_| "DATABASE_URL is missing, such as postgres://site@localhost/site")?;
    let site = site(Database::new(&url)?, Lookups::new());
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

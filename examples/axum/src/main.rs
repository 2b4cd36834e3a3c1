//! A small site whose old URLs are answered by a redirect policy, `examples/site/redirects.yml`.
//!
//! ```text
//! cargo run -p example-axum
//! ```

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::response::Html;
use axum::routing::get;
use redirects::tower::RedirectLayer;
use redirects::{Answer, BoxError, Request};
use routes::{
    HandleBuySellArticles, HandleBuySellArticlesTo, HandleJobPosts, HandleJobPostsTo, Handlers,
    Redirects,
};

redirects::redirects!(mod routes = "../site/redirects.yml");

/// A table from old ids to new ones, which the handlers ask. A real site would ask a database.
#[derive(Clone)]
struct Site {
    articles: Arc<HashMap<&'static str, Article>>,
    jobs: Arc<HashMap<&'static str, &'static str>>,
}

struct Article {
    country: &'static str,
    title: &'static str,
    node: &'static str,
}

impl Site {
    fn new() -> Self {
        let article = |country, title, node| Article {
            country,
            title,
            node,
        };
        Site {
            articles: Arc::new(HashMap::from([
                ("1", article("kr", "a red bicycle", "n7w2")),
                ("2", article("", "50% off: lamps & chairs", "k3x9")),
            ])),
            jobs: Arc::new(HashMap::from([("c0ffee", "j81"), ("7", "j82")])),
        }
    }
}

impl Handlers for Site {
    async fn handle_buy_sell_articles(
        &self,
        old: HandleBuySellArticles<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        Ok(match self.articles.get(old.db_id.as_str()) {
            Some(article) => old.to(HandleBuySellArticlesTo {
                c: Some(article.country.into()),
                title: article.title.into(),
                node_id: article.node.into(),
            }),
            None => Answer::gone(),
        })
    }

    async fn handle_job_posts(
        &self,
        job: HandleJobPosts<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        if job.public_id.as_str() == "down" {
            // What a failing database looks like from outside: see `onFailure` in the policy.
            return Err("the table of jobs cannot be reached".into());
        }
        Ok(match self.jobs.get(job.public_id.as_str()) {
            Some(node) => job.to(HandleJobPostsTo {
                title: job.title.map(Into::into),
                node_id: (*node).into(),
            }),
            None => Answer::gone(),
        })
    }
}

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
    // A page of a real site escapes what it shows; here only names of the tables above come in.
    let shown: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '-' || *c == ' ')
        .collect();
    Html(format!("<h1>{shown}</h1>"))
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    // The layer goes on last, so that it sees requests before the pages do.
    let app = pages().layer(RedirectLayer::new(Redirects::new(Site::new())));
    let port = std::env::var("PORT").map_or(Ok(3000), |port| port.parse::<u16>())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    println!(
        "Listening on http://{address} with {} rules; stop with Ctrl-C. Try:",
        routes::POLICY.rules().len()
    );
    println!("  curl -i 'http://{address}/articles/1'");
    println!("  curl -i 'http://{address}/blog/2019/07/hello-world?ref=mail'");
    println!("  curl -i 'http://{address}/kr/job-posts/a-good-job-c0ffee/'");
    axum::serve(listener, app)
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

//! The small site of the example `axum`, served by actix-web; its policy is `examples/site/redirects.yml`.
//!
//! ```text
//! cargo run -p example-actix
//! ```

use std::collections::HashMap;
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};
use redirects::actix::Redirect;
use redirects::{Answer, BoxError, Options, Request};
use routes::{
    HandleBuySellArticles, HandleBuySellArticlesTo, HandleJobPosts, HandleJobPostsTo, Handlers,
    Redirects,
};

redirects::redirects!(mod routes = "../site/redirects.yml");

/// A table from old ids to new ones, which the handlers ask. A real site would ask a database.
struct Site {
    articles: HashMap<&'static str, Article>,
    jobs: HashMap<&'static str, &'static str>,
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
            articles: HashMap::from([
                ("1", article("kr", "a red bicycle", "n7w2")),
                ("2", article("", "50% off: lamps & chairs", "k3x9")),
            ]),
            jobs: HashMap::from([("c0ffee", "j81"), ("7", "j82")]),
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
fn pages(app: &mut web::ServiceConfig) {
    app.route("/", web::get().to(async || html("Market")))
        .route("/company/", web::get().to(async || html("Company")))
        .route("/kr/jobs/", web::get().to(async || html("Jobs")))
        .route("/kr/jobs/{name}/", web::get().to(page))
        .route("/kr/buy-sell/{name}/", web::get().to(page))
        .route("/buy-sell/{name}/", web::get().to(page));
}

async fn page(name: web::Path<String>) -> HttpResponse {
    // A page of a real site escapes what it shows; here only names of the tables above come in.
    let shown: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '-' || *c == ' ')
        .collect();
    html(&shown)
}

fn html(title: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(format!("<h1>{title}</h1>"))
}

async fn serve() -> Result<(), BoxError> {
    // Made once: what is made inside the closure would be another one for every worker.
    let options = Options::new()
        .deadline(Duration::from_millis(500))
        .in_flight(256);
    let redirects = Redirect::new(Redirects::new(Site::new())).options(options);
    let port = std::env::var("PORT").map_or(Ok(3000), |port| port.parse::<u16>())?;
    // Wrapped last, so that it sees requests before the pages do.
    let server = HttpServer::new(move || App::new().configure(pages).wrap(redirects.clone()))
        .bind(("127.0.0.1", port))?;
    for address in server.addrs() {
        println!(
            "Listening on http://{address} with {} rules; stop with Ctrl-C. Try:",
            routes::POLICY.rules().len()
        );
        println!("  curl -i 'http://{address}/articles/1'");
        println!("  curl -i 'http://{address}/blog/2019/07/hello-world?ref=mail'");
        println!("  curl -i 'http://{address}/kr/job-posts/a-good-job-c0ffee/'");
    }
    server.run().await?;
    println!("Stopped.");
    Ok(())
}

fn main() -> Result<(), BoxError> {
    actix_web::rt::System::new().block_on(serve())
}

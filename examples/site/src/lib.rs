//! The small site of the examples: its policy, `redirects.yml`, and the handlers that the policy names. Which framework
//! serves it makes no difference to them.

use std::collections::HashMap;
use std::sync::Arc;

use redirects::{Answer, BoxError, Request};
use routes::{
    HandleBuySellArticles, HandleBuySellArticlesTo, HandleJobPosts, HandleJobPostsTo, Handlers,
};

redirects::redirects!(pub mod routes = "redirects.yml");

/// A table from old ids to new ones, which the handlers ask. A real site would ask a database.
#[derive(Clone)]
pub struct Site {
    articles: Arc<HashMap<&'static str, Article>>,
    jobs: Arc<HashMap<&'static str, &'static str>>,
}

struct Article {
    country: &'static str,
    title: &'static str,
    node: &'static str,
}

impl Default for Site {
    fn default() -> Self {
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

/// The heading of a page by the name in its path.
///
/// A page of a real site escapes what it shows; here only names of the tables above come in.
#[must_use]
pub fn heading(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || *c == '-' || *c == ' ')
        .collect()
}

/// Prints where the site listens, and what to try there.
pub fn announce(address: std::net::SocketAddr) {
    println!(
        "Listening on http://{address} with {} rules; stop with Ctrl-C. Try:",
        routes::POLICY.rules().len()
    );
    println!("  curl -i 'http://{address}/articles/1'");
    println!("  curl -i 'http://{address}/blog/2019/07/hello-world?ref=mail'");
    println!("  curl -i 'http://{address}/kr/job-posts/a-good-job-c0ffee/'");
}

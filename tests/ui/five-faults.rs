//! All faults show at once, and code that uses the handlers shows none of its own.

use redirects::{Answer, BoxError, Request};

redirects::redirects!(mod routes = "five-faults.yml");
use routes::{HandleBuySellArticles, HandleBuySellArticlesTo, HandleJobPosts, HandleJobPostsTo};
use routes::{Handlers, POLICY, Redirects};

struct Site;

impl Handlers for Site {
    async fn handle_buy_sell_articles(
        &self,
        article: HandleBuySellArticles<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        let title = article.db_id.decode()?.into();
        let node_id = article.db_id.into();
        Ok(article.to(HandleBuySellArticlesTo { c: None, title, node_id }))
    }

    async fn handle_job_posts(
        &self,
        job: HandleJobPosts<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        let title = job.title.map(Into::into);
        let node_id = job.public_id.into();
        Ok(job.to(HandleJobPostsTo { title, node_id }))
    }
}

fn main() {
    let _ = POLICY.find("/old/1");
    let _ = Redirects::new(Site);
}

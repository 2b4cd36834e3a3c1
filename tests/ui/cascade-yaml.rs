//! Text that is not YAML still gives enough for the code of its handlers.

use redirects::{Answer, BoxError, Request};

redirects::redirects!(mod routes = "cascade-yaml.yml");
use routes::{HandleBuySellArticles, HandleBuySellArticlesTo, HandleJobPosts, HandleJobPostsTo};
use routes::{Handlers, InFlowStyle, InFlowStyleTo, POLICY, Redirects};

struct Site;

impl Handlers for Site {
    async fn handle_buy_sell_articles(&self, of: HandleBuySellArticles<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        let node_id = of.db_id.into();
        Ok(of.to(HandleBuySellArticlesTo { c: None, title: "a".into(), node_id }))
    }

    async fn handle_job_posts(&self, job: HandleJobPosts<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        let node_id = job.public_id.into();
        Ok(job.to(HandleJobPostsTo { title: job.title.map(Into::into), node_id }))
    }

    async fn in_flow_style(&self, of: InFlowStyle<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(of.to(InFlowStyleTo { node: of.id.value().into() }))
    }
}

fn main() {
    let _ = POLICY.find("/old/1");
    let _ = Redirects::new(Site);
}

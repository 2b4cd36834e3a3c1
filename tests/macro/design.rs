//! A policy with handlers, served by a site.

use redirects::{Answer, BoxError, Decision, Request};

redirects::redirects!(mod routes = "tests/policies/design.yml");
use routes::{
    HandleBuySellArticles, HandleJobPosts, HandleJobPostsTo, Handlers, POLICY, Redirects,
};

struct Site {
    ids: Ids,
}

struct Ids;

impl Ids {
    async fn node(&self, public_id: &str) -> Result<Option<u64>, std::num::ParseIntError> {
        match public_id {
            "gone" => Ok(None),
            id => id.parse().map(Some),
        }
    }
}

impl Handlers for Site {
    async fn handle_job_posts(
        &self,
        job: HandleJobPosts<'_>,
        request: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        let _ = request;
        Ok(match self.ids.node(job.public_id.as_str()).await? {
            Some(id) => job.to(HandleJobPostsTo {
                title: job.title.map(Into::into),
                node_id: id.into(),
            }),
            None => Answer::gone(),
        })
    }

    async fn handle_buy_sell_articles(
        &self,
        article: HandleBuySellArticles<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        Ok(article.to(routes::HandleBuySellArticlesTo {
            c: None,
            title: "a b".into(),
            node_id: article.db_id.into(),
        }))
    }
}

#[tokio::test]
async fn answers() {
    let redirects = Redirects::new(Site { ids: Ids });
    let Decision::Answered(response) = redirects.answer("/kr/job-posts/x-y-12".into()).await else {
        panic!()
    };
    assert_eq!(response.headers()["location"], "/kr/jobs/x-y-12/");
    let Decision::Answered(response) = redirects.answer("/kr/job-posts/gone/".into()).await else {
        panic!()
    };
    assert_eq!(response.status(), 410);
    let Decision::Answered(response) = redirects.answer("/articles/12".into()).await else {
        panic!()
    };
    assert_eq!(response.headers()["location"], "/buy-sell/a%20b-12/");
    assert_eq!(POLICY.rules().len(), 2);
}

#[test]
fn a_router_takes_it() {
    let home = || async { "home" };
    let site = Site { ids: Ids };
    let app: axum::Router = axum::Router::new()
        .route("/", axum::routing::get(home))
        .layer(redirects::tower::RedirectLayer::new(Redirects::new(site)));
    drop(app);
}

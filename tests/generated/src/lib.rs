//! The code of policies in place of the macro: it compiles as a file, and answers as the policy says.
#![forbid(unsafe_code)]
#![cfg(test)]

mod design {
    include!(concat!(env!("OUT_DIR"), "/design.rs"));
}

mod lookups {
    include!(concat!(env!("OUT_DIR"), "/lookups.rs"));
}

mod plain {
    include!(concat!(env!("OUT_DIR"), "/plain.rs"));
}

use design::{HandleBuySellArticles, HandleJobPosts, HandleJobPostsTo};
use lookups::{Articles, Ask, AskTo, Titles};
use redirects::lookup::Found;
use redirects::{Answer, BoxError, Decision, Request};

struct Site;

impl design::Handlers for Site {
    async fn handle_buy_sell_articles(
        &self,
        _: HandleBuySellArticles<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        Ok(Answer::gone())
    }

    async fn handle_job_posts(
        &self,
        job: HandleJobPosts<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        Ok(job.to(HandleJobPostsTo {
            title: job.title.map(Into::into),
            node_id: 7.into(),
        }))
    }
}

impl lookups::Handlers for Site {
    async fn ask(&self, asked: Ask<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(asked.to(AskTo {
            db_id: asked.db_id.into(),
        }))
    }
}

impl lookups::Fallbacks for Site {
    async fn articles(&self, db_id: u64) -> Result<Found<Articles>, BoxError> {
        Ok(Found::Row(Articles {
            node_id: format!("n{db_id}"),
            title: "a bicycle".to_owned(),
            region: None,
        }))
    }

    async fn titles(&self, _: &str) -> Result<Found<Titles>, BoxError> {
        Ok(Found::Missing)
    }
}

fn location(decision: Decision) -> String {
    let Decision::Answered(answer) = decision else {
        return String::new();
    };
    let location = answer.headers().get("location");
    let location = location.and_then(|location| location.to_str().ok());
    location.unwrap_or_default().to_owned()
}

#[test]
fn a_policy_without_handlers_answers() {
    assert_eq!(
        plain::POLICY.find("/old/1?x=2").location(),
        Some("/new/1?x=2")
    );
}

#[tokio::test]
async fn a_policy_with_handlers_asks_them() {
    let redirects = design::Redirects::new(Site);
    let job = redirects.answer(Request::from("/kr/job-posts/cook-1"));
    assert_eq!(location(job.await), "/kr/jobs/cook-7/");
}

#[tokio::test]
async fn a_policy_with_lookups_asks_their_fallbacks() {
    let lookups = lookups::Lookups::open_available("no such folder");
    let redirects = lookups::Redirects::new(Site).lookups(lookups);
    let asked = redirects.answer(Request::from("/asked/3"));
    assert_eq!(location(asked.await), "/answered/3");
}

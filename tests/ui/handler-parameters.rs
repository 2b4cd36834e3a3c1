use redirects::{Answer, BoxError, Request};

redirects::redirects!("design.yml");

struct Site;

impl Handlers for Site {
    async fn handle_job_posts(&self, job: HandleJobPosts<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        // In a group, so optional.
        let title: &str = job.title.as_str();
        let id = job.publicId;
        Ok(job.to(HandleJobPostsTo { node_id: 1.into() }))
    }

    async fn handle_buy_sell_articles(
        &self,
        article: HandleJobPosts<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        Ok(Answer::gone())
    }
}

fn main() {}

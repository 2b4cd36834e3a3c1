use redirects::{Answer, BoxError, Request};

redirects::redirects!("design.yml");

struct Site;

impl Handlers for Site {
    async fn handle_job_posts(&self, _: HandleJobPosts<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(Answer::gone())
    }
}

struct Elsewhere;

fn main() {
    let _ = Redirects::new(Elsewhere);
}

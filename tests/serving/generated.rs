//! The expansion of `redirects!`, written by hand: a trait with a method for each handler, and the type that plugs it
//! in.

use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use redirects::__private::{Dispatch, Field, Pending};
use redirects::tower::RedirectLayer;
use redirects::{Answer, BoxError, Captured, IntoRedirector, Policy, Redirector, Request, Value};

use crate::support::{ask, field, get};

static TABLE: LazyLock<Policy> = LazyLock::new(|| {
    crate::support::policy(
        "    - source: '/kr/job-posts/(:title-):publicId(/)'
      destination: '/kr/jobs/(:title-):nodeId/'
      handler: handleJobPosts",
    )
});

/// The handlers of the policy.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not answer for the handlers of `redirects.yml`",
    label = "implement `Handlers` for it"
)]
trait Handlers: Send + Sync + 'static {
    fn handle_job_posts(
        &self,
        job: HandleJobPosts<'_>,
        request: &Request<'_>,
    ) -> impl Future<Output = Result<Answer, BoxError>> + Send;
}

#[derive(Clone, Copy, Debug)]
struct HandleJobPosts<'m> {
    title: Option<Captured<'m>>,
    public_id: Captured<'m>,
    pending: Pending<'m>,
}

#[derive(Clone, Debug)]
struct HandleJobPostsTo<'m> {
    title: Option<Value<'m>>,
    node_id: Value<'m>,
}

impl<'m> HandleJobPosts<'m> {
    fn read(pending: Pending<'m>) -> Result<Self, BoxError> {
        Ok(HandleJobPosts {
            title: pending.optional("title"),
            public_id: pending.required("publicId")?,
            pending,
        })
    }

    fn to(&self, to: HandleJobPostsTo<'_>) -> Answer {
        self.pending.to(&[
            Field::segment("title", to.title),
            Field::segment("nodeId", Some(to.node_id)),
        ])
    }
}

/// The policy with a site's handlers.
#[derive(Debug)]
struct Redirects<H: Handlers>(Redirector<Asked<H>>);

#[derive(Debug)]
struct Asked<H>(Arc<H>);

impl<H: Handlers> Redirects<H> {
    fn new(site: H) -> Self {
        Redirects(Redirector::with(&TABLE, Asked(Arc::new(site))))
    }
}

impl<H: Handlers> Clone for Redirects<H> {
    fn clone(&self) -> Self {
        Redirects(self.0.clone())
    }
}

impl<H: Handlers> Deref for Redirects<H> {
    type Target = Redirector<Asked<H>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<H: Handlers> IntoRedirector for Redirects<H> {
    type Dispatch = Asked<H>;

    fn into_redirector(self) -> Redirector<Asked<H>> {
        self.0
    }
}

impl<H> Clone for Asked<H> {
    fn clone(&self) -> Self {
        Asked(Arc::clone(&self.0))
    }
}

impl<H: Handlers> Dispatch for Asked<H> {
    const HANDLERS: &'static [&'static str] = &["handleJobPosts"];

    async fn dispatch(
        &self,
        pending: Pending<'_>,
        request: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        match pending.handler() {
            "handleJobPosts" => {
                let job = HandleJobPosts::read(pending)?;
                self.0.handle_job_posts(job, request).await
            }
            _ => Err(pending.unknown()),
        }
    }
}

struct Site {
    node: Option<u64>,
}

impl Handlers for Site {
    async fn handle_job_posts(
        &self,
        job: HandleJobPosts<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        tokio::task::yield_now().await;
        if job.public_id.as_str() == "bad" {
            return Err("no such id".into());
        }
        Ok(match self.node {
            Some(id) => job.to(HandleJobPostsTo {
                title: job.title.map(Into::into),
                node_id: id.into(),
            }),
            None => Answer::gone(),
        })
    }
}

#[test]
fn a_site_plugs_in_by_its_trait() {
    let redirects = Redirects::new(Site { node: Some(7) });
    let response = crate::support::answer(&redirects, &get("/kr/job-posts/a-b-c/"));
    assert_eq!(field(&response, "location"), "/kr/jobs/a-b-7/");
    let response = crate::support::answer(&redirects, &get("/kr/job-posts/c"));
    assert_eq!(field(&response, "location"), "/kr/jobs/7/");
    let gone = crate::support::answer(
        &Redirects::new(Site { node: None }),
        &get("/kr/job-posts/c"),
    );
    assert_eq!(gone.status().as_u16(), 410);
}

#[test]
fn a_handler_is_tested_by_itself() {
    let matched = TABLE.find("/kr/job-posts/bad");
    let pending = Pending::of(&matched).unwrap();
    assert_eq!(pending.handler(), "handleJobPosts");
    assert!(pending.required("nothing").is_err());
    let job = HandleJobPosts::read(pending).unwrap();
    let answer = Site { node: None }.handle_job_posts(job, matched.request());
    assert_eq!(
        crate::support::block_on(answer).unwrap_err().to_string(),
        "no such id"
    );
}

#[test]
fn the_layer_takes_it_and_its_futures_go_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    let redirects = Redirects::new(Site { node: Some(7) });
    let request = get("/kr/job-posts/c");
    is_send(&redirects.answer((&request).into()));
    let layer = RedirectLayer::new(redirects.clone());
    let router: axum::Router = axum::Router::new().layer(layer);
    is_send(&router);
    drop(ask(&redirects, &request));
}

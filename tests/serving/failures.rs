//! Handlers that fail: nothing permanent, nothing that a cache keeps, and the site stays up.

use std::sync::Arc;
use std::time::Duration;

use redirects::__private::{Dispatch, Field, Pending};
use redirects::{Answer, BoxError, Decision, Options, Redirector, Request};

use crate::support::{answer, block_on, field, get, marked, policy, site, with_handler};

fn rules(on_failure: &str) -> String {
    format!(
        "    - source: '/a/:id'
      destination: '/b/:node'
      handler: decide
      cacheControl: 'public, max-age=99'
      headers: {{ CDN-Cache-Control: 'max-age=99', X-Rule: '1' }}
{on_failure}
    - {{ source: '/a/*', destination: '/never/*' }}"
    )
}

fn fail(kind: &str) -> Result<Answer, BoxError> {
    match kind {
        "error" => Err("the id service is down".into()),
        "panic" => panic!("a bug"),
        "refused" => Ok(Answer::local("//evil.example")),
        _ => unreachable!(),
    }
}

#[test]
fn the_site_answers_in_place_of_a_handler_that_failed() {
    for kind in ["error", "panic", "refused"] {
        let service = with_handler(&rules(""), move |_, _| fail(kind));
        let cache_headers = site(&service, &get("/a/1"));
        assert_eq!(
            marked(&cache_headers, "cache-control"),
            "no-store",
            "{kind}"
        );
    }
}

#[test]
fn on_failure_answers_in_its_place() {
    let cases = [
        (
            "      onFailure: { statusCode: 302, destination: '/list/:id' }",
            302,
            "/list/1?x=2",
            "",
        ),
        (
            "      onFailure: { statusCode: 307, destination: '/list/' }",
            307,
            "/list/?x=2",
            "",
        ),
        (
            "      onFailure: { statusCode: 503, retryAfter: 30 }",
            503,
            "",
            "30",
        ),
        ("      onFailure: { statusCode: 503 }", 503, "", ""),
    ];
    for kind in ["error", "panic", "refused"] {
        for (on_failure, status, location, retry_after) in cases {
            let service = with_handler(&rules(on_failure), move |_, _| fail(kind));
            let response = answer(&service, &get("/a/1?x=2"));
            assert_eq!(response.status().as_u16(), status, "{kind} {on_failure}");
            assert_eq!(field(&response, "location"), location);
            assert_eq!(field(&response, "retry-after"), retry_after);
            assert_eq!(field(&response, "cache-control"), "no-store");
            assert_eq!(field(&response, "cdn-cache-control"), "");
            assert_eq!(field(&response, "x-rule"), "");
        }
    }
}

#[test]
fn a_failure_that_would_lead_to_itself_leaves_the_site_to_answer() {
    let on_failure = "      onFailure: { statusCode: 302, destination: '/a/:id' }";
    let service = with_handler(&rules(on_failure), |_, _| fail("error"));
    let cache_headers = site(&service, &get("/a/1?x=2"));
    assert_eq!(marked(&cache_headers, "cache-control"), "no-store");
}

/// A handler that takes its time.
#[derive(Clone)]
struct Slow;

impl Dispatch for Slow {
    const HANDLERS: &'static [&'static str] = &["decide"];

    async fn dispatch(&self, pending: Pending<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        tokio::time::sleep(Duration::from_millis(50)).await;
        Ok(pending.to(&[Field::segment("node", Some(1.into()))]))
    }
}

fn slow(options: Options) -> Redirector<Slow> {
    let service = Redirector::with_shared(Arc::new(policy(&rules(""))), Slow).unwrap();
    service.options(options)
}

fn is_no_store(decision: &Decision) -> bool {
    matches!(decision, Decision::Site(cache_headers) if marked(cache_headers, "cache-control") == "no-store")
}

#[test]
fn a_handler_past_its_deadline_has_failed() {
    let late = slow(Options::new().deadline(Duration::from_millis(1)));
    assert!(is_no_store(&crate::support::ask(&late, &get("/a/1"))));
    let in_time = slow(Options::new().deadline(Duration::from_secs(5)));
    assert_eq!(field(&answer(&in_time, &get("/a/1")), "location"), "/b/1");
}

#[test]
fn one_handler_too_many_fails_at_once_and_places_are_given_back() {
    let service = slow(Options::new().in_flight(1));
    let (first, second) = (get("/a/1"), get("/a/2"));
    block_on(async {
        let (first, second) = tokio::join!(
            service.answer((&first).into()),
            service.answer((&second).into())
        );
        assert!(matches!(first, Decision::Answered(_)), "{first:?}");
        assert!(is_no_store(&second), "{second:?}");
    });
    // A client that goes away drops the answer, and with it the handler and its place.
    block_on(async {
        let gone = tokio::time::timeout(Duration::from_millis(1), service.answer((&first).into()));
        assert!(gone.await.is_err());
    });
    assert_eq!(field(&answer(&service, &first), "location"), "/b/1");
}

#[test]
fn a_deadline_without_a_timer_is_a_failure_not_a_crash() {
    let service = slow(Options::new().deadline(Duration::from_millis(1)));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let decision = runtime.block_on(service.answer((&get("/a/1")).into()));
    assert!(is_no_store(&decision));
}

//! Answers of handlers, and the responses that are sent for them.

use http::{Method, StatusCode};
use redirects::__private::{Field, Pending};
use redirects::Answer;

use crate::support::{answer, field, get, marked, request, service, site, with_handler};

pub(crate) const JOBS: &str = "    - source: '/job-posts/(:title-):publicId(/)'
      destination: '/jobs/(:title-):nodeId/'
      handler: decide
";

pub(crate) fn to(pending: &Pending<'_>, title: Option<&str>, node: &str) -> Answer {
    pending.to(&[
        Field::segment("title", title.map(Into::into)),
        Field::segment("nodeId", Some(node.into())),
    ])
}

#[test]
fn captures_are_copied_and_text_is_encoded_for_its_place() {
    let service = with_handler(JOBS, |pending, _| {
        let title = pending.optional("title").map(Into::into);
        let id = pending.required("publicId")?.as_str().to_owned();
        let fields = [
            Field::segment("title", title),
            Field::segment("nodeId", Some(format!("{id}/?#% é").into())),
        ];
        Ok(pending.to(&fields))
    });
    let response = answer(&service, &get("/job-posts/a%20b-7?utm=1"));
    assert_eq!(response.status(), StatusCode::MOVED_PERMANENTLY);
    assert_eq!(
        field(&response, "location"),
        "/jobs/a%20b-7%2F%3F%23%25%20%C3%A9/?utm=1"
    );
    let response = answer(&service, &get("/job-posts/7/"));
    assert_eq!(
        field(&response, "location"),
        "/jobs/7%2F%3F%23%25%20%C3%A9/"
    );
}

#[test]
fn text_for_a_path_keeps_its_slashes() {
    let service = with_handler(
        "    - { source: '/old/:rest<path>', destination: '/new/:rest', handler: decide }",
        |pending, _| Ok(pending.to(&[Field::path("rest", Some("a/b c".into()))])),
    );
    assert_eq!(
        field(&answer(&service, &get("/old/x")), "location"),
        "/new/a/b%20c"
    );
}

#[test]
fn numbers_are_read_and_written() {
    let service = with_handler(
        "    - { source: '/a/:id<int>', destination: '/b/:node', handler: decide }",
        |pending, _| {
            let node = pending.required_int("id")?.value() + 1;
            Ok(pending.to(&[Field::segment("node", Some(node.into()))]))
        },
    );
    assert_eq!(
        field(&answer(&service, &get("/a/0041")), "location"),
        "/b/42"
    );
}

type Sent = (fn() -> Answer, u16, &'static str);

/// Each answer of a handler to `/job-posts/1` is sent with its status and location.
#[test]
fn answers_are_sent() {
    let cases: &[Sent] = &[
        (|| Answer::local("/a?b=1#c"), 301, "/a?b=1#c"),
        (|| Answer::local("/동네 x"), 301, "/%EB%8F%99%EB%84%A4%20x"),
        (
            || Answer::external("https://partner.example/x"),
            301,
            "https://partner.example/x",
        ),
        (
            || Answer::external("http://a.CDN.example:8080"),
            301,
            "http://a.CDN.example:8080",
        ),
        (
            || Answer::local("/a").status(StatusCode::SEE_OTHER),
            303,
            "/a",
        ),
        (Answer::gone, 410, ""),
        (Answer::unavailable_for_legal_reasons, 451, ""),
    ];
    for (number, (say, status, location)) in cases.iter().enumerate() {
        let say = *say;
        let service = with_handler(JOBS, move |_, _| Ok(say()));
        let response = answer(&service, &get("/job-posts/1"));
        assert_eq!(response.status().as_u16(), *status, "case {number}");
        assert_eq!(field(&response, "location"), *location, "case {number}");
    }
}

#[test]
fn passing_on_tries_the_next_rule_and_stopping_does_not() {
    let rules = "    - { source: '/a/:x', destination: '/b/:x', handler: decide }
    - { source: '/a/:y', destination: '/c/:y' }";
    let service = with_handler(rules, |_, _| Ok(Answer::passthrough()));
    assert_eq!(field(&answer(&service, &get("/a/1")), "location"), "/c/1");
    let service = with_handler(rules, |_, _| Ok(Answer::stop()));
    assert!(site(&service, &get("/a/1")).is_empty());
}

#[test]
fn a_location_that_is_where_the_request_is_stops() {
    let rules =
        "    - { source: '/jobs/:title-:id/', destination: '/jobs/:title-:id/', handler: decide }
    - { source: '/jobs/*', destination: '/other/*' }";
    let service = with_handler(rules, |pending, _| Ok(pending.to(&[])));
    assert!(site(&service, &get("/jobs/same-1/?x=2")).is_empty());
    let service = with_handler(rules, |_, _| Ok(Answer::local("/jobs/same-1/")));
    assert!(site(&service, &get("/jobs/same-1/")).is_empty());
    assert_eq!(
        field(&answer(&service, &get("/jobs/old-1/")), "location"),
        "/jobs/same-1/"
    );
}

#[test]
fn what_a_handler_read_is_told_to_caches() {
    let service = with_handler(JOBS, |pending, request| {
        request.header(http::header::ACCEPT_LANGUAGE);
        request.cookie("beta");
        Ok(to(pending, None, "1"))
    });
    let response = answer(&service, &get("/job-posts/9"));
    assert_eq!(field(&response, "vary"), "accept-language, cookie");
    let service = with_handler(JOBS, |_, request| {
        request.header(http::header::USER_AGENT);
        Ok(Answer::passthrough())
    });
    assert_eq!(
        marked(&site(&service, &get("/job-posts/9")), "vary"),
        "user-agent"
    );
}

#[test]
fn what_only_this_client_has_makes_the_answer_private() {
    let rules = format!(
        "{JOBS}      cacheControl: 'public, s-maxage=9, max-age=60, no-cache=\"a, b\"'\n      headers: {{ CDN-Cache-Control: 'max-age=99' }}"
    );
    let service = with_handler(&rules, |pending, request| {
        let region = request.extension::<&str>().copied().unwrap_or("none");
        Ok(to(pending, None, region))
    });
    let mut asked = get("/job-posts/9");
    asked.extensions_mut().insert("seoul");
    let response = answer(&service, &asked);
    assert_eq!(field(&response, "location"), "/jobs/seoul/");
    assert_eq!(
        field(&response, "cache-control"),
        "private, max-age=60, no-cache=\"a, b\""
    );
    assert_eq!(field(&response, "cdn-cache-control"), "");
}

#[test]
fn cookies_and_fields_of_a_handler_are_sent() {
    let rules = format!("{JOBS}      headers: {{ X-A: rule, X-B: rule }}");
    let service = with_handler(&rules, |pending, _| {
        Ok(to(pending, None, "1")
            .header("x-a", "handler")
            .cookie("a=1; Path=/")
            .header("set-cookie", "b=2"))
    });
    let response = answer(&service, &request(Method::GET, "/job-posts/9", &[]));
    assert_eq!(field(&response, "x-a"), "handler");
    assert_eq!(field(&response, "x-b"), "rule");
    assert_eq!(field(&response, "set-cookie"), "a=1; Path=/, b=2");
    assert_eq!(field(&response, "cache-control"), "private");
}

#[test]
fn a_handler_says_no_more_than_its_rule_of_permanence() {
    let rules = format!("{JOBS}      permanentAfter: 2999-01-01T00:00:00Z\n      statusCode: 308");
    let service = with_handler(&rules, |pending, _| {
        Ok(to(pending, None, "1").status(StatusCode::MOVED_PERMANENTLY))
    });
    assert_eq!(
        answer(&service, &get("/job-posts/9")).status(),
        StatusCode::FOUND
    );
}

#[test]
fn a_match_that_waits_for_no_handler_is_not_pending() {
    let policy = crate::support::policy("    - { source: '/a', destination: '/b' }");
    assert!(Pending::of(&policy.find("/a")).is_none());
    drop(service("    - { source: '/a', destination: '/b' }"));
}

#[test]
fn a_redirect_of_a_rule_that_says_gone_turns_no_post_into_a_get() {
    let rules = "    - { source: '/a/:x', statusCode: 410, handler: decide }";
    let service = with_handler(rules, |_, _| Ok(Answer::local("/b")));
    assert_eq!(
        answer(&service, &get("/a/1")).status(),
        StatusCode::TEMPORARY_REDIRECT
    );
}

#[test]
fn a_field_that_is_repeated_has_no_value_for_a_handler() {
    let service = with_handler(JOBS, |_, request| {
        let value = request.header(http::HeaderName::from_static("x-a"));
        Ok(match value.map(|value| value.to_str()) {
            Some(Ok("1")) => Answer::local("/one"),
            Some(_) => Answer::local("/other"),
            None => Answer::local("/none"),
        })
    });
    let location = |headers: &[(&str, &str)]| {
        let request = request(Method::GET, "/job-posts/1", headers);
        field(&answer(&service, &request), "location")
    };
    assert_eq!(location(&[("x-a", "1")]), "/one");
    assert_eq!(location(&[("x-a", "1"), ("x-a", "2")]), "/none");
    assert_eq!(location(&[("x-a", "1"), ("x-a", "1")]), "/none");
}

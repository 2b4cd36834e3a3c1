//! Answers of handlers that are refused, or lead to where the request is.

use http::StatusCode;
use redirects::Answer;

use crate::handlers::{JOBS, to};
use crate::support::{get, marked, site, with_handler};

/// Answers that would leave the site, split a header or say what no handler may: failures, all of them.
#[test]
fn unsafe_answers_are_refused() {
    let cases: &[fn() -> Answer] = &[
        || Answer::local("//evil.example"),
        || Answer::local("/\\evil.example"),
        || Answer::local("\\\\evil.example"),
        || Answer::local("https://evil.example/"),
        || Answer::local(""),
        || Answer::local("/\t/evil.example"),
        || Answer::local("/a\r\nset-cookie: a=b"),
        || Answer::local("/a/../b"),
        || Answer::local("/a/%2E%2e/b"),
        || Answer::local(format!("/{}", "a".repeat(9000))),
        || Answer::external("https://evil.example/"),
        || Answer::external("https://partner.example.evil.example/"),
        || Answer::external("https://partner.example@evil.example/"),
        || Answer::external("https://cdn.example/"),
        || Answer::external("https://partner.example./"),
        || Answer::external("https://partner.example\\@evil.example/"),
        || Answer::external("//partner.example/"),
        || Answer::external("/a"),
        || Answer::external("javascript:alert(1)//partner.example"),
        || Answer::external("https:///partner.example"),
        || Answer::external("https://partner.example:65536/"),
        || Answer::external("https://partner.example:99999999999999999999/"),
        || Answer::external("https://partner.example:8o/"),
        || Answer::external("https://partner.example/a/../b"),
        || Answer::external("https://partner.example/%2e%2E"),
        || Answer::local("/a").status(StatusCode::OK),
        || Answer::gone().status(StatusCode::FOUND),
        || Answer::local("/a").header("x a", "b"),
        || Answer::local("/a").header("x", "a\r\nb: c"),
        || Answer::local("/a").header("x", "a\tb"),
        || Answer::local("/a").cookie("a=b\tc"),
        || Answer::local("/a").header("location", "https://evil.example"),
        || Answer::local("/a").header("refresh", "0; url=https://evil.example"),
        || Answer::local("/a").header("content-length", "0"),
        || Answer::local("/a").header("upgrade", "h2c"),
        || Answer::local("/a").header("connection", "close"),
        || Answer::local("/a").cookie("a=b\r\nc: d"),
        || Answer::local("/a").cookie("nothing"),
        || Answer::local("/a").cookie("=b"),
    ];
    for (number, say) in cases.iter().enumerate() {
        let say = *say;
        let service = with_handler(JOBS, move |_, _| Ok(say()));
        let cache_headers = site(&service, &get("/job-posts/1"));
        assert_eq!(
            marked(&cache_headers, "cache-control"),
            "no-store",
            "case {number}"
        );
    }
}

#[test]
fn a_handler_that_leads_to_where_the_request_is_lets_the_site_answer() {
    let rules = "    - { source: '/~here', destination: '/b', handler: decide }";
    for path in ["/~here", "/%7ehere", "/%7Ehere", "//~here"] {
        let service = with_handler(rules, move |_, _| Ok(Answer::local(path)));
        match path {
            // Refused, since browsers read a host there.
            "//~here" => assert_eq!(
                marked(&site(&service, &get("/~here")), "cache-control"),
                "no-store"
            ),
            _ => assert!(site(&service, &get("/~here")).is_empty(), "{path}"),
        }
    }
}

#[test]
fn values_that_make_no_location_are_refused() {
    for (title, node) in [(None, ""), (Some("..-"), ""), (None, "."), (None, "..")] {
        let service = with_handler(JOBS, move |pending, _| Ok(to(pending, title, node)));
        let cache_headers = site(&service, &get("/job-posts/1"));
        assert_eq!(
            marked(&cache_headers, "cache-control"),
            "no-store",
            "{title:?} {node:?}"
        );
    }
}

//! Answers as HTTP wants them.

use http::{Method, StatusCode};
use redirects::Options;

use crate::support::{answer, field, get, marked, request, service, site};

#[test]
fn a_get_has_a_note_with_an_escaped_link() {
    let service = service("    - { source: '/old/:id', destination: \"/new/:id\" }");
    let response = answer(&service, &get("/old/a&b'c?x='1'&y=2"));
    assert_eq!(response.status(), StatusCode::MOVED_PERMANENTLY);
    assert_eq!(field(&response, "location"), "/new/a&b'c?x='1'&y=2");
    assert_eq!(field(&response, "content-type"), "text/html; charset=utf-8");
    let length = response.body().len().to_string();
    assert_eq!(field(&response, "content-length"), length);
    let link = "<a href=\"/new/a&amp;b&#39;c?x=&#39;1&#39;&amp;y=2\">";
    assert!(response.body().contains(link), "{}", response.body());
    assert_eq!(field(&response, "cache-control"), "");
    assert_eq!(field(&response, "vary"), "");
}

#[test]
fn a_head_has_the_fields_of_a_get_without_content() {
    let service = service("    - { source: '/old', destination: '/new' }");
    let from_get = answer(&service, &get("/old"));
    let from_head = answer(&service, &request(Method::HEAD, "/old", &[]));
    assert_eq!(from_head.status(), from_get.status());
    assert_eq!(from_head.headers(), from_get.headers());
    assert_eq!(from_head.body(), "");
}

#[test]
fn another_method_has_no_content() {
    let service = service("    - { source: '/old', destination: '/new', statusCode: 308 }");
    let response = answer(&service, &request(Method::POST, "/old", &[]));
    assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(
        (
            response.body().as_str(),
            field(&response, "content-length").as_str()
        ),
        ("", "0")
    );
    assert_eq!(field(&response, "content-type"), "");
}

#[test]
fn every_status_is_sent_as_written() {
    for status in [301, 302, 303, 307, 308, 410, 451] {
        let destination = if status < 400 {
            ", destination: '/new'"
        } else {
            ""
        };
        let rule = format!("    - {{ source: '/old', statusCode: {status}{destination} }}");
        let response = answer(&service(&rule), &get("/old"));
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(field(&response, "location").is_empty(), status >= 400);
        assert!(!response.body().is_empty());
    }
}

#[test]
fn fields_and_cache_control_of_the_rule_are_sent() {
    let service = service(
        "    - source: '/old'
      destination: '/new'
      headers: { X-Moved: 'yes, moved', Link: '</new>; rel=canonical' }
      cacheControl: 'public, max-age=60'",
    );
    let response = answer(&service, &get("/old"));
    assert_eq!(field(&response, "x-moved"), "yes, moved");
    assert_eq!(field(&response, "link"), "</new>; rel=canonical");
    assert_eq!(field(&response, "cache-control"), "public, max-age=60");
}

#[test]
fn a_rule_is_temporary_until_it_is_permanent() {
    let rule = |date: &str| {
        service(&format!(
            "    - {{ source: '/old', destination: '/new', permanentAfter: {date} }}"
        ))
    };
    let later = answer(&rule("2999-01-01T00:00:00Z"), &get("/old"));
    let earlier = answer(&rule("2001-01-01T00:00:00Z"), &get("/old"));
    assert_eq!(
        (later.status().as_u16(), earlier.status().as_u16()),
        (302, 301)
    );
}

#[test]
fn both_the_answer_and_the_sites_own_vary_by_what_was_looked_at() {
    let service = service(
        "    - { source: '/', destination: '/kr/', when: { language: ko } }
    - { id: beta, source: '/', destination: '/beta/', when: { cookie: { beta: 'yes' } } }
    - { source: '/other', destination: '/x', when: { header: { x-mobile: '1' } } }",
    );
    let response = answer(
        &service,
        &request(Method::GET, "/", &[("accept-language", "ko")]),
    );
    assert_eq!(field(&response, "location"), "/kr/");
    assert_eq!(field(&response, "vary"), "accept-language");
    let cache_headers = site(
        &service,
        &request(Method::GET, "/", &[("accept-language", "en")]),
    );
    assert_eq!(marked(&cache_headers, "vary"), "accept-language, cookie");
    assert!(site(&service, &get("/nowhere")).is_empty());
}

#[test]
fn connect_and_asterisk_pass() {
    let service =
        service("    - { source: '*', destination: 'https://new.example/*', statusCode: 307 }");
    assert!(site(&service, &request(Method::CONNECT, "evil.example:443", &[])).is_empty());
    assert!(site(&service, &request(Method::OPTIONS, "*", &[])).is_empty());
}

#[test]
fn what_unless_looked_at_stands_in_vary() {
    let service = service(
        "    - { source: '/a', destination: '/b', unless: { header: { x-app: 'yes' } } }
    - { source: '/c', destination: '/d', unless: { cookie: { seen: true } } }",
    );
    let plain = answer(&service, &get("/a"));
    assert_eq!(field(&plain, "vary"), "x-app");
    let app = request(Method::GET, "/a", &[("x-app", "yes")]);
    assert_eq!(marked(&site(&service, &app), "vary"), "x-app");
    assert_eq!(field(&answer(&service, &get("/c")), "vary"), "cookie");
}

#[test]
fn vary_that_says_all_stays_alone() {
    let service = service("    - { source: '/', destination: '/kr', when: { language: ko } }");
    let cache_headers = site(&service, &get("/"));
    let mut response = http::Response::new(());
    response
        .headers_mut()
        .insert("vary", http::HeaderValue::from_static("*"));
    cache_headers.add_to(response.headers_mut());
    assert_eq!(field(&response, "vary"), "*");
}

/// Answers of the first thousand literal rules are made when the policy is loaded, those of later rules for each request.
#[test]
fn answers_made_in_advance_are_those_that_a_request_makes() {
    let rules = |from: usize, to: usize| -> String {
        let rule = |number: usize| match number % 4 {
            0 => {
                format!("    - {{ source: '/{number}', destination: '/new?a=1&b={number}#it' }}\n")
            }
            1 => format!(
                "    - {{ source: '/{number}', destination: 'https://a.example/', statusCode: 307 }}\n"
            ),
            2 => format!(
                "    - {{ source: '/{number}', destination: '/new', cacheControl: 'max-age=9', headers: {{ X-A: '1', Link: '</new>' }} }}\n"
            ),
            _ => format!(
                "    - {{ source: '/{number}', destination: '/ko', when: {{ language: ko }}, statusCode: 302 }}\n"
            ),
        };
        (from..to).map(rule).collect()
    };
    // The same four rules, first and behind a thousand others.
    let first = service(&rules(0, 4));
    let last = service(&format!("{}{}", rules(4, 2004), rules(0, 4)));
    for options in [Options::new(), Options::new().permanent(false)] {
        let (first, last) = (
            first.clone().options(options),
            last.clone().options(options),
        );
        for target in ["/0", "/1", "/2", "/3", "/0?c=2", "/1?c=2", "/2?", "/3?c=2"] {
            for method in [Method::GET, Method::HEAD] {
                let asked = request(method.clone(), target, &[("accept-language", "ko")]);
                let (early, late) = (answer(&first, &asked), answer(&last, &asked));
                assert_eq!(early.status(), late.status(), "{method} {target}");
                assert_eq!(early.headers(), late.headers(), "{method} {target}");
                assert_eq!(early.body(), late.body(), "{method} {target}");
            }
        }
        let asked = request(Method::POST, "/1", &[]);
        let (early, late) = (answer(&first, &asked), answer(&last, &asked));
        assert_eq!(
            (early.headers(), early.body()),
            (late.headers(), late.body())
        );
        assert_eq!(field(&early, "content-length"), "0");
    }
    let asked = request(Method::GET, "/2", &[]);
    assert_eq!(field(&answer(&first, &asked), "cache-control"), "max-age=9");
}

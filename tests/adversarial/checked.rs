//! The checks themselves: each must find what it is for, and leave a sound answer alone.

use http::{Response, StatusCode};

use crate::forbidden::{self, ALWAYS, WORDS};
use crate::observed::{Asked, Observed};

fn asked(method: &str, target: &str) -> Asked {
    Asked {
        method: method.into(),
        target: target.into(),
        headers: Vec::new(),
        destination: "/new/:x".into(),
        fields: &[],
    }
}

fn observed(status: u16, headers: &[(&str, &str)], body: &str) -> Observed {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(
            *name,
            http::HeaderValue::from_bytes(value.as_bytes()).unwrap(),
        );
    }
    Observed::new(response.body(body.to_owned()).unwrap())
}

/// For each word answers that it must find: the word, the request, the status, then header fields, and content.
const BAD: &[&str] = &[
    "cross_origin | GET /old/a | 301 | location: //evil.example",
    "cross_origin | GET /old/a | 301 | location: ///evil.example",
    "cross_origin | GET /old/a | 301 | location: a",
    "header_injection | GET /old/a | 301 | location: /new/a | x-crlf-header: injected",
    "control_byte_in_header | GET /old/a | 301 | location: /new/a\tb",
    "backslash_in_location | GET /old/a | 301 | location: /new\\a",
    "unencoded_byte_in_location | GET /old/a | 301 | location: /new/é",
    "unencoded_byte_in_location | GET /old/a | 301 | location: /new/%z1",
    "unencoded_byte_in_location | GET /old/a | 301 | location: /new/%2",
    "unencoded_byte_in_location | GET /old/a | 301 | location: /new/a b",
    "userinfo_in_location | GET /old/a | 301 | location: https://a@good.example/",
    "cookie_attribute_injection | GET /old/a | 301 | set-cookie: a=b; Domain=x",
    "double_decode | GET /old/a%252f | 301 | location: /new/a%2f",
    "double_encode | GET /old/a%2f | 301 | location: /new/a%252f",
    "path_segment_injection | GET /old/a | 301 | location: /new/a/b",
    "path_segment_injection | GET /old/a | 301 | location: /new/a?b",
    "path_segment_injection | GET /old/a | 301 | location: /new/a#b",
    "path_segment_injection | GET /old/a | 301 | location: /new/%2e.",
    "permanent_status | GET /old/a | 308",
    "cacheable_without_freshness | GET /old/a | 410",
    "public_cacheable_without_vary | GET /old/a | 302 | cache-control: max-age=9",
    "match | GET /old/a | 302 | location: /new/a",
    "match_outside_LDH_label | GET /old/a | 302 | location: /new/a",
    "no_match | GET /old/a | 200 | x-site: 1",
    "panic_or_5xx | GET /old/a | 500 | x-site: 1",
    "silent_value_change | GET /old/007 | 301 | location: /new/7",
    "silent_method_change | POST /old/a | 302 | location: /new/a",
    "body_on_head | HEAD /old/a | 301 | location: /new/a | moved",
    "self_redirect | GET /old/a | 301 | location: /old/a",
    "self_redirect | GET /old/a | 301 | location: https://good.example/old/a",
    "redirect_without_explicit_rule | GET /robots.txt | 301 | location: /new",
    "location_present | GET /old/a | 410 | location: /new/a",
    "location_present | GET /old/a | 301",
    "scheme_not_http | GET /old/a | 301 | location: javascript:alert(1)",
    "bytes_changed | GET /old/%E1%84 | 301 | location: /new/%E1",
    "replacement_char_in_location | GET /old/%ff | 301 | location: /new/%EF%BF%BD",
    "decoded_dot_segment | GET /old/..%2Fa | 301 | location: /new/../a",
    "decoded_dot_segment | GET /old/a%2Fb | 301 | location: /new/a/b",
    "location:/new// | GET /old/a | 301 | location: /new//",
];

/// A line of [`BAD`]: its word, the request, and the answer.
fn bad(line: &str) -> (&str, Asked, Observed) {
    let mut parts = line.split(" | ");
    let mut part = || parts.next().unwrap();
    let (word, request, status) = (part(), part(), part());
    let (method, target) = request.split_once(' ').unwrap();
    let (mut headers, mut body) = (Vec::new(), "");
    for part in parts {
        match part.split_once(": ") {
            Some(field) => headers.push(field),
            None => body = part,
        }
    }
    let answer = observed(status.parse().unwrap(), &headers, body);
    (word, asked(method, target), answer)
}

#[test]
fn each_check_finds_what_it_is_for() {
    for line in BAD {
        let (word, asked, answer) = bad(line);
        assert!(forbidden::is(word, &asked, &answer), "{line}");
    }
    let long = format!("/{}", "a".repeat(9000));
    let long = observed(301, &[("location", &long)], "");
    assert!(forbidden::is(
        "location_longer_than_8k",
        &asked("GET", "/old/a"),
        &long
    ));
    for (word, _) in WORDS {
        let has_case = BAD.iter().any(|line| bad(line).0 == *word);
        assert!(
            has_case || *word == "location_longer_than_8k",
            "{word} has no case"
        );
    }
}

#[test]
fn a_sound_answer_is_nothing_that_it_must_not_be() {
    let status = StatusCode::MOVED_PERMANENTLY.as_u16();
    let sound = observed(
        status,
        &[("location", "/new/a%2Fb"), ("vary", "cookie")],
        "moved",
    );
    let asked = asked("GET", "/old/a%2Fb");
    let excused = [
        "match",
        "match_outside_LDH_label",
        "permanent_status",
        "cacheable_without_freshness",
        "redirect_without_explicit_rule",
    ];
    for (word, _) in WORDS.iter().filter(|(word, _)| !excused.contains(word)) {
        assert!(!forbidden::is(word, &asked, &sound), "{word}");
    }
    assert!(
        ALWAYS
            .iter()
            .all(|word| WORDS.iter().any(|(own, _)| own == word))
    );
}

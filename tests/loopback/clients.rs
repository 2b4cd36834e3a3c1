//! Real clients, over HTTP/1.1 and HTTP/2.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use http::{Method, Request, Response};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use crate::observed::{Observed, SITE};
use redirects::Options;

use crate::server::{BOTH, Framework, Site, start, start_with};
use crate::wire;

/// Sends requests over one client, and returns what came back.
fn send(http2: bool, requests: Vec<Request<Empty<Bytes>>>) -> Vec<Observed> {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    runtime.block_on(async {
        let client = Client::builder(TokioExecutor::new())
            .http2_only(http2)
            .build_http();
        let mut answers = Vec::new();
        for request in requests {
            let response = client.request(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let body = String::from_utf8(body.to_vec()).unwrap();
            answers.push(Observed::new(Response::from_parts(parts, body)));
        }
        answers
    })
}

fn request(address: SocketAddr, method: Method, target: &str) -> Request<Empty<Bytes>> {
    let request = Request::builder().method(method);
    let request = request.uri(format!("http://{address}{target}"));
    request.body(Empty::new()).unwrap()
}

/// Target, and status with location, of each kind of answer.
const ANSWERS: [(&str, &str); 8] = [
    ("/old", "301 /new"),
    ("/old/a?x=1", "301 /new/a?x=1"),
    ("/moved", "307 /there"),
    ("/gone", "410"),
    ("/ask/to", "301 /node/TO"),
    ("/ask/error", "site no-store"),
    ("/ask/pass", "site"),
    ("/nowhere", "site"),
];

#[test]
fn a_head_is_a_get_without_content() {
    for (framework, http2) in BOTH.into_iter().flat_map(|one| [(one, false), (one, true)]) {
        let address = start(framework, Site::default());
        for (target, expected) in ANSWERS {
            let both = [Method::GET, Method::HEAD].map(|method| request(address, method, target));
            let mut answers = send(http2, both.into());
            for seen in &mut answers {
                seen.headers.remove("date");
                assert_eq!(seen.summary(), expected, "{framework:?} {http2}");
            }
            let [got, headed] = answers.as_slice() else {
                panic!()
            };
            assert_eq!(
                got.headers, headed.headers,
                "{framework:?} {http2} {target}"
            );
            assert!(headed.body.is_empty() && !got.body.is_empty());
            assert_eq!(got.field("content-length"), got.body.len().to_string());
        }
    }
}

#[test]
fn an_answer_carries_what_the_policy_says_and_no_more() {
    for framework in BOTH {
        let address = start(framework, Site::default());
        let asked = ["/old", "/ask/to", "/lang", "/nowhere"];
        let asked = asked.map(|target| request(address, Method::GET, target));
        let answers = send(false, asked.into());
        let names = |seen: &Observed| -> Vec<String> {
            let mut names: Vec<String> = seen.headers.keys().map(ToString::to_string).collect();
            names.retain(|name| !["date", "content-type", "content-length"].contains(&&**name));
            names.sort();
            names
        };
        let all: Vec<Vec<String>> = answers.iter().map(names).collect();
        let expected: [&[&str]; 4] = [
            &["location", "x-moved"],
            &["cache-control", "location", "set-cookie"],
            &["vary", SITE],
            &[SITE],
        ];
        assert_eq!(all, expected, "{framework:?}");
        assert_eq!(answers[0].field("content-type"), "text/html; charset=utf-8");
        assert_eq!(answers[1].field("cache-control"), "private");
        assert_eq!(answers[2].field("vary"), "accept-language");
    }
}

/// In HTTP/2 the host is the authority, and the scheme is told.
#[test]
fn http_2_is_answered() {
    for framework in BOTH {
        let address = start(framework, Site::default());
        let asked = ["/old", "/legacy//evil.example", "/hosted"];
        let asked = asked.map(|target| request(address, Method::GET, target));
        let answers = send(true, asked.into());
        let summaries: Vec<String> = answers.iter().map(Observed::summary).collect();
        assert_eq!(
            summaries,
            ["301 /new", "301 /evil.example", "site"],
            "{framework:?}"
        );
    }
}

/// hyper drops what it does for a client that has gone; actix finishes it, so that only a deadline ends it.
#[test]
fn a_client_that_goes_holds_nothing_up() {
    let deadline = Options::new().deadline(Duration::from_millis(200));
    for (framework, options) in [
        (Framework::Axum, Options::new()),
        (Framework::Actix, deadline),
    ] {
        let site = Site::default();
        let address = start_with(framework, site.clone(), options.in_flight(1));
        let mut stream = wire::connect(address);
        let slow = b"GET /ask/slow HTTP/1.1\r\nHost: a\r\n\r\n";
        stream.write_all(slow).unwrap();
        wait(framework, || site.started.load(Ordering::SeqCst) == 1);
        drop(stream);
        wait(framework, || site.dropped.load(Ordering::SeqCst) == 1);
        let asked = request(address, Method::GET, "/ask/to");
        let answers = send(false, vec![asked]);
        assert_eq!(answers[0].summary(), "301 /node/TO", "{framework:?}");
    }
}

/// One slow handler is all that may run: the next fails at once, and everything else is answered as ever.
#[test]
fn a_slow_handler_blocks_no_one() {
    for framework in BOTH {
        let site = Site::default();
        let address = start_with(framework, site.clone(), Options::new().in_flight(1));
        let mut stream = wire::connect(address);
        let slow = b"GET /ask/slow HTTP/1.1\r\nHost: a\r\n\r\n";
        stream.write_all(slow).unwrap();
        wait(framework, || site.started.load(Ordering::SeqCst) == 1);
        let asked = ["/ask/to", "/old", "/nowhere"];
        let asked = asked.map(|target| request(address, Method::GET, target));
        let answers = send(false, asked.into());
        let summaries: Vec<String> = answers.iter().map(Observed::summary).collect();
        assert_eq!(
            summaries,
            ["site no-store", "301 /new", "site"],
            "{framework:?}"
        );
    }
}

fn wait(framework: Framework, until: impl Fn() -> bool) {
    let start = Instant::now();
    while !until() {
        assert!(start.elapsed() < Duration::from_secs(5), "{framework:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

//! Bytes that no client would send: defined answers to all of them, alike in both frameworks, and never two for one.

use std::io::Write;

use crate::observed::Observed;
use crate::server::{BOTH, Framework, Site, start};
use crate::wire;

/// Request lines, and what they come to: status and location, or `site` where the site answers.
#[rustfmt::skip]
const LINES: &[(&[u8], &str)] = &[
    (b"GET /old", "301 /new"),
    (b"GET /old/a\tb", "400"),
    (b"GET /old/a\x01b", "400"),
    (b"GET /old/a\x7fb", "400"),
    (b"GET /old/a\x00b", "400"),
    (b"GET /old/a b", "400"),
    (b"GET /old/\xff\xfe", "400"),
    (b"GET /old/a%0d%0aX:%20y", "301 /new/a%0D%0AX:%20y"),
    (b"GET /old/%zz", "301 /new/%25zz"),
    (b"GET /old/a%2fb", "301 /new/a%2Fb"),
    (b"GET /legacy//evil.example", "301 /evil.example"),
    (b"GET /legacy/\\evil.example", "301 /evil.example"),
    (b"GET /legacy/%5Cevil.example", "301 /%5Cevil.example"),
    (b"GET /legacy/%09/evil.example", "301 /%09/evil.example"),
    (b"GET /legacy/../legacy//evil.example/..", "301 /"),
    (b"GET //evil.example/..//old", "site"),
    (b"GET /old#x", "301 /new"),
    (b"GET /old?x=1#y", "301 /new?x=1"),
    (b"GET /old?a=\xff", "400"),
    (b"GET /old?a=b\\c\"<>'", "400"),
    (b"GET ?x", "400"),
    (b"GET old", "site"),
    (b"GET \\\\evil.example", "400"),
    (b"GET ", "400"),
    (b"GET http://good.example/hosted", "301 /yes"),
    (b"GET http://good.example@evil.example/hosted", "site"),
    (b"GET http://evil.example/hosted", "site"),
    (b"GET http://GOOD.example.:80/hosted", "301 /yes"),
    (b"GET https://good.example", "site"),
    (b"GET file:///old", "400"),
    (b"GET http:/old", "400"),
    (b"GET ///old", "site"),
    (b"OPTIONS *", "site"),
    (b"OPTIONS /", "308 https://never.example/"),
    (b"TRACE /", "308 https://never.example/"),
    (b"CONNECT evil.example:443", "site"),
    (b"CONNECT /old", "site"),
    (b"GET *", "site"),
    (b"POST /old", "site"),
    (b"POST /moved", "307 /there"),
    (b"BREW /old", "site"),
    (b"BREW /moved", "307 /there"),
    (b"get /old", "site"),
    (b"GET /gone", "410"),
    (b"GET /lang", "site"),
    (b"GET /old/\xc3\xa9", "301 /new/%C3%A9"),
    (b"GET /ask/to", "301 /node/TO"),
    (b"GET /ask/error", "site no-store"),
    (b"GET /ask/panic", "site no-store"),
    (b"GET /ask/pass", "site"),
    (b"GET /ask/split", "site no-store"),
];

/// Header fields of `GET /hosted`, which only `good.example` redirects, and what they come to.
#[rustfmt::skip]
const FIELDS: &[(&[u8], &str)] = &[
    (b"", "site"),
    (b"Host: good.example\r\nHost: good.example\r\n", "site"),
    (b"Host: good.example\r\nHost: evil.example\r\n", "site"),
    (b"Host: good.example, evil.example\r\n", "site"),
    (b"Host: good.example@evil.example\r\n", "site"),
    (b"Host: evil.example#good.example\r\n", "site"),
    (b"Host: good.example/\r\n", "site"),
    (b"Host: good.example:80:80\r\n", "site"),
    (b"Host: good.example:\r\n", "301 /yes"),
    (b"Host: \r\n", "site"),
    (b"Host: good.example.\r\n", "301 /yes"),
    (b"Host: GOOD.EXAMPLE:443\r\n", "301 /yes"),
    (b"Host: g\xf6od.example\r\n", "site"),
    (b"Host: good.example\x00\r\n", "400"),
    (b"Host : good.example\r\n", "400"),
    (b" Host: good.example\r\n", "400"),
    (b"Host: good.example\r\n evil\r\n", "400"),
    (b"X-Forwarded-Host: good.example\r\nHost: evil.example\r\n", "site"),
    (b"Forwarded: host=good.example\r\nHost: evil.example\r\n", "site"),
    (b"X-Host: good.example\r\nX-Original-URL: /hosted\r\nHost: evil.example\r\n", "site"),
];

/// Whole requests: old versions, no requests at all, two in one, bodies that look like a request.
#[rustfmt::skip]
const WHOLE: &[(&[u8], &[&str])] = &[
    (b"GET /hosted HTTP/1.0\r\nConnection: close\r\n\r\n", &["site"]),
    (b"GET /old HTTP/1.0\r\nConnection: close\r\n\r\n", &["301 /new"]),
    (b"GET /old\r\n\r\n", &["400"]),
    (b"GET /old HTTP/2.0\r\n\r\n", &["400"]),
    (b"GET /old HTTP/1.1\nHost: good.example\nConnection: close\n\n", &["301 /new"]),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", &["400"]),
    (b"GET /old HTTP/1.1\r\nHost: good.example\r\nX: a\rSet-Cookie: a=b\r\nConnection: close\r\n\r\n", &["400"]),
    (b"GET /old HTTP/1.1\r\nHost: good.example\r\n: x\r\nConnection: close\r\n\r\n", &["400"]),
    (b"GET /old HTTP/1.1\r\nHost: a\r\n\r\nGET /gone HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &["301 /new", "410"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nContent-Length: 39\r\nConnection: close\r\n\r\nGET /old/smuggled HTTP/1.1\r\nHost: a\r\n\r\n", &["307 /there"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nContent-Length: 39\r\n\r\nGET /old/smuggled HTTP/1.1\r\nHost: a\r\n\r\nGET /gone HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &["307 /there", "410"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n27\r\nGET /old/smuggled HTTP/1.1\r\nHost: a\r\n\r\n\r\n0\r\n\r\nGET /gone HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &["307 /there", "410"]),
    (b"GET /old HTTP/1.1\r\nHost: a\r\nContent-Length: 39\r\n\r\nGET /old/smuggled HTTP/1.1\r\nHost: a\r\n\r\nGET /gone HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &["301 /new", "410"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /old/smuggled HTTP/1.1\r\nHost: a\r\n\r\n", &["307 /there"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 39\r\nConnection: close\r\n\r\nGET /old/smuggled HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 39\r\nConnection: close\r\n\r\nGET /old/smuggled HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\nConnection: close\r\n\r\n", &["400"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\nConnection: close\r\n\r\nGET /old/smuggled HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\nConnection: close\r\n\r\n0\r\n\r\n", &["400"]),
    (b"POST /moved HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n", &["307 /there"]),
];

const CLOSE: &[u8] = b"Connection: close\r\n\r\n";

fn summaries(bytes: &[u8]) -> Vec<String> {
    let answers = wire::answers(bytes).into_iter().map(Observed::new);
    answers.map(|seen| seen.summary()).collect()
}

/// Returns the answer that differs in actix: it refuses raw UTF-8, and reads on behind a body whose length is told
/// twice.
fn expected<'a>(framework: Framework, bytes: &[u8], expected: &[&'a str]) -> Vec<&'a str> {
    let twice = bytes.windows(9).any(|at| at == b"Length: 6");
    match framework {
        Framework::Actix if bytes.starts_with(b"GET /old/\xc3\xa9") => vec!["400"],
        Framework::Actix if twice => vec!["307 /there", "301 /new/smuggled"],
        _ => expected.to_vec(),
    }
}

#[test]
fn odd_requests_get_defined_answers() {
    let lines = LINES.iter().map(|(line, answer)| {
        let rest: &[u8] = b" HTTP/1.1\r\nHost: good.example\r\n";
        ([line, rest, CLOSE].concat(), vec![*answer])
    });
    let fields = FIELDS.iter().map(|(fields, answer)| {
        let line: &[u8] = b"GET /hosted HTTP/1.1\r\n";
        ([line, fields, CLOSE].concat(), vec![*answer])
    });
    let whole = WHOLE
        .iter()
        .map(|(bytes, answers)| (bytes.to_vec(), answers.to_vec()));
    let cases: Vec<(Vec<u8>, Vec<&str>)> = lines.chain(fields).chain(whole).collect();
    for framework in BOTH {
        let address = start(framework, Site::default());
        for (bytes, answers) in &cases {
            let seen = summaries(&wire::send(address, bytes));
            let sent = String::from_utf8_lossy(bytes);
            assert_eq!(
                seen,
                expected(framework, bytes, answers),
                "{framework:?} {sent:?}"
            );
        }
    }
}

/// Eight kilobytes of anything, in every place: no answer is a failure of the server, and it goes on answering.
#[test]
fn much_of_anything_gets_an_answer() {
    let long = |what: &str| what.repeat(8192 / what.len());
    for framework in BOTH {
        let address = start(framework, Site::default());
        for what in [
            "a", "/", "%", "%2F", "%5C", "-", ".", "../", "a=b&", ":", "\\", "@", "%00",
        ] {
            let what = long(what);
            for request in [
                format!("GET /old/{what} HTTP/1.1\r\nHost: good.example\r\n"),
                format!("GET /legacy/{what} HTTP/1.1\r\nHost: good.example\r\n"),
                format!("GET /old?{what} HTTP/1.1\r\nHost: good.example\r\n"),
                format!("GET /ask/{what} HTTP/1.1\r\nHost: good.example\r\n"),
                format!("GET /hosted HTTP/1.1\r\nHost: {what}\r\n"),
                format!("GET /lang HTTP/1.1\r\nHost: a\r\nAccept-Language: {what}\r\n"),
                format!("GET /lang HTTP/1.1\r\nHost: a\r\nCookie: {what}\r\n"),
            ] {
                let sent = [request.as_bytes(), CLOSE].concat();
                let seen = wire::answers(&wire::send(address, &sent));
                assert_eq!(seen.len(), 1, "{framework:?} {:?}", request.get(..40));
                let seen = Observed::new(seen.into_iter().next().unwrap());
                assert!(seen.status < 500, "{framework:?} {:?}", request.get(..40));
                assert!(
                    seen.location()
                        .is_none_or(|location| location.len() <= 8192)
                );
            }
        }
        let still = wire::send(
            address,
            b"GET /old HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        );
        assert_eq!(summaries(&still), ["301 /new"]);
    }
}

#[test]
fn a_body_streams_through_both_ways() {
    for framework in BOTH {
        let address = start(framework, Site::default());
        let mut stream = wire::connect(address);
        stream
            .write_all(b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
            .unwrap();
        // Only a body that no one collects comes back before it is whole.
        wire::read_until(&mut stream, b"first\r\n");
        stream.write_all(b"6\r\nsecond\r\n0\r\n\r\n").unwrap();
        wire::read_until(&mut stream, b"second\r\n0\r\n\r\n");
    }
}

#[test]
fn an_upgrade_passes() {
    for framework in BOTH {
        let address = start(framework, Site::default());
        let mut stream = wire::connect(address);
        stream
            .write_all(
                b"GET /ws HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
            )
            .unwrap();
        let front = wire::read_until(&mut stream, b"\r\n\r\n");
        assert!(front.starts_with(b"HTTP/1.1 101 "), "{framework:?}");
        for said in [b"ping", b"pong"] {
            stream.write_all(said).unwrap();
            wire::read_until(&mut stream, said);
        }
    }
}

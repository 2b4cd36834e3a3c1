//! Answers, of a system and of a policy, to one request.

use http::header::{HOST, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use redirect_runtime::{Match, Outcome, Policy, Request};
use serde_json::Value;
use url::Url;

use super::support::location::same;

/// Stands behind a request for which the site has a file.
const FILE: &str = "+file";

/// The origin of requests without a host of their own.
const HERE: &str = "http://localhost";

/// An answer: a redirect, that a page is gone, or what the site has.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    Redirect(u16, String),
    Gone(u16),
    Site,
}

/// The answer of a system, as it is recorded.
pub(super) fn recorded(answer: &[Value]) -> Answer {
    let status = answer.get(2).and_then(Value::as_u64);
    let status = status.map(|status| u16::try_from(status).expect("a status"));
    match (status, answer.get(3)) {
        (Some(status), Some(location)) => {
            Answer::Redirect(status, location.as_str().expect("a location").to_owned())
        }
        (Some(status @ (410 | 451)), None) => Answer::Gone(status),
        _ => Answer::Site,
    }
}

/// The URL of a request and its headers, the host's among them.
pub(super) fn request(written: &str) -> (Url, HeaderMap) {
    let mut words = written.split(' ');
    let target = words.next().expect("a target");
    let url = Url::parse(HERE)
        .and_then(|here| here.join(target))
        .expect("a URL");
    let mut headers = HeaderMap::new();
    for word in words.filter(|word| *word != FILE) {
        let (name, value) = word.split_once('=').expect("a header");
        let value = form_decoded(value);
        headers.insert(
            HeaderName::from_bytes(name.as_bytes()).expect("a name"),
            HeaderValue::from_str(&value).expect("a value"),
        );
    }
    let host = HeaderValue::from_str(url.host_str().expect("a host")).expect("a host");
    headers.insert(HOST, host);
    (url, headers)
}

fn form_decoded(text: &str) -> String {
    let pairs = format!("x={}", text.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(pairs.as_bytes());
    pairs.next().expect("a pair").1.into_owned()
}

/// Asks a policy as a service does: before the site, and again once the site has answered, 404 unless it has a file.
pub(super) fn ask(policy: &Policy, written: &str) -> (Answer, Option<u32>) {
    let (url, headers) = request(written);
    let target = written.split(' ').next().expect("a target");
    let target = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
    let has_file = written.split(' ').any(|word| word == FILE);
    let site = if has_file { 200 } else { 404 };
    let request = |status: Option<u16>| {
        let request = Request::from(target)
            .with_headers(&headers)
            .with_scheme(Some(url.scheme()));
        match status {
            Some(status) => {
                request.with_site_status(StatusCode::from_u16(status).expect("a status"))
            }
            None => request,
        }
    };
    let first = policy.find(request(None));
    let passes = matches!(
        first.outcome(),
        Outcome::Passthrough
            | Outcome::Stop {
                already_there: true
            }
    );
    let found: Match<'_> = match passes {
        true => policy.find(request(Some(site))),
        false => first,
    };
    let answer = match found.outcome() {
        Outcome::Redirect { status, location } => {
            Answer::Redirect(status.as_u16(), location.to_owned())
        }
        Outcome::Gone { status } => Answer::Gone(status.as_u16()),
        _ => Answer::Site,
    };
    (answer, found.rule().map(|rule| rule.number()))
}

/// Returns true if two answers send a client to the same place.
pub(super) fn agree(wanted: &Answer, given: &Answer, url: &Url) -> bool {
    match (wanted, given) {
        (Answer::Redirect(status, to), Answer::Redirect(given_status, given)) => {
            let there = (url.join(to), url.join(given));
            status == given_status
                && matches!(there, (Ok(to), Ok(given)) if same(&to, &given) || spelled(&to) == spelled(&given))
        }
        // A redirect of a request to itself is none.
        (Answer::Redirect(_, to), Answer::Site) => url.join(to).is_ok_and(|mut to| {
            to.set_fragment(None);
            same(&to, url) || spelled(&to) == spelled(url)
        }),
        (wanted, given) => wanted == given,
    }
}

/// The URL with what need not be encoded decoded, and pairs of the query in order: systems write them as they like.
fn spelled(url: &Url) -> String {
    let path = redirect_runtime::canonical::canonical_path(url.path()).into_owned();
    let path = [
        "%21", "%24", "%27", "%28", "%29", "%2A", "%2B", "%2C", "%3A", "%3D", "%40", "%26",
    ]
    .iter()
    .zip(["!", "$", "'", "(", ")", "*", "+", ",", ":", "=", "@", "&"])
    .fold(path, |path, (triplet, c)| path.replace(triplet, c));
    let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
    pairs.sort();
    let origin = &url[..url::Position::BeforePath];
    let fragment = url.fragment().unwrap_or_default();
    format!("{origin}{path}?{pairs:?}#{fragment}")
}

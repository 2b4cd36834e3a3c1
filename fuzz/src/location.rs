//! Locations against the URL parser that browsers have, as another crate writes it.

use redirect_policy::model::Action;
use redirect_policy::pattern::Origin;
use redirect_runtime::{Outcome, Request};
use url::Url;

use crate::case::{Asked, Case};

/// Checks that a browser goes where each location says.
///
/// # Panics
/// If it does not.
pub fn check(bytes: &[u8]) {
    let Some(case) = Case::read(bytes) else {
        return;
    };
    for asked in &case.requests {
        let base = Url::parse("https://site.example/").expect("a URL");
        let url = match base.join(&asked.target) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url,
            _ => continue,
        };
        follow(&case, asked, url);
    }
}

/// Asks for a URL as a browser does, and compares where the answer sends it.
fn follow(case: &Case, asked: &Asked, mut url: Url) {
    url.set_fragment(None);
    let sent = url.to_string();
    let request = Request::from(sent.as_str())
        .with_method(&asked.method)
        .with_headers(&asked.headers);
    let found = case.compiled.find(request);
    let Outcome::Redirect { location, .. } = found.outcome() else {
        return;
    };
    let is_sendable = location.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
    assert!(is_sendable, "{sent} is sent to {location:?}");
    let there = url.join(location);
    let mut there = there.unwrap_or_else(|error| panic!("{sent} is sent to {location}: {error}"));
    let rule = found.rule().map_or(0, |rule| rule.number() as usize);
    let origin = case
        .policy
        .rules
        .get(rule)
        .and_then(|rule| match &rule.action {
            Action::Redirect { destination, .. } => destination.origin.as_ref(),
            Action::Gone { .. } | Action::Stop => None,
        });
    let rest = match origin {
        Some(origin) => {
            let written = text(origin);
            let parsed = Url::parse(&written).expect("an origin");
            assert_eq!(
                there.origin(),
                parsed.origin(),
                "{sent} is sent to {location}"
            );
            location
                .strip_prefix(&written)
                .expect("the origin in front")
        }
        None => {
            assert_eq!(there.origin(), url.origin(), "{sent} is sent to {location}");
            location
        }
    };
    there.set_fragment(None);
    let target = rest.split('#').next().unwrap_or_default();
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let path = if path.is_empty() { "/" } else { path };
    assert_eq!(there.path(), path, "{sent} is sent to {location}");
    // Browsers encode `'` in queries, and leave all else that a location may hold.
    let query = query.map(|query| query.replace('\'', "%27"));
    assert_eq!(
        there.query(),
        query.as_deref(),
        "{sent} is sent to {location}"
    );
    assert_ne!(there, url, "{sent} is sent to itself by {location}");
}

fn text(origin: &Origin) -> String {
    let mut text = format!("{}://{}", origin.scheme, origin.host);
    if let Some(port) = origin.port {
        text.push_str(&format!(":{port}"));
    }
    text
}

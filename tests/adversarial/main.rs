//! Requests and policies that broke other systems: none leaves the site, splits a header or answers for ever by mistake.
//!
//! The cases come from a shared file; each has a translation into this language, the answer that it gets, and what that
//! answer must never be. Where the compiler refuses the rule, the refusal is what is tested.

mod browser;
mod cases;
mod checked;
mod forbidden;
mod observed;
mod pieces;
mod time;
mod translations;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use http_body_util::BodyExt;
use redirect_policy::diagnostic::Level;
use redirect_policy::source::Sources;
use redirects::tower::RedirectLayer;
use redirects::{Outcome, Policy, Redirector, Request};
use testkit::handlers::Decides;
use tower_service::Service as _;

use cases::Case;
use observed::{Asked, Observed, SITE};
use translations::{Country, Decide, Ours, TRANSLATIONS};

/// Compiles a policy of these rules; returns its diagnostics, errors first, and the policy.
fn compile(rules: &str) -> (Vec<(Level, &'static str)>, Option<Policy>) {
    let rules = format!(
        "redirectionPolicy:\n  version: 0.0.1\n  externalHosts: [partner.example]\n  lints: {{ chain: allow, query-leaves-site: allow }}\n  rules: [{rules}]\n"
    );
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", rules);
    let compiled = redirect_policy::compile(&mut sources, file);
    let told = compiled.diagnostics.iter();
    let told = told.map(|one| (one.level, one.code)).collect();
    let policy = compiled
        .table
        .map(|table| Policy::from_bytes(table).unwrap());
    (told, policy)
}

/// A site of one page, with a policy in front.
fn router(policy: Policy, decide: Decide) -> Router {
    let service = Redirector::with_shared(Arc::new(policy), Decides::by(decide)).unwrap();
    Router::new()
        .fallback(|| async { ([(SITE, "1")], "the site") })
        .layer(RedirectLayer::new(service))
}

fn send(router: &Router, asked: &Asked, uri: http::Uri) -> Observed {
    let mut request = http::Request::new(Body::empty());
    *request.uri_mut() = uri;
    *request.method_mut() = asked.method.parse().unwrap();
    *request.headers_mut() = headers(&asked.headers);
    request.extensions_mut().insert(Country("KR"));
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.build().unwrap();
    runtime.block_on(async {
        let response = router.clone().call(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Observed::new(Response::from_parts(parts, body))
    })
}

fn headers(fields: &[(String, String)]) -> HeaderMap {
    let field = |(name, value): &(String, String)| {
        let name: HeaderName = name.parse().unwrap();
        (name, HeaderValue::from_str(value).unwrap())
    };
    let mut headers = HeaderMap::new();
    for (name, value) in fields.iter().map(field) {
        headers.append(name, value);
    }
    headers
}

/// The answer without middleware, as for a target that `http::Uri` refuses; `None` where a handler decides.
fn find(policy: &Policy, asked: &Asked) -> Option<Observed> {
    let method: Method = asked.method.parse().unwrap();
    let headers = headers(&asked.headers);
    let request = Request::from(asked.target.as_str());
    let found = policy.find(request.with_method(&method).with_headers(&headers));
    let mut response = Response::new(String::new());
    match found.outcome() {
        Outcome::Redirect { status, location } => {
            *response.status_mut() = status;
            let location = HeaderValue::from_str(location).unwrap();
            response.headers_mut().insert("location", location);
        }
        Outcome::Gone { status } => *response.status_mut() = status,
        Outcome::Stop { .. } | Outcome::Passthrough => {
            *response.status_mut() = StatusCode::OK;
            let site = HeaderValue::from_static("1");
            response.headers_mut().insert(SITE, site);
        }
        Outcome::Handler { .. } | Outcome::Lookup { .. } => return None,
    }
    Some(Observed::new(response))
}

#[test]
fn every_case_has_a_translation_and_every_word_a_check() {
    let Some(cases) = cases::cases() else { return };
    for case in &cases {
        let own = TRANSLATIONS.iter().filter(|(name, ..)| *name == case.name);
        assert_eq!(own.count(), 1, "{}", case.name);
    }
    assert_eq!(cases.len(), TRANSLATIONS.len());
    // Judged by more than one answer, or by the compiler's.
    let elsewhere = [
        "compile",
        "inconsistent_match",
        "superlinear_time",
        "headers_differ_from_get",
        "nondeterministic_split",
        "location:...",
    ];
    for word in cases::words() {
        let checked = forbidden::WORDS.iter().any(|(own, _)| *own == word);
        assert!(checked || elsewhere.contains(&word.as_str()), "{word}");
    }
}

#[test]
fn what_the_compiler_refuses_and_warns_of() {
    for (name, rules, ours) in TRANSLATIONS {
        let (told, policy) = compile(rules);
        match ours {
            Ours::Refused(code) => {
                assert!(policy.is_none(), "{name} compiles");
                assert!(told.contains(&(Level::Error, *code)), "{name}: {told:?}");
            }
            Ours::Warned(code) => {
                assert!(told.contains(&(Level::Warning, *code)), "{name}: {told:?}");
            }
            Ours::Answers(_) | Ours::Decides(..) => {
                assert!(policy.is_some(), "{name}: {told:?}");
            }
        }
    }
}

#[test]
fn what_is_answered_and_what_it_is_not() {
    for case in cases::cases().unwrap_or_default() {
        let (name, rules, ours) = TRANSLATIONS
            .iter()
            .find(|(name, ..)| *name == case.name)
            .unwrap();
        let (decide, expected) = match *ours {
            Ours::Answers(expected) => ((|_, _| unreachable!()) as Decide, expected),
            Ours::Decides(decide, expected) => (decide, expected),
            Ours::Refused(_) | Ours::Warned(_) => {
                continue;
            }
        };
        let (told, policy) = compile(rules);
        let policy = policy.unwrap_or_else(|| panic!("{name}: {told:?}"));
        let asked = case.asked();
        let mut answers = Vec::new();
        answers.extend(find(&policy, &asked));
        let router = router(policy, decide);
        if let Ok(uri) = asked.target.parse() {
            answers.push(send(&router, &asked, uri));
        }
        assert!(!answers.is_empty(), "{name} was not asked");
        for seen in &answers {
            assert_eq!(seen.summary(), expected, "{name}");
            judge(&case, &asked, seen);
        }
        same_in_all_spellings(&case, &router, expected);
        head_is_get(&router, &asked);
    }
}

/// Everything that the answer of a case must not be.
fn judge(case: &Case, asked: &Asked, seen: &Observed) {
    let own = case.must_not.iter().map(String::as_str);
    for word in own.chain(forbidden::ALWAYS.iter().copied()) {
        if !matches!(word, "inconsistent_match" | "superlinear_time") {
            let found = forbidden::is(word, asked, seen);
            assert!(!found, "{}: {word}: {}", case.name, seen.summary());
        }
    }
}

fn same_in_all_spellings(case: &Case, router: &Router, expected: &str) {
    let spellings = translations::spellings(&case.name);
    let must = case
        .must_not
        .iter()
        .any(|word| word == "inconsistent_match");
    assert_eq!(must, !spellings.is_empty(), "{}", case.name);
    for (target, host) in spellings {
        let mut asked = case.asked();
        (*target).clone_into(&mut asked.target);
        asked.headers = vec![("host".into(), (*host).into())];
        let seen = send(router, &asked, target.parse().unwrap());
        assert_eq!(seen.summary(), expected, "{target} {host}");
    }
}

/// A HEAD gets the status and the fields of a GET, and nothing else.
fn head_is_get(router: &Router, asked: &Asked) {
    let Ok(uri) = asked.target.parse::<http::Uri>() else {
        return;
    };
    if asked.method != "GET" {
        return;
    }
    let head = Asked {
        method: "HEAD".into(),
        ..asked.clone()
    };
    let got = send(router, asked, uri.clone());
    let headed = send(router, &head, uri);
    assert_eq!((got.status, &got.headers), (headed.status, &headed.headers));
    assert!(got.site || headed.body.is_empty());
}

/// Answers of a careless engine do leave, by our parser as by the cases' own.
#[test]
fn careless_answers_are_found() {
    let mut found = 0;
    for case in cases::cases().unwrap_or_default() {
        let (Some(location), Some(goes)) = (&case.naive_location, &case.naive_resolves_to) else {
            continue;
        };
        let here = case.asked().here();
        let ours = browser::origin(&here, location);
        let theirs = match goes.as_str() {
            "ERR" => Err(browser::Nowhere),
            goes => browser::origin(&here, goes),
        };
        assert_eq!(ours, theirs, "{}: {location:?}", case.name);
        found += usize::from(ours != Ok(here));
    }
    assert!(
        found >= 15 || cases::cases().is_none(),
        "only {found} leave"
    );
}

//! A policy with one handler, `decide`, that a test gives as a closure.

use std::sync::Arc;

use http::{Method, Response};
use redirects::__private::{Dispatch, Pending};
use redirects::{Answer, BoxError, CacheHeaders, Decision, Policy, Redirector, Request};
use testkit::handlers::Decides;

/// A policy of these rules.
pub(crate) fn policy(rules: &str) -> Policy {
    let head = "redirectionPolicy:\n  version: 0.0.1\n  externalHosts: [partner.example, a.cdn.example]\n  lints: {permanent-conditional: allow}\n  rules:\n";
    match redirect_policy::compile_text(&format!("{head}{rules}")) {
        Ok(policy) => policy,
        Err(faults) => panic!("{faults}"),
    }
}

/// A service of these rules without handlers.
pub(crate) fn service(rules: &str) -> Redirector {
    policy(rules).try_into().unwrap()
}

/// A service of these rules with a handler.
pub(crate) fn with_handler<F>(rules: &str, decide: F) -> Redirector<Decides>
where
    F: Fn(&Pending<'_>, &Request<'_>) -> Result<Answer, BoxError> + Send + Sync + 'static,
{
    Redirector::with_shared(Arc::new(policy(rules)), Decides::by(decide)).unwrap()
}

/// A request for a target with header fields.
pub(crate) fn request(method: Method, target: &str, headers: &[(&str, &str)]) -> http::Request<()> {
    let mut request = http::Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap()
}

pub(crate) fn get(target: &str) -> http::Request<()> {
    request(Method::GET, target, &[])
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap()
        .block_on(future)
}

pub(crate) fn ask<D: Dispatch>(service: &Redirector<D>, request: &http::Request<()>) -> Decision {
    block_on(service.answer(request.into()))
}

/// The answer of a policy that answers.
#[track_caller]
pub(crate) fn answer<D: Dispatch>(
    service: &Redirector<D>,
    request: &http::Request<()>,
) -> Response<String> {
    match ask(service, request) {
        Decision::Answered(response) => response,
        Decision::Site(cache_headers) => panic!("the site answers: {cache_headers:?}"),
    }
}

/// Adds the policy's headers to the answer of a site.
#[track_caller]
pub(crate) fn site<D: Dispatch>(
    service: &Redirector<D>,
    request: &http::Request<()>,
) -> CacheHeaders {
    match ask(service, request) {
        Decision::Site(cache_headers) => cache_headers,
        Decision::Answered(response) => panic!("the policy answers: {response:?}"),
    }
}

/// A header field of a response, its lines joined; empty where there is none.
pub(crate) fn field<B>(response: &Response<B>, name: &str) -> String {
    let lines = response.headers().get_all(name).iter();
    let lines: Vec<&str> = lines.map(|line| line.to_str().unwrap()).collect();
    lines.join(", ")
}

/// A field of a bare answer of the site, after it was marked.
pub(crate) fn marked(cache_headers: &CacheHeaders, name: &str) -> String {
    let mut response = Response::new(());
    cache_headers.add_to(response.headers_mut());
    field(&response, name)
}

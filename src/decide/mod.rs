//! Decisions: from what a rule or a handler says to an answer, counted and told on the way.

pub(crate) mod cache_headers;
mod location;
pub(crate) mod resolution;
mod response;
mod reveal;

use http::Response;
use http::header::LOCATION;
use redirect_runtime::Match;
use redirect_runtime::serving::Excerpt;

use crate::live::LivePolicy;
use crate::observe::events::{self, Event};
use crate::options::Options;
pub use cache_headers::CacheHeaders;
use cache_headers::Storing;
use resolution::{Resolution, temporary};

/// The answer to a request.
pub enum Decision {
    /// The policy answers.
    Answered(Response<String>),
    /// The site answers; these are added to its answer.
    Site(CacheHeaders),
}

impl std::fmt::Debug for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Decision::Answered(response) => {
                let location = response.headers().get(LOCATION);
                let location = location.and_then(|location| location.to_str().ok());
                f.debug_struct("Answered")
                    .field("status", &response.status())
                    .field("location", &location.map(Excerpt))
                    .finish_non_exhaustive()
            }
            Decision::Site(headers) => f.debug_tuple("Site").field(headers).finish(),
        }
    }
}

/// Makes the decision on a request whose rule has been asked: counts the rule's answer, tells of it, and builds the response.
pub(crate) fn conclude(
    options: &Options,
    serving: &LivePolicy,
    matched: &Match<'_>,
    resolution: &mut Resolution<'_>,
    agent: Option<&str>,
) -> Decision {
    let request = matched.request();
    events::tell_unknown_scheme(matched, &serving.scheme_told);
    let mut cache_headers = cache_headers(options, serving, matched);
    let Some(rule) = matched.rule() else {
        events::tell_passthrough(request.path());
        cache_headers.unmatched = true;
        cache_headers.asks_site = asks_site(serving, matched);
        return Decision::Site(cache_headers);
    };
    cache_headers.asks_site =
        resolution.already_there && resolution.failure.is_none() && asks_site(serving, matched);
    if let Some(reply) = resolution.reply.as_mut().filter(|_| !options.permanent) {
        reply.status = temporary(reply.status);
    }
    let revealed = options.reveal.and_then(|field| {
        let found = || rule.has_lookup() && resolution.failure.is_none();
        let source = resolution.source.or_else(|| found().then_some("compiled"));
        reveal::field(field, &rule, source)
    });
    serving.hits.count(&rule, request);
    Event {
        request,
        agent,
        rule,
        outcome: resolution.name(),
        status: resolution.reply.as_ref().map(|reply| reply.status.as_u16()),
        location: resolution.location(),
        took: resolution.took,
        source: resolution.source,
        failure: resolution.failure.as_ref(),
        observed: options.observe,
    }
    .tell();
    if options.observe {
        return Decision::Site(cache_headers);
    }
    let failed = resolution.failure.is_some();
    if failed {
        cache_headers.restrict(Storing::Nobody);
    }
    let fixed = serving
        .headers
        .of(rule.response_options().filter(|_| !failed));
    let reply = resolution.reply.as_ref();
    let response =
        reply.and_then(|reply| response::build(request.method(), reply, fixed, &cache_headers));
    match response {
        Some(mut response) => {
            response.headers_mut().extend(revealed);
            Decision::Answered(response)
        }
        None => Decision::Site(cache_headers),
    }
}

/// Makes the decision on a request that no rule matches, and that none looked at more closely.
#[inline]
pub(crate) fn pass(serving: &LivePolicy, matched: &Match<'_>) -> CacheHeaders {
    events::tell_passthrough(matched.request().path());
    CacheHeaders {
        asks_site: asks_site(serving, matched),
        ..CacheHeaders::unmatched()
    }
}

/// Returns true if a rule waits for what the site answers to this request, and the site has not answered yet.
#[inline]
fn asks_site(serving: &LivePolicy, matched: &Match<'_>) -> bool {
    let request = matched.request();
    request.site_status().is_none() && serving.policy.may_ask_site(request)
}

/// Returns the headers that the answer depends on; none where the policy only observes.
fn cache_headers(options: &Options, serving: &LivePolicy, matched: &Match<'_>) -> CacheHeaders {
    if options.observe {
        return CacheHeaders::default();
    }
    let read = matched.request().header_reads();
    if matched.vary() == 0 && read.is_empty() {
        return CacheHeaders::default();
    }
    CacheHeaders::new(serving.headers.looked_at(matched.vary()), &read)
}

//! The end of the walk: counting, telling, answering.

use http::{Response, StatusCode};

use crate::caching::{Marks, Storing};
use crate::loaded::Loaded;
use crate::matched::Match;
use crate::observability::{self, Event};
use crate::options::Options;
use crate::response;
use crate::settled::Settled;

/// What becomes of a request.
#[derive(Debug)]
pub enum Decision {
    /// The policy answers.
    Answered(Response<String>),
    /// The site answers; the marks are added to its answer.
    Site(Marks),
}

/// Counts and tells what a request came to, and makes the answer.
pub(crate) fn conclude(
    options: &Options,
    serving: &Loaded,
    matched: &Match<'_>,
    mut settled: Settled<'_>,
) -> Decision {
    let request = matched.request();
    let mut marks = marks(options, serving, matched);
    let Some(rule) = matched.rule() else {
        observability::tell_passthrough(request);
        marks.unmatched = true;
        return Decision::Site(marks);
    };
    if let Some(reply) = settled.reply.as_mut().filter(|_| !options.permanent) {
        reply.status = temporary(reply.status);
    }
    serving.hits.count(&rule, request);
    Event {
        request,
        rule,
        settled: &settled,
        observed: options.observe,
    }
    .tell();
    if options.observe {
        return Decision::Site(marks);
    }
    let failed = settled.failure.is_some();
    if failed {
        marks.restrict(Storing::Nobody);
    }
    let terms = rule.terms().filter(|_| !failed);
    let response = settled
        .reply
        .and_then(|reply| response::build(request.method(), &reply, terms, &marks));
    match response {
        Some(response) => Decision::Answered(response),
        None => Decision::Site(marks),
    }
}

/// What the answer depends on; nothing where the policy only observes.
fn marks(options: &Options, serving: &Loaded, matched: &Match<'_>) -> Marks {
    if options.observe {
        return Marks::default();
    }
    let looked_at = crate::policy::headers_of(&serving.policy.table(), matched.vary());
    Marks::new(looked_at, &matched.request().seen())
}

/// The temporary status in place of a permanent one.
fn temporary(status: StatusCode) -> StatusCode {
    match status {
        StatusCode::MOVED_PERMANENTLY => StatusCode::FOUND,
        StatusCode::PERMANENT_REDIRECT => StatusCode::TEMPORARY_REDIRECT,
        other => other,
    }
}

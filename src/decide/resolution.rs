//! From what a rule or a handler says to what is answered, with every location guarded.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::location::{Location, Rendered};
use crate::fixed::{FixedAnswer, FixedAnswers};
use crate::handler::Failure;
use crate::handler::answer::{Answer, AnswerError, Target};
use redirect_runtime::serving::{
    canonical_host, check_segments, encoded, guard, parts, split_port,
};
use redirect_runtime::{LocationError, Match, Outcome};

/// The result of a matching rule, its handler asked.
#[derive(Debug)]
pub(crate) struct Resolution<'s> {
    /// The reply; `None`: the site answers.
    pub(crate) reply: Option<Reply<'s>>,
    /// The location is where the request already is.
    pub(crate) already_there: bool,
    /// Why the handler failed.
    pub(crate) failure: Option<Failure>,
    /// Time that the handler took.
    pub(crate) took: Option<Duration>,
    /// Who gave the row of a lookup.
    pub(crate) source: Option<&'static str>,
}

/// A reply.
#[derive(Debug)]
pub(crate) struct Reply<'s> {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<Location<'s>>,
    /// Fields and cookies of the handler, if there are any. Boxed, since most replies have none.
    pub(crate) own: Option<Box<HeaderMap>>,
    /// In seconds.
    pub(crate) retry_after: Option<u32>,
}

impl<'s> Reply<'s> {
    /// A reply without anything of a handler.
    fn plain(status: StatusCode, location: Option<Location<'s>>) -> Self {
        Reply {
            status,
            location,
            own: None,
            retry_after: None,
        }
    }

    /// A reply with the fields and cookies of a handler.
    fn of_handler(status: StatusCode, location: Option<String>, headers: HeaderMap) -> Self {
        Reply {
            own: (!headers.is_empty()).then(|| Box::new(headers)),
            ..Reply::plain(status, location.map(Location::from))
        }
    }

    /// The answer that was made when the policy was loaded, unless its status is no longer that of the reply.
    pub(crate) fn fixed(&self) -> Option<&'s FixedAnswer> {
        match self.location {
            Some(Location::Fixed(answer)) if answer.status == self.status => Some(answer),
            _ => None,
        }
    }
}

impl<'s> Resolution<'s> {
    fn reply(reply: Option<Reply<'s>>) -> Self {
        Resolution {
            reply,
            already_there: false,
            failure: None,
            took: None,
            source: None,
        }
    }

    /// The name in events.
    pub(crate) fn name(&self) -> &'static str {
        match &self.reply {
            _ if self.failure.is_some() => "failure",
            Some(reply) if reply.location.is_some() => "redirect",
            Some(_) => "gone",
            None if self.already_there => "already there",
            None => "stop",
        }
    }

    /// Where the client is sent.
    pub(crate) fn location(&self) -> Option<&str> {
        self.reply.as_ref()?.location.as_deref()
    }

    /// Returns the result of a rule without a handler.
    pub(crate) fn of(matched: &Match<'_>, answers: &'s FixedAnswers) -> Self {
        if let Some(answer) = matched.fixed().and_then(|rule| answers.of(rule)) {
            let location = Location::Fixed(answer);
            return Resolution::reply(Some(Reply::plain(answer.status, Some(location))));
        }
        let mut location = Rendered::spare();
        match matched.outcome_into(location.text_mut()) {
            Outcome::Redirect { status, .. } => {
                let location = Location::Rendered(location);
                Resolution::reply(Some(Reply::plain(status, Some(location))))
            }
            Outcome::Gone { status } => Resolution::reply(Some(Reply::plain(status, None))),
            Outcome::Stop { already_there } => Resolution {
                already_there,
                ..Resolution::reply(None)
            },
            Outcome::Handler { .. } | Outcome::Lookup { .. } | Outcome::Passthrough => {
                Resolution::reply(None)
            }
        }
    }

    /// Returns the result of a handler; `None` is *passthrough*.
    pub(crate) fn from_handler(
        matched: &Match<'_>,
        answer: Result<Answer, Failure>,
    ) -> Option<Self> {
        let resolution = answer.and_then(|answer| match answer.error {
            Some(error) => Err(Failure::Refused(error)),
            None => accept(matched, answer).map_err(Failure::Refused),
        });
        match resolution {
            Ok(resolution) => resolution,
            Err(cause) => Some(Resolution::failed(matched, cause)),
        }
    }

    /// The answer in place of a handler that failed: nothing permanent, nothing that a cache keeps.
    fn failed(matched: &Match<'_>, cause: Failure) -> Self {
        let reply = failure_reply(matched);
        let location = reply.as_ref().and_then(|reply| reply.location.as_deref());
        let already_there = location.is_some_and(|location| matched.is_here(location));
        Resolution {
            reply: reply.filter(|_| !already_there),
            already_there,
            failure: Some(cause),
            took: None,
            source: None,
        }
    }
}

/// Returns the result of a handler's answer; `None` is *passthrough*.
fn accept(matched: &Match<'_>, answer: Answer) -> Result<Option<Resolution<'static>>, AnswerError> {
    let (source, is_temporary) = (answer.source, answer.temporary);
    let resolution = accept_target(matched, answer)?;
    Ok(resolution.map(|mut resolution| {
        if let Some(reply) = resolution.reply.as_mut().filter(|_| is_temporary) {
            reply.status = temporary(reply.status);
        }
        resolution.source = source;
        resolution
    }))
}

fn accept_target(
    matched: &Match<'_>,
    answer: Answer,
) -> Result<Option<Resolution<'static>>, AnswerError> {
    let location = match answer.target {
        Target::Passthrough => return Ok(None),
        Target::Stop => return Ok(Some(Resolution::reply(None))),
        Target::Gone(status) => {
            let reply = Reply::of_handler(status, None, answer.headers);
            return Ok(Some(Resolution::reply(Some(reply))));
        }
        Target::Rendered(location) => location?,
        Target::Local(path) => local(&path)?,
        Target::External(url) => external(matched, &url)?,
    };
    if matched.is_here(&location) {
        return Ok(Some(Resolution {
            already_there: true,
            ..Resolution::reply(None)
        }));
    }
    let status = redirect_status(matched, answer.status);
    let reply = Reply::of_handler(status, Some(location), answer.headers);
    Ok(Some(Resolution::reply(Some(reply))))
}

/// A path of one's own, encoded and guarded.
fn local(path: &str) -> Result<String, AnswerError> {
    if !path.starts_with('/') {
        return Err(AnswerError::NotLocal);
    }
    let location = encoded(path);
    guard(&location)?;
    check_segments(&location)?;
    Ok(location)
}

/// An absolute URL to a host that the policy allows.
fn external(matched: &Match<'_>, url: &str) -> Result<String, AnswerError> {
    if url.starts_with('/') {
        return Err(AnswerError::NotExternalHost);
    }
    let location = encoded(url);
    guard(&location)?;
    let authority = parts(&location).1.unwrap_or_default();
    let (host, port) = split_port(authority);
    if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Err(AnswerError::NotExternalHost);
    }
    // With a dot at its end it is the same machine, but another origin to a browser.
    if host.ends_with('.') {
        return Err(AnswerError::NotExternalHost);
    }
    let host = canonical_host(host).ok_or(AnswerError::NotExternalHost)?;
    if matched.may_send_to(&host) {
        check_segments(&location)?;
        Ok(location)
    } else {
        Err(AnswerError::NotExternalHost)
    }
}

/// The status of a handler's redirect: its own or the rule's, temporary for as long as the rule says so.
fn redirect_status(matched: &Match<'_>, own: Option<StatusCode>) -> StatusCode {
    let status = own.map(|status| status.as_u16());
    let status = matched.status_now(status);
    // A rule that says gone has no status for the redirect of its handler; 307 turns no POST into a GET.
    let redirects = status.filter(|status| status.is_redirection());
    redirects.unwrap_or(StatusCode::TEMPORARY_REDIRECT)
}

/// The temporary status in place of a permanent one.
pub(crate) fn temporary(status: StatusCode) -> StatusCode {
    match status {
        StatusCode::MOVED_PERMANENTLY => StatusCode::FOUND,
        StatusCode::PERMANENT_REDIRECT => StatusCode::TEMPORARY_REDIRECT,
        other => other,
    }
}

/// The answer of `onFailure`; `None` where the site answers.
fn failure_reply(matched: &Match<'_>) -> Option<Reply<'static>> {
    let rule = matched.rule()?;
    let failure = rule.failure()?;
    let status = StatusCode::from_u16(failure.status).ok()?;
    let template = failure.template.or(rule.template());
    let location = match failure.status {
        302 | 303 | 307 => {
            let rendered = template.ok_or(LocationError::Template);
            let rendered = rendered.and_then(|template| matched.render_plain(template));
            Some(rendered.ok()?)
        }
        503 => None,
        _ => return None,
    };
    Some(Reply {
        retry_after: failure.retry_after,
        ..Reply::plain(status, location.map(Location::from))
    })
}

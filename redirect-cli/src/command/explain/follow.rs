//! Following redirects from request to request.

use http::StatusCode;
use redirect_policy::model::Policy;
use redirect_policy::reference::matches_host;
use redirect_runtime::Outcome;

use super::{Asked, Table};
use crate::policy_file::Loaded;
use crate::site::Site;

/// The most redirects that a browser follows.
const MOST_HOPS: usize = 20;

/// A trip from a request to where it ends.
#[derive(Clone, Debug)]
pub struct Trip {
    /// The redirects, in order.
    pub hops: Vec<Hop>,
    /// The end of the trip, in words.
    pub end: String,
}

/// One redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The requested URL.
    pub url: String,
    /// The rule's number, from 0.
    pub rule: usize,
    /// The status.
    pub status: u16,
    /// Where it leads.
    pub location: String,
    /// The status that the site is taken to have answered before, where the rule asks for it.
    pub site_status: Option<StatusCode>,
}

/// Follows a request for as long as this policy answers with a redirect. Rules with `when.siteStatus` are asked with
/// what the site is taken to answer.
pub(super) fn follow(loaded: &Loaded, table: Table, site: &Site, asked: &Asked) -> Trip {
    let mut hops: Vec<Hop> = Vec::new();
    let mut asked = asked.clone();
    let end = loop {
        if hops.iter().any(|hop| hop.url == asked.url) {
            break format!("`{}` was asked before: a loop", asked.url);
        }
        if hops.len() >= MOST_HOPS {
            break format!("more than {MOST_HOPS} redirects, and browsers give up");
        }
        let found = table.find(asked.view());
        let outcome = found.outcome();
        let is_left = matches!(
            outcome,
            Outcome::Passthrough
                | Outcome::Stop {
                    already_there: true
                }
        );
        if is_left && asked.site_status.is_none() && table.may_ask_site(&asked.view()) {
            asked.site_status = Some(site.status(&asked.url));
            continue;
        }
        let Outcome::Redirect { status, location } = outcome else {
            break ending(&asked, outcome);
        };
        let location = location.to_owned();
        let next = next(&asked, &location);
        hops.push(Hop {
            url: asked.url.clone(),
            rule: found.rule().map_or(0, |rule| rule.number() as usize),
            status: status.as_u16(),
            location: location.clone(),
            site_status: asked.site_status.take(),
        });
        if leaves(&loaded.compiled.policy, &asked, &next) {
            break format!(
                "`{location}` is on another site, or on a host that `hosts` does not name"
            );
        }
        if status.as_u16() == 303 {
            asked.method = http::Method::GET;
        }
        asked.url = next;
    };
    Trip { hops, end }
}

fn ending(asked: &Asked, outcome: Outcome<'_>) -> String {
    let url = &asked.url;
    match outcome {
        Outcome::Gone { status } => format!("`{url}` answers {}", status.as_u16()),
        Outcome::Handler { name } => format!("the handler `{name}` decides"),
        Outcome::Lookup { name } => {
            format!("the lookup `{name}` decides, whose rows the program has")
        }
        Outcome::Stop { .. } | Outcome::Passthrough | Outcome::Redirect { .. } => {
            match asked.site_status {
                Some(status) => format!("the site answers `{url}` with {}", status.as_u16()),
                None => format!("the site answers `{url}`"),
            }
        }
    }
}

/// The request that a browser makes next: an absolute URL where the one before was.
fn next(asked: &Asked, location: &str) -> String {
    let location = location.split('#').next().unwrap_or(location);
    match (location.starts_with('/'), asked.url.find("://")) {
        (true, Some(scheme)) => {
            let authority = asked.url.get(scheme + 3..).unwrap_or_default();
            let length = authority.find(['/', '?', '#']).unwrap_or(authority.len());
            let origin = asked.url.get(..scheme + 3 + length).unwrap_or_default();
            format!("{origin}{location}")
        }
        _ => location.to_owned(),
    }
}

/// Returns true if a location leads to a host that is not the site's own.
fn leaves(policy: &Policy, asked: &Asked, next: &str) -> bool {
    let host = |url: &str| {
        let view = redirect_runtime::Request::from(url);
        view.host().map(std::borrow::Cow::into_owned)
    };
    match (host(&asked.url), host(next)) {
        (_, None) => false,
        (Some(before), Some(after)) if before == after => false,
        (_, Some(after)) => !policy
            .hosts
            .iter()
            .any(|own| matches_host(&own.value, &after)),
    }
}

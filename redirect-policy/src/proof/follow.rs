//! Following redirects, request by request, on the table that ships.

use std::rc::Rc;

use redirect_runtime::Outcome;

use super::environment::Environment;
pub(crate) use super::hops::{End, Hop, Trip};
use super::site::Site;

/// The most redirects that are followed beyond the longest text that a kind of the policy takes: a trip that grows
/// within the limits of kinds ends before.
const MOST_HOPS: usize = 45;
/// The most redirects that are followed where nothing grows.
const MOST_LEVEL_HOPS: usize = 64;

/// Steps of a redirect beside its request; those before it are compared with it too.
const HOP: usize = 12;

/// Follows a request.
pub(crate) fn follow(site: &Site<'_>, target: String, environment: &Environment) -> Trip {
    let mut hops: Vec<Hop> = Vec::new();
    let mut next = Some((target, Rc::new(environment.clone())));
    while let Some((target, environment)) = next {
        let end = seen(&hops, &target, &environment).map(End::Back);
        if let Some(end) = end.or_else(|| too_long(site, &hops)) {
            return Trip::new(hops, end);
        }
        site.steps.spend(HOP + hops.len() / 4);
        if site.steps.are_spent() {
            return Trip::new(hops, End::Open);
        }
        match ask(site, target, environment) {
            Ok(hop) => {
                next = next_request(site, &hop.location, &hop.environment);
                hops.push(hop);
            }
            Err(end) => return Trip::new(hops, end),
        }
    }
    Trip::new(hops, End::Answered)
}

/// One redirect, or how the trip ends.
fn ask(site: &Site<'_>, target: String, environment: Rc<Environment>) -> Result<Hop, End> {
    if let Some(known) = site.known_hops.get(&target, &environment) {
        return known;
    }
    let answer = ask_anew(site, target.clone(), Rc::clone(&environment));
    if !site.steps.are_spent() {
        site.known_hops.add(&target, &environment, &answer);
    }
    answer
}

fn ask_anew(site: &Site<'_>, target: String, environment: Rc<Environment>) -> Result<Hop, End> {
    let prepared = environment.prepare_target(target.clone());
    let found = site.find(&prepared).ok_or(End::Open)?;
    let rule = found.rule().ok_or(End::Answered)?.number() as usize;
    let location = match found.outcome() {
        Outcome::Redirect { location, .. } => location.to_owned(),
        Outcome::Handler { .. } | Outcome::Lookup { .. } => return Err(End::Possible),
        Outcome::Gone { .. } | Outcome::Stop { .. } | Outcome::Passthrough => {
            return Err(End::Answered);
        }
    };
    Ok(Hop {
        rule,
        target,
        environment,
        location,
    })
}

/// The hop at which the same was asked.
fn seen(hops: &[Hop], target: &str, environment: &Environment) -> Option<usize> {
    hops.iter().position(|hop| {
        hop.target == target
            && hop.environment.host == environment.host
            && hop.environment.port == environment.port
            && hop.environment.scheme == environment.scheme
    })
}

fn too_long(site: &Site<'_>, hops: &[Hop]) -> Option<End> {
    let count = hops.len();
    let most = MOST_LEVEL_HOPS.max(MOST_HOPS + site.longest_limit());
    if count < MOST_LEVEL_HOPS || count % MOST_LEVEL_HOPS != 0 && count < most {
        return None;
    }
    let length = |at: usize| hops.get(at).map_or(0, |hop| hop.location.len());
    let grows = length(count - 1) > length(count / 2);
    match (grows, count < most) {
        (true, true) => None,
        (false, _) => Some(End::Long),
        (true, false) => Some(repeats(hops).map_or(End::Long, End::Grows)),
    }
}

/// Where the last round of a trip begins that comes by one rule again and again, each time with a longer location.
fn repeats(hops: &[Hop]) -> Option<usize> {
    let (last, earlier) = hops.split_last()?;
    let before = earlier.iter().rposition(|hop| hop.rule == last.rule)?;
    let is_longer = earlier.get(before)?.location.len() < last.location.len();
    let round = earlier.len() - before;
    let first = hops.iter().position(|hop| hop.rule == last.rule)?;
    is_longer.then(|| (first + 1).saturating_sub(round))
}

/// Returns the request of a client that is sent to a location; `None` if that is not on the site.
pub(crate) fn next_request(
    site: &Site<'_>,
    location: &str,
    environment: &Rc<Environment>,
) -> Option<(String, Rc<Environment>)> {
    let location = location.split('#').next().unwrap_or_default();
    let mut there = Rc::clone(environment);
    if !there.query.is_empty() || there.site_status.is_some() || there.method != "GET" {
        let there = Rc::make_mut(&mut there);
        there.query.clear();
        there.site_status = None;
        there.method = "GET".to_owned();
    }
    if location.starts_with('/') {
        return Some((location.to_owned(), there));
    }
    let (scheme, rest) = location.split_once("://")?;
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at_checked(at)?;
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port).filter(|port| !is_default(scheme, port))),
        None => (authority, None),
    };
    if !site.is_own(host) {
        return None;
    }
    let is_same = there.host.as_deref() == Some(host)
        && there.port.as_deref() == port
        && there.scheme.as_deref() == Some(scheme);
    if !is_same {
        let there = Rc::make_mut(&mut there);
        there.host = Some(host.to_owned());
        there.port = port.map(str::to_owned);
        there.scheme = Some(scheme.to_owned());
    }
    let target = match target.starts_with('/') {
        true => target.to_owned(),
        false => format!("/{target}"),
    };
    Some((target, there))
}

fn is_default(scheme: &str, port: &str) -> bool {
    matches!((scheme, port), ("http", "80") | ("https", "443"))
}

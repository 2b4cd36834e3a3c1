//! Following redirects, request by request, on the table that ships.

use redirect_runtime::Outcome;

use super::environment::Environment;
use super::site::Site;

/// How many redirects are followed. No kind has a length above 255, so that a trip that grows within the limits of
/// kinds ends before.
const MOST_HOPS: usize = 300;
/// How many redirects are followed where nothing grows.
const MOST_LEVEL_HOPS: usize = 64;

/// One redirect of a trip.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    pub(crate) rule: usize,
    /// The path with its query that was asked for.
    pub(crate) target: String,
    /// What else was asked.
    pub(crate) environment: Environment,
    /// Where it was sent.
    pub(crate) location: String,
}

/// A request followed to its end.
#[derive(Clone, Debug)]
pub(crate) struct Trip {
    pub(crate) hops: Vec<Hop>,
    pub(crate) end: End,
}

impl Trip {
    /// The first request and the locations that follow it.
    pub(crate) fn visited(&self) -> Vec<String> {
        let first = self.hops.first();
        let first = first.map(|hop| hop.environment.url(&hop.target));
        let locations = self.hops.iter().map(|hop| hop.location.clone());
        first.into_iter().chain(locations).collect()
    }
}

/// How a trip ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Someone answers: the site, another site, or a rule that says that it is gone.
    Answered,
    /// A handler decides, so that nothing more is certain.
    Possible,
    /// It comes back to where it was at this hop.
    Back(usize),
    /// It is longer with each round from this hop on.
    Grows(usize),
    /// It was not followed to the end.
    Long,
}

/// Follows a request.
pub(crate) fn follow(site: &Site<'_>, target: String, environment: &Environment) -> Trip {
    let mut hops: Vec<Hop> = Vec::new();
    let mut next = Some((target, environment.clone()));
    while let Some((target, environment)) = next {
        let end = seen(&hops, &target, &environment).map(End::Back);
        if let Some(end) = end.or_else(|| too_long(&hops)) {
            return Trip { hops, end };
        }
        match ask(site, target, environment) {
            Ok(hop) => {
                next = next_request(site, &hop.location, &hop.environment);
                hops.push(hop);
            }
            Err(end) => return Trip { hops, end },
        }
    }
    let end = End::Answered;
    Trip { hops, end }
}

/// One redirect, or how the trip ends.
fn ask(site: &Site<'_>, target: String, environment: Environment) -> Result<Hop, End> {
    let prepared = environment.prepare_target(target.clone());
    let found = site.find(&prepared);
    let rule = found.rule().ok_or(End::Answered)?.number() as usize;
    let location = match found.outcome() {
        Outcome::Redirect { location, .. } => location.to_owned(),
        Outcome::Handler { .. } => return Err(End::Possible),
        _ => return Err(End::Answered),
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
            && hop.environment.scheme == environment.scheme
    })
}

fn too_long(hops: &[Hop]) -> Option<End> {
    let count = hops.len();
    if count < MOST_LEVEL_HOPS || count % MOST_LEVEL_HOPS != 0 && count < MOST_HOPS {
        return None;
    }
    let length = |at: usize| hops.get(at).map_or(0, |hop| hop.location.len());
    let grows = length(count - 1) > length(count / 2);
    match (grows, count < MOST_HOPS) {
        (true, true) => None,
        (false, _) => Some(End::Long),
        (true, false) => {
            // A round: from the last time that the last rule was asked before to now.
            let last = hops.last().map(|hop| hop.rule);
            let before = hops
                .iter()
                .rev()
                .skip(1)
                .position(|hop| Some(hop.rule) == last);
            let round = before.map_or(1, |before| before + 1);
            let first = hops
                .iter()
                .position(|hop| Some(hop.rule) == last)
                .unwrap_or(0);
            Some(End::Grows((first + 1).saturating_sub(round)))
        }
    }
}

/// What a client asks for when it is sent to a location; `None` if that is not on the site.
pub(crate) fn next_request(
    site: &Site<'_>,
    location: &str,
    environment: &Environment,
) -> Option<(String, Environment)> {
    let location = location.split('#').next().unwrap_or_default();
    let mut there = environment.clone();
    there.query.clear();
    there.site_status = None;
    there.method = "GET".to_owned();
    if location.starts_with('/') {
        return Some((location.to_owned(), there));
    }
    let (scheme, rest) = location.split_once("://")?;
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at_checked(at)?;
    let host = authority.split(':').next().unwrap_or_default();
    if !site.is_own(host) {
        return None;
    }
    there.host = Some(host.to_owned());
    there.scheme = Some(scheme.to_owned());
    let target = match target.starts_with('/') {
        true => target.to_owned(),
        false => format!("/{target}"),
    };
    Some((target, there))
}

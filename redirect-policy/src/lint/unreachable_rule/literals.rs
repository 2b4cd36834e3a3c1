//! Rules of nothing but text that are seen to win their path without a search.

use std::cell::OnceCell;

use super::rows::{HostsAndValues, Rows};
use crate::model::{Condition, HostPattern};
use crate::pattern::{Item, Pattern};
use crate::proof::environment::{plain, with_query};
use crate::proof::site::{Site, literal};

/// Returns true if a rule of nothing but text wins its path: the index alone says so, or one request if the rule asks
/// for no more than a host and values of the query.
pub(super) fn wins_at_once<'p>(site: &Site<'p>, rows: &OnceCell<Rows<'p>>, index: usize) -> bool {
    let Some(rule) = site
        .rule(index)
        .filter(|rule| rule.unless.is_empty() && rule.except.is_empty())
    else {
        return false;
    };
    let Some(path) = literal(rule) else {
        return false;
    };
    if rule.when.is_empty() {
        return site.first_candidate(path) == Some(index);
    }
    let Some((target, host)) = plain_request(path, &rule.when) else {
        return false;
    };
    let request = || plain(&target).with_authority(host);
    // The index finds nothing before it, or else some rule there may ask for something else.
    if site.first_candidate_of(path, &request()) == Some(index) {
        return true;
    }
    if rows.get_or_init(|| Rows::of(site)).wins(index, rule) {
        return true;
    }
    let found = site.ask_for(request(), Some(index));
    found
        .and_then(|found| found.rule())
        .is_some_and(|rule| rule.number() as usize == index)
}

/// A target and a host that meet conditions, if these are exact hosts and values of the query.
fn plain_request<'p>(path: &str, when: &'p [Condition]) -> Option<(String, Option<&'p str>)> {
    let demands = HostsAndValues::of(when)?;
    let host = match demands.hosts.first() {
        Some(HostPattern::Exact(host)) => Some(host.as_str()),
        Some(_) => return None,
        None => None,
    };
    // Folded or not, a value meets itself.
    let value = |(key, patterns): &(&'p str, &'p [Pattern])| {
        let text = match patterns.first()?.items.as_slice() {
            [] => "",
            [Item::Literal(text)] => text,
            _ => return None,
        };
        Some((*key, text))
    };
    let query: Option<Vec<(&str, &str)>> = demands.values.iter().map(value).collect();
    Some((with_query(path, query?.into_iter()), host))
}

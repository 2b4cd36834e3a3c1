//! One way in which one part of a request can be.

use super::{Environment, Languages};

/// One way in which one part of a request can be.
#[derive(Clone, Debug)]
pub(super) enum Choice {
    Host(Option<String>),
    Method(String),
    Scheme(Option<String>),
    Query(String, Option<String>),
    Header(String, Option<String>),
    Cookie(String, Option<String>),
    Languages(Vec<String>),
    Types(Vec<String>),
    Now(i64),
    SiteStatus(Option<u16>),
    Found(String, bool),
}

impl Choice {
    /// Makes this part of an environment so.
    pub(super) fn apply(&self, to: &mut Environment) {
        let mut pair = |pairs: fn(&mut Environment) -> &mut Vec<(String, String)>,
                        key: &String,
                        value: &Option<String>| {
            if let Some(value) = value {
                pairs(to).push((key.clone(), value.clone()));
            }
        };
        match self {
            Choice::Query(key, value) => pair(|to| &mut to.query, key, value),
            Choice::Header(key, value) => pair(|to| &mut to.headers, key, value),
            Choice::Cookie(key, value) => pair(|to| &mut to.cookies, key, value),
            Choice::Host(host) => to.host.clone_from(host),
            Choice::Method(method) => to.method.clone_from(method),
            Choice::Scheme(scheme) => to.scheme.clone_from(scheme),
            Choice::Languages(tags) => to.languages = Languages { tags: tags.clone() },
            Choice::Types(types) => to.types.clone_from(types),
            Choice::Now(now) => to.now = *now,
            Choice::SiteStatus(status) => to.site_status = *status,
            Choice::Found(lookup, found) => to.found.extend(found.then(|| lookup.clone())),
        }
    }
}

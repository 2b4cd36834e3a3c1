//! An engine for each host, found by a hash of the host.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use super::{Lookup, Made, Numbered};
use crate::request::Target;

/// An engine for each host.
pub(super) struct ByHost<L> {
    hosts: HashMap<String, L, FixedState>,
}

/// Deals the rules out to their hosts; rules for any host go to each.
pub(super) fn build<L>(
    rules: &Numbered<'_>,
    build: fn(&Numbered<'_>) -> Made<L>,
) -> Made<ByHost<L>> {
    let mut dealt: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for host in rules.iter().filter_map(|(_, rule)| rule.host.as_deref()) {
        dealt.entry(host).or_default();
    }
    for &(number, rule) in rules {
        match &rule.host {
            Some(host) => dealt.entry(host).or_default().push((number, rule)),
            None => dealt
                .values_mut()
                .for_each(|rules| rules.push((number, rule))),
        }
    }
    let mut refused = 0;
    let mut hosts = HashMap::with_hasher(FixedState::default());
    for (host, rules) in dealt {
        let (engine, without) = build(&rules);
        refused += without;
        hosts.insert(host.to_owned(), engine);
    }
    (ByHost { hosts }, refused)
}

impl<L: Lookup> Lookup for ByHost<L> {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        let host = target.host.as_deref().unwrap_or_default();
        self.hosts
            .get(host)
            .map_or(0, |engine| engine.lookup(target))
    }
}

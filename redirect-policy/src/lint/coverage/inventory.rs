//! The live and the dropped URLs, ready to be asked about.

use std::collections::BTreeMap;

use super::identity;
use crate::model::{Coverage, Inventory, Urls};
use crate::pattern::Pattern;
use crate::proof::pattern_set::PatternSet;

/// Some inventories.
#[derive(Default)]
struct Set {
    /// Path and query, with the hosts that are named with it.
    listed: BTreeMap<String, Vec<Option<String>>>,
    patterns: Vec<Pattern>,
    /// The patterns as they are asked; `None` if there are none.
    matcher: Option<PatternSet>,
}

/// The inventories of a policy but for the old URLs.
pub(in crate::lint) struct Known {
    live: Set,
    dropped: Set,
}

impl Known {
    pub(in crate::lint) fn of(coverage: &Coverage) -> Self {
        let dropped = coverage.dropped.iter().map(|(inventory, _)| inventory);
        Known {
            live: Set::of(coverage.live.iter()),
            dropped: Set::of(dropped),
        }
    }

    pub(in crate::lint) fn is_live(&self, url: &str) -> bool {
        self.live.holds(url)
    }

    /// Returns true if anything is said to be live.
    pub(in crate::lint) fn has_live(&self) -> bool {
        !self.live.listed.is_empty() || !self.live.patterns.is_empty()
    }

    pub(super) fn is_dropped(&self, url: &str) -> bool {
        self.dropped.holds(url)
    }

    /// The patterns of what is live and what was dropped.
    pub(super) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.live.patterns.iter().chain(&self.dropped.patterns)
    }

    pub(in crate::lint) fn live_patterns(&self) -> &[Pattern] {
        &self.live.patterns
    }

    /// The live paths with their queries.
    pub(in crate::lint) fn live_paths(&self) -> impl Iterator<Item = &str> {
        self.live.listed.keys().map(String::as_str)
    }
}

/// The URLs that the site serves still, as `coverage.live` lists them.
///
/// ```
/// use redirect_policy::{compile, lint::LiveUrls, source::Sources};
/// let mut sources = Sources::default();
/// let file = sources.insert(
///     "redirects.yml",
///     "redirectionPolicy: { version: 0.0.1, rules: [], coverage: { live: ['/shop/:id'] } }",
/// );
/// let live = LiveUrls::of(&compile(&mut sources, file).policy.coverage);
/// assert!(live.contains("https://www.example.com/shop/7") && !live.contains("/shop/"));
/// ```
pub struct LiveUrls(Set);

impl LiveUrls {
    /// Reads the inventories of a policy.
    #[must_use]
    pub fn of(coverage: &Coverage) -> Self {
        LiveUrls(Set::of(coverage.live.iter()))
    }

    /// Returns true if a path with its query, or an absolute URL, is among them. A URL without a host stands for every
    /// host.
    #[must_use]
    pub fn contains(&self, url: &str) -> bool {
        self.0.holds(url)
    }
}

impl std::fmt::Debug for LiveUrls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveUrls")
            .field("listed", &self.0.listed.len())
            .field("patterns", &self.0.patterns.len())
            .finish_non_exhaustive()
    }
}

impl Set {
    fn of<'p>(inventories: impl Iterator<Item = &'p Inventory>) -> Self {
        let mut set = Set::default();
        for inventory in inventories {
            match &inventory.urls {
                Urls::Matching(pattern) => set.patterns.push(pattern.clone()),
                Urls::Listed(urls) => {
                    for url in urls {
                        let (key, host) = identity(&url.value);
                        let hosts = set.listed.entry(key).or_default();
                        if !hosts.contains(&host) {
                            hosts.push(host);
                        }
                    }
                }
            }
        }
        if !set.patterns.is_empty() {
            let patterns = set.patterns.iter().map(|pattern| pattern.items.clone());
            set.matcher = PatternSet::of(patterns);
        }
        set
    }

    /// Returns true if a URL is among them; one without a host stands for every host.
    fn holds(&self, url: &str) -> bool {
        if self.listed.is_empty() && self.matcher.is_none() {
            return false;
        }
        let (key, host) = identity(url);
        let listed = self.listed.get(&key).is_some_and(|hosts| {
            host.is_none() || hosts.iter().any(|known| known.is_none() || *known == host)
        });
        let path = key.split('?').next().unwrap_or_default();
        listed
            || self
                .matcher
                .as_ref()
                .is_some_and(|matcher| matcher.matching(path).next().is_some())
    }
}

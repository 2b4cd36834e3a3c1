//! Old addresses that no rule knows: the paths that the site most often answers 404 for.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use http::{StatusCode, Uri};

use crate::observe::events;

/// Longer paths are not kept: no one linked to them, and they would fill the memory.
const LONGEST: usize = 512;

/// Counts of missed paths, for a bounded number of paths.
///
/// With no room left the rarest path makes way and hands its count on, so that a frequent path is never lost to a run of
/// rare ones (Metwally, Agrawal, El Abbadi: space saving). Paths are held in the order of their counts, so that a new one
/// costs a walk down a tree, not a look at all.
#[derive(Default)]
pub(crate) struct Misses {
    paths: Mutex<Paths>,
}

#[derive(Default)]
struct Paths {
    counts: HashMap<Arc<str>, u64>,
    by_count: BTreeSet<(u64, Arc<str>)>,
}

/// A request that no rule matched, to be told of when the site has answered.
pub struct Miss {
    misses: Arc<Misses>,
    uri: Uri,
    most: usize,
}

impl Miss {
    pub(crate) fn new(misses: Arc<Misses>, uri: Uri, most: usize) -> Self {
        Miss { misses, uri, most }
    }

    /// Counts and tells the miss if the site answered 404.
    pub fn answered(&self, status: StatusCode) {
        if status == StatusCode::NOT_FOUND {
            events::tell_miss(self.uri.path());
            self.misses.count(self.uri.path(), self.most);
        }
    }
}

impl std::fmt::Debug for Miss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Miss").finish_non_exhaustive()
    }
}

impl Misses {
    /// Counts a path among `most` of them.
    fn count(&self, path: &str, most: usize) {
        if path.len() > LONGEST || most == 0 {
            return;
        }
        let mut paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        if !paths.count_again(path) {
            paths.count_first(path, most);
        }
    }

    pub(crate) fn most_frequent(&self) -> Vec<(String, u64)> {
        let paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths: Vec<(String, u64)> = paths
            .by_count
            .iter()
            .map(|(count, path)| (path.to_string(), *count))
            .collect();
        paths.sort_by(|(a, few), (b, many)| many.cmp(few).then_with(|| a.cmp(b)));
        paths
    }
}

impl Paths {
    /// Counts a path once more, and returns false if it is not known.
    fn count_again(&mut self, path: &str) -> bool {
        let Some((path, count)) = self.counts.get_key_value(path) else {
            return false;
        };
        let path = Arc::clone(path);
        let before = *count;
        let after = before.saturating_add(1);
        let mut place = (before, path);
        self.by_count.remove(&place);
        self.counts.insert(Arc::clone(&place.1), after);
        place.0 = after;
        self.by_count.insert(place);
        true
    }

    /// Counts a path that is new, in the place of the rarest where there is no room.
    fn count_first(&mut self, path: &str, most: usize) {
        let mut count = 1;
        if self.counts.len() >= most {
            if let Some((rarest, path)) = self.by_count.pop_first() {
                self.counts.remove(&path);
                count = rarest.saturating_add(1);
            }
        }
        let path: Arc<str> = path.into();
        self.counts.insert(Arc::clone(&path), count);
        self.by_count.insert((count, path));
    }
}

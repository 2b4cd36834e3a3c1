//! Old addresses that no rule knows: the paths that the site most often answers 404 for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::{StatusCode, Uri};

use crate::observe::events;

/// Longer paths are not kept: no one linked to them, and they would fill the memory.
const LONGEST: usize = 512;

/// How often paths were missed, for a bounded number of paths.
///
/// With no room left the rarest path makes way and hands its count on, so that a frequent path is never lost to a run of
/// rare ones (Metwally, Agrawal, El Abbadi: space saving).
#[derive(Debug, Default)]
pub(crate) struct Misses {
    counts: Mutex<HashMap<String, u64>>,
}

/// A request that no rule matched, to be told of when the site has answered.
#[derive(Debug)]
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

impl Misses {
    fn count(&self, path: &str, most: usize) {
        if path.len() > LONGEST || most == 0 {
            return;
        }
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(path) {
            *count = count.saturating_add(1);
            return;
        }
        let mut inherited = 0;
        if counts.len() >= most {
            let rarest = counts.iter().min_by_key(|(_, count)| **count);
            if let Some((rarest, count)) = rarest.map(|(path, count)| (path.clone(), *count)) {
                counts.remove(&rarest);
                inherited = count;
            }
        }
        counts.insert(path.to_owned(), inherited.saturating_add(1));
    }

    pub(crate) fn most_frequent(&self) -> Vec<(String, u64)> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths: Vec<(String, u64)> = counts
            .iter()
            .map(|(path, count)| (path.clone(), *count))
            .collect();
        paths.sort_by(|(a, few), (b, many)| many.cmp(few).then_with(|| a.cmp(b)));
        paths
    }
}

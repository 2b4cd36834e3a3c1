//! Answers of a lookup, counted by their source.

use std::sync::atomic::{AtomicU64, Ordering};

use super::origin::Origin;
use super::{Failure, Found, LookupAnswer};

/// Answers by their source, since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answers {
    /// Rows of the file.
    pub snapshot: u64,
    /// Rows that the fallback gave before.
    pub cache: u64,
    /// Rows that the fallback gave.
    pub fallback: u64,
    /// Keys that no source had.
    pub missing: u64,
    /// Keys that the fallback did not have before.
    pub remembered_missing: u64,
    /// Questions without an answer.
    pub failures: u64,
}

/// The counters behind [`Answers`].
#[derive(Debug, Default)]
pub(super) struct Counts {
    snapshot: AtomicU64,
    cache: AtomicU64,
    fallback: AtomicU64,
    missing: AtomicU64,
    remembered_missing: AtomicU64,
    failures: AtomicU64,
}

impl Counts {
    pub(super) fn add(&self, answer: &Result<LookupAnswer, Failure>) {
        let count = match answer {
            Err(_) => &self.failures,
            Ok(answer) => match (answer.origin, &answer.found) {
                (Origin::RememberedMissing, _) => &self.remembered_missing,
                (_, Found::Missing) => &self.missing,
                (Origin::Snapshot, _) => &self.snapshot,
                (Origin::Cache, _) => &self.cache,
                (Origin::Fallback, _) => &self.fallback,
            },
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> Answers {
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Answers {
            snapshot: count(&self.snapshot),
            cache: count(&self.cache),
            fallback: count(&self.fallback),
            missing: count(&self.missing),
            remembered_missing: count(&self.remembered_missing),
            failures: count(&self.failures),
        }
    }
}

impl Answers {
    /// Of what the file did not have, the share that memory answered, from 0 to 1; `None` before the first question.
    pub(super) fn hit_rate(self) -> Option<f64> {
        let remembered = self.cache + self.remembered_missing;
        let all = remembered + self.fallback + self.missing;
        // Counts beyond 2^52 lose their last digits: a share does not need them.
        #[allow(clippy::cast_precision_loss)]
        (all > 0).then(|| remembered as f64 / all as f64)
    }
}

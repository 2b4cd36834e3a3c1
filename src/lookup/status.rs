//! The state of a lookup, for an admin page.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use super::{Failure, Found, Key, LookupAnswer, Table};

/// The state of a lookup at one moment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LookupStatus {
    /// The name in the policy.
    pub name: &'static str,
    /// The file that answers; `None` where there is none, by declaration or because none was usable.
    pub file: Option<FileStatus>,
    /// The fault of a newer file that was refused.
    pub refused: Option<String>,
    /// Keys that were invalidated and still shadow the file; `usize::MAX` where all are.
    pub invalidated: usize,
    /// Questions to the fallback that are under way.
    pub in_flight: usize,
    /// The fallback failed too often and is left alone.
    pub breaker_open: bool,
    /// The fallback is switched off.
    pub fallback_off: bool,
    /// Answers by their source, since the start.
    pub answers: Answers,
}

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

/// A file that answers.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FileStatus {
    /// Its path when it was opened.
    pub path: PathBuf,
    /// Its rows.
    pub rows: u64,
    /// When its export began to read, if it says so.
    pub as_of: Option<SystemTime>,
    /// The time since then, or since it was written.
    pub age: Option<Duration>,
}

/// Everything that a lookup knows of one key. The fallback is not asked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trace {
    /// The file's word, as if the key were not invalidated.
    pub snapshot: Result<Option<super::Row>, Failure>,
    /// The key was invalidated, so that the file is not asked.
    pub invalidated: bool,
    /// A recent answer of the fallback.
    pub remembered: Option<LookupAnswer>,
    /// The fallback would not be asked.
    pub breaker_open: bool,
}

impl LookupStatus {
    /// Of what the file did not have, the share that memory answered, from 0 to 1; `None` before the first question.
    #[must_use]
    pub fn hit_rate(&self) -> Option<f64> {
        let Answers {
            cache,
            fallback,
            remembered_missing,
            missing,
            ..
        } = self.answers;
        let all = cache + remembered_missing + fallback + missing;
        // Counts beyond 2^52 lose their last digits: a share does not need them.
        #[allow(clippy::cast_precision_loss)]
        (all > 0).then(|| (cache + remembered_missing) as f64 / all as f64)
    }
}

impl Table {
    /// The state at this moment.
    #[must_use]
    pub fn status(&self) -> LookupStatus {
        let count = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
        let counts = &self.counts;
        let file = self.files.as_ref().and_then(super::files::Files::current);
        LookupStatus {
            name: self.contract.name,
            file: file.map(|opened| FileStatus {
                path: opened.path.clone(),
                rows: opened.rows,
                as_of: opened.as_of,
                age: opened.age(SystemTime::now()),
            }),
            refused: self
                .files
                .as_ref()
                .and_then(super::files::Files::refused)
                .map(|error| error.to_string()),
            invalidated: self.shadow().len(),
            in_flight: self.memory().flights.len(),
            breaker_open: self.breaker.is_open(),
            fallback_off: self.fallback_off.load(Ordering::Relaxed),
            answers: Answers {
                snapshot: count(&counts.snapshot),
                cache: count(&counts.cache),
                fallback: count(&counts.fallback),
                missing: count(&counts.missing),
                remembered_missing: count(&counts.remembered_missing),
                failures: count(&counts.failures),
            },
        }
    }

    /// Everything that is known of a key, without asking the fallback.
    #[doc(hidden)]
    pub async fn trace(&self, key: &Key) -> Trace {
        let opened = self.files.as_ref().and_then(super::files::Files::current);
        let (invalidated, snapshot) = match (&self.files, opened) {
            (None, _) => (false, Ok(None)),
            (Some(_), None) => (false, Err(Failure::NoFile)),
            (Some(_), Some(opened)) => {
                let invalidated = self.shadow().covers(key, opened.as_of);
                (invalidated, opened.get(self.contract, key).await)
            }
        };
        Trace {
            snapshot,
            invalidated,
            remembered: self.remembered(key),
            breaker_open: self.breaker.is_open(),
        }
    }
}

impl LookupAnswer {
    /// True if no source had the key.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.found == Found::Missing
    }
}

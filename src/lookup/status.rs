//! The state of a lookup, for an admin page.

use std::fmt;
use std::path::PathBuf;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::counts::Answers;
use super::files::Files;
use super::{Failure, Found, Key, LookupAnswer, Replay, Row, Table};

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
    /// The replay of what an earlier process invalidated; `None` before the first.
    pub replayed: Option<Replay>,
    /// Keys of which a row of the fallback is remembered.
    pub cached: usize,
    /// Keys of which it is remembered that the fallback does not have them; 10,000 at most.
    pub remembered_missing: usize,
    /// Questions to the fallback that are under way.
    pub in_flight: usize,
    /// The fallback failed too often and is left alone.
    pub breaker_open: bool,
    /// The fallback is switched off.
    pub fallback_off: bool,
    /// Answers by their source, since the start.
    pub answers: Answers,
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
    pub snapshot: Result<Option<Row>, Failure>,
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
        self.answers.hit_rate()
    }
}

impl fmt::Display for LookupStatus {
    /// Writes the file that answers: `articles: data/articles.csv, rows 120, as_of 1790000000`, in seconds since 1970.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(file) = &self.file else {
            return write!(f, "{}: no file", self.name);
        };
        let (path, rows) = (file.path.display(), file.rows);
        write!(f, "{}: {path}, rows {rows}", self.name)?;
        let as_of = file.as_of.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        match as_of {
            Some(as_of) => write!(f, ", as_of {}", as_of.as_secs()),
            None => f.write_str(", as_of not said"),
        }
    }
}

impl Table {
    /// The state at this moment.
    ///
    /// ```no_run
    /// # fn show(articles: &redirects::lookup::Table) {
    /// let status = articles.status();
    /// println!("{status}; {} answers from the file", status.answers.snapshot);
    /// # }
    /// ```
    #[must_use]
    pub fn status(&self) -> LookupStatus {
        let file = self.files.as_ref().and_then(Files::current);
        let (cached, remembered_missing) = self.memory().len();
        let replayed = *self.replayed.lock().unwrap_or_else(PoisonError::into_inner);
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
                .and_then(Files::refused)
                .map(|error| error.to_string()),
            invalidated: self.shadow().len(),
            replayed,
            cached,
            remembered_missing,
            in_flight: self.memory().flights.len(),
            breaker_open: self.breaker.is_open(),
            fallback_off: self.fallback_off.load(Ordering::Relaxed),
            answers: self.counts.read(),
        }
    }

    /// Everything that is known of a key, without asking the fallback.
    #[doc(hidden)]
    pub async fn trace(&self, key: &Key) -> Trace {
        let opened = self.files.as_ref().and_then(Files::current);
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
            remembered: self.memory().get(key, Instant::now()),
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

//! A lookup that answers keys.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use quick_cache::unsync::Cache;

use super::breaker::Breaker;
use super::events;
use super::files::Files;
use super::flights::Flights;
use super::origin::Origin;
use super::rows::canonical;
use super::shadow::Shadow;
use super::{Contract, Failure, Fallback, Found, Key, LookupAnswer, LookupError, Row};

/// Missing keys that are remembered: whoever counts through ids fills this, and nothing else.
const MISSING: usize = 10_000;

/// A lookup: its file, its memory and what guards its fallback. Shared by all requests.
#[derive(Debug)]
pub struct Table {
    pub(crate) contract: &'static Contract,
    pub(crate) files: Option<Files>,
    shadow: Mutex<Shadow>,
    pub(crate) memory: Mutex<Memory>,
    pub(crate) breaker: Breaker,
    pub(crate) in_flight: AtomicUsize,
    pub(crate) missing_for: Duration,
    pub(crate) hits_for: Duration,
    pub(crate) fallback_off: AtomicBool,
    fallback: OnceLock<Fallback>,
    pub(crate) counts: Counts,
}

/// Answers and questions that are remembered, under one lock: an invalidation comes before or after each, never between.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) flights: Flights,
    pub(crate) missing: Cache<Key, Instant>,
    pub(crate) hits: Option<Cache<Key, (Instant, Found<Row>)>>,
}

/// Number of answers of each origin.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) snapshot: AtomicU64,
    pub(crate) cache: AtomicU64,
    pub(crate) remembered_missing: AtomicU64,
    pub(crate) fallback: AtomicU64,
    pub(crate) missing: AtomicU64,
    pub(crate) failures: AtomicU64,
}

impl Table {
    /// A lookup whose file, if it has one, lies in `folder`. It is not opened yet.
    #[doc(hidden)]
    #[must_use]
    pub fn new(contract: &'static Contract, folder: &Path) -> Arc<Table> {
        let (rows, kept) = contract.cache.unwrap_or_default();
        Arc::new(Table {
            contract,
            files: contract.snapshot.map(|name| Files::new(folder, name)),
            shadow: Mutex::default(),
            memory: Mutex::new(Memory {
                flights: Flights::default(),
                missing: Cache::new(MISSING),
                hits: contract.cache.map(|_| Cache::new(rows)),
            }),
            breaker: Breaker::default(),
            in_flight: AtomicUsize::new(0),
            missing_for: Duration::from_secs(contract.missing),
            hits_for: Duration::from_secs(kept),
            fallback_off: AtomicBool::new(false),
            fallback: OnceLock::new(),
            counts: Counts::default(),
        })
    }

    /// The key of captured parts, decoded and compared by value; `None` where a part is not of its kind, so that no
    /// source can have it.
    #[doc(hidden)]
    #[must_use]
    pub fn key(&self, parts: &[&str]) -> Option<Key> {
        let columns = self.contract.key.iter().zip(parts);
        let part = |(column, text): (&super::Column, &&str)| {
            column
                .kind
                .judge(text)
                .ok()
                .map(|()| canonical(column.kind, text))
        };
        let parts = columns.map(part).collect::<Option<Vec<String>>>()?;
        (parts.len() == self.contract.key.len()).then(|| Key::from(parts))
    }

    /// Gives the lookup the fallback that handlers ask too; the first one stays. For generated code.
    #[doc(hidden)]
    pub fn set_fallback(&self, fallback: Fallback) {
        // Of several sites that share a lookup the first answers.
        let _ = self.fallback.set(fallback);
    }

    /// The fallback, once the lookup is served.
    #[doc(hidden)]
    #[must_use]
    pub fn fallback(&self) -> Option<&Fallback> {
        self.fallback.get()
    }

    /// Asks for a key: the file, the memory, the fallback.
    ///
    /// # Errors
    /// Whatever kept a source from answering; never that a key is missing.
    #[doc(hidden)]
    pub async fn find(
        self: &Arc<Self>,
        key: &Key,
        fallback: Option<&Fallback>,
    ) -> Result<LookupAnswer, Failure> {
        let answer = self.ask(key, fallback).await;
        let count = match &answer {
            Err(_) => &self.counts.failures,
            Ok(answer) => match (answer.origin, &answer.found) {
                (Origin::RememberedMissing, _) => &self.counts.remembered_missing,
                (_, Found::Missing) => &self.counts.missing,
                (Origin::Snapshot, _) => &self.counts.snapshot,
                (Origin::Cache, _) => &self.counts.cache,
                (Origin::Fallback, _) => &self.counts.fallback,
            },
        };
        count.fetch_add(1, Ordering::Relaxed);
        events::count(self.contract.name, &answer);
        answer
    }

    async fn ask(
        self: &Arc<Self>,
        key: &Key,
        fallback: Option<&Fallback>,
    ) -> Result<LookupAnswer, Failure> {
        let fallback = fallback.filter(|_| self.contract.fallback);
        let absent = match self.ask_file(key).await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => Ok(LookupAnswer {
                found: Found::Missing,
                origin: Origin::Snapshot,
                temporary: false,
            }),
            // A value of the wrong kind is in the file for good: no fallback may paper over it unseen.
            Err(failure @ Failure::Value(_)) => return Err(failure),
            Err(failure) => Err(failure),
        };
        let Some(fallback) = fallback else {
            return absent;
        };
        if let Some(answer) = self.remembered(key) {
            return Ok(answer);
        }
        if self.fallback_off.load(Ordering::Relaxed) {
            return Err(Failure::SwitchedOff);
        }
        let found = self.ask_fallback(key, fallback).await?;
        Ok(LookupAnswer {
            found,
            origin: Origin::Fallback,
            temporary: false,
        })
    }

    /// The file's answer; `None` if it has no such key. A lookup without a file has none.
    async fn ask_file(&self, key: &Key) -> Result<Option<LookupAnswer>, Failure> {
        let Some(files) = &self.files else {
            return Ok(None);
        };
        let opened = files.current().ok_or(Failure::NoFile)?;
        let shadowed = || self.shadow().covers(key, opened.as_of);
        if shadowed() {
            return Err(Failure::Invalidated);
        }
        let row = opened.get(self.contract, key).await?;
        // The row may have been read while it was invalidated.
        if shadowed() {
            return Err(Failure::Invalidated);
        }
        let too_old = |most: u64| {
            opened
                .age(SystemTime::now())
                .is_none_or(|age| age > Duration::from_secs(most))
        };
        let temporary = self.contract.max_age.is_some_and(too_old);
        Ok(row.map(|row| LookupAnswer {
            found: verdict(row),
            origin: Origin::Snapshot,
            temporary,
        }))
    }

    /// Returns a recent answer of the fallback.
    pub(crate) fn remembered(&self, key: &Key) -> Option<LookupAnswer> {
        let now = Instant::now();
        let mut memory = self.memory();
        let memory = &mut *memory;
        if let Some(hits) = &mut memory.hits {
            match hits.get(key) {
                Some((until, found)) if *until > now => {
                    return Some(LookupAnswer {
                        found: found.clone(),
                        origin: Origin::Cache,
                        temporary: false,
                    });
                }
                Some(_) => drop(hits.remove(key)),
                None => {}
            }
        }
        match memory.missing.get(key) {
            Some(until) if *until > now => Some(LookupAnswer {
                found: Found::Missing,
                origin: Origin::RememberedMissing,
                temporary: false,
            }),
            Some(_) => {
                memory.missing.remove(key);
                None
            }
            None => None,
        }
    }

    /// From now on no request is answered from what was known of these keys before: not by the file, not from memory,
    /// not by a question that is under way. Over 100,000 keys the whole lookup is meant.
    #[doc(hidden)]
    pub fn invalidate(&self, keys: impl IntoIterator<Item = Key>) {
        for key in keys {
            let whole = self.shadow().add(Arc::clone(&key), SystemTime::now());
            let mut memory = self.memory();
            if whole {
                memory.forget_all();
            } else {
                memory.forget(&key);
            }
        }
    }

    /// From now on no request is answered from what was known before.
    pub fn invalidate_all(&self) {
        self.shadow().add_all(SystemTime::now());
        self.memory().forget_all();
    }

    /// Opens a new file, if there is one; true if it answers from now on. Linear in the file, on the caller's thread.
    ///
    /// # Errors
    /// The file's fault. The file before it goes on answering.
    pub fn refresh(&self) -> Result<bool, LookupError> {
        self.refresh_with(false)
    }

    /// Opens a new file though it has under half of the rows of the one before it.
    ///
    /// # Errors
    /// Those of [`Table::refresh`].
    pub fn accept_smaller(&self) -> Result<bool, LookupError> {
        self.refresh_with(true)
    }

    fn refresh_with(&self, smaller: bool) -> Result<bool, LookupError> {
        let Some(files) = &self.files else {
            return Ok(false);
        };
        let before = files.refused();
        let swapped = files.refresh(self.contract, smaller).inspect_err(|error| {
            // A file that stays away is told once.
            if before.as_ref() != Some(error) {
                events::tell_refused(error);
            }
        })?;
        if swapped {
            self.shadow().forget_before(files.oldest());
            if let Some(opened) = files.current() {
                let name = self.contract.name;
                events::tell_swap(name, &opened.path, opened.rows, opened.as_of);
            }
        }
        Ok(swapped)
    }

    /// Puts the file before the current one back; false if there is none.
    pub fn rollback(&self) -> bool {
        self.files.as_ref().is_some_and(Files::rollback)
    }

    /// Switches the fallback off, or on again. While it is off, whatever the file does not have is a failure.
    pub fn switch_fallback_off(&self, off: bool) {
        self.fallback_off.store(off, Ordering::Relaxed);
    }

    pub(crate) fn shadow(&self) -> MutexGuard<'_, Shadow> {
        self.shadow.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn forget(&mut self, key: &Key) {
        self.flights.forget(key);
        self.missing.remove(key);
        if let Some(hits) = &mut self.hits {
            hits.remove(key);
        }
    }

    fn forget_all(&mut self) {
        self.flights.forget_all();
        self.missing.clear();
        if let Some(hits) = &mut self.hits {
            hits.clear();
        }
    }
}

/// A row's own status goes before its values.
fn verdict(row: Row) -> Found<Row> {
    match row.status {
        Some(410) => Found::Gone,
        Some(451) => Found::UnavailableForLegalReasons,
        _ => Found::Row(row),
    }
}

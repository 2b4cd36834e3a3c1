//! A lookup that answers keys.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::breaker::Breaker;
use super::counts::Counts;
use super::events;
use super::files::Files;
use super::memory::Memory;
use super::origin::Origin;
use super::shadow::Shadow;
use super::{Contract, Failure, Fallback, Found, Key, LookupAnswer, Replay, Row};

/// A lookup: its file, its memory and what guards its fallback. Shared by all requests.
#[derive(Debug)]
pub struct Table {
    pub(crate) contract: &'static Contract,
    pub(super) files: Option<Files>,
    pub(super) shadow: Mutex<Shadow>,
    pub(super) replayed: Mutex<Option<Replay>>,
    memory: Mutex<Memory>,
    pub(super) breaker: Breaker,
    pub(super) in_flight: AtomicUsize,
    pub(super) fallback_off: AtomicBool,
    fallback: OnceLock<Fallback>,
    pub(super) counts: Counts,
}

impl Table {
    /// A lookup whose file, if it has one, lies in `folder`. It is not opened yet.
    #[doc(hidden)]
    #[must_use]
    pub fn new(contract: &'static Contract, folder: &Path) -> Arc<Table> {
        Arc::new(Table {
            contract,
            files: contract.snapshot.map(|name| Files::new(folder, name)),
            shadow: Mutex::default(),
            replayed: Mutex::default(),
            memory: Mutex::new(Memory::new(contract)),
            breaker: Breaker::default(),
            in_flight: AtomicUsize::new(0),
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
            column.kind.judge(text).ok()?;
            Some(column.kind.canonical_part(text))
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
        self.counts.add(&answer);
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
        if let Some(answer) = self.memory().get(key, Instant::now()) {
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

    /// The memory of answers and of questions under way.
    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
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

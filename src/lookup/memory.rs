//! Answers of the fallback that are remembered, and the questions to it that are under way.

use std::sync::Arc;
use std::time::{Duration, Instant};

use quick_cache::unsync::Cache;

use super::flights::Flights;
use super::origin::Origin;
use super::{Contract, Found, Key, LookupAnswer, Row};

/// Missing keys that are remembered: whoever counts through ids fills this, and nothing else.
const MISSING: usize = 10_000;

/// Answers and questions, under one lock: an invalidation comes before or after each, never between.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) flights: Flights,
    missing: Cache<Key, Instant>,
    missing_for: Duration,
    hits: Option<Hits>,
}

/// The cache that a policy asks for by `cache`.
#[derive(Debug)]
struct Hits {
    rows: Cache<Key, (Instant, Found<Row>)>,
    keep_for: Duration,
}

impl Memory {
    pub(crate) fn new(contract: &Contract) -> Memory {
        Memory {
            flights: Flights::default(),
            missing: Cache::new(MISSING),
            missing_for: Duration::from_secs(contract.missing),
            hits: contract.cache.map(|(rows, seconds)| Hits {
                rows: Cache::new(rows),
                keep_for: Duration::from_secs(seconds),
            }),
        }
    }

    /// Returns an answer of the fallback that holds still.
    pub(crate) fn get(&mut self, key: &Key, now: Instant) -> Option<LookupAnswer> {
        if let Some(hits) = &mut self.hits {
            match hits.rows.get(key) {
                Some((until, found)) if *until > now => {
                    return Some(LookupAnswer {
                        found: found.clone(),
                        origin: Origin::Cache,
                        temporary: false,
                    });
                }
                Some(_) => drop(hits.rows.remove(key)),
                None => {}
            }
        }
        match self.missing.get(key) {
            Some(until) if *until > now => Some(LookupAnswer {
                found: Found::Missing,
                origin: Origin::RememberedMissing,
                temporary: false,
            }),
            Some(_) => {
                self.missing.remove(key);
                None
            }
            None => None,
        }
    }

    /// Remembers an answer, as long as its kind is remembered.
    pub(crate) fn keep(&mut self, key: &Key, found: &Found<Row>, now: Instant) {
        match (found, &mut self.hits) {
            (Found::Missing, _) => {
                if let Some(until) = now.checked_add(self.missing_for) {
                    self.missing.insert(Arc::clone(key), until);
                }
            }
            (_, Some(hits)) => {
                if let Some(until) = now.checked_add(hits.keep_for) {
                    hits.rows.insert(Arc::clone(key), (until, found.clone()));
                }
            }
            (_, None) => {}
        }
    }

    /// Forgets what is known of a key, and whatever a question under way will say of it.
    pub(crate) fn forget(&mut self, key: &Key) {
        self.flights.forget(key);
        self.missing.remove(key);
        if let Some(hits) = &mut self.hits {
            hits.rows.remove(key);
        }
    }

    /// Forgets what is known of all keys.
    pub(crate) fn forget_all(&mut self) {
        self.flights.forget_all();
        self.missing.clear();
        if let Some(hits) = &mut self.hits {
            hits.rows.clear();
        }
    }

    /// The number of keys that are remembered: with rows, and as missing.
    pub(crate) fn len(&self) -> (usize, usize) {
        let rows = self.hits.as_ref().map_or(0, |hits| hits.rows.len());
        (rows, self.missing.len())
    }
}

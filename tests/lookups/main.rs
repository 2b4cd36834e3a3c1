//! Lookups under everything that can go wrong: no wrong answer, no stale row, no leak, nobody who waits for nothing.

mod fallback;
mod faults;
mod files;
#[cfg(unix)]
mod full_disk;
mod generated;
mod invalidation;
mod kinds;
mod permalinks;
mod races;
mod support;
mod unknown_ids;

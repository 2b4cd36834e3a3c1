//! Lookups under everything that can go wrong: no wrong answer, no stale row, no leak, nobody who waits for nothing.

mod fallback;
mod faults;
mod files;
mod generated;
mod invalidation;
mod permalinks;
mod support;

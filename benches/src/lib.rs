//! The engine beside its peers: the same rules and the same paths, in one process, engines taking turns.
//!
//! | command (`cargo run -p redirect-benches --release --bin ...`) | what it does |
//! |---|---|
//! | `compare -- --set 40,1k --engines ours,matchit,wayfind` | time a lookup, throughput and dependent, beside the targets |
//! | `allocations` | heap allocations a lookup, and what an engine holds |
//! | `build_curve` | bytes and time of the table, and what an application takes to compile |
//! | `instructions` | instruction counts of the main paths, against the recorded ones |
//! | `plot` | draws `docs/benchmarks/*.svg` and writes the tables of `BENCHMARKS.md` |
//!
//! [`sets`] makes the rules, [`paths`] what is asked, [`engine`] who answers, [`check`] says whether the answers are
//! right, [`measure`] takes the time, [`record`] keeps it.
#![forbid(unsafe_code)]

pub mod arguments;
pub mod check;
pub mod engine;
pub mod instructions;
pub mod measure;
pub mod paths;
pub mod plot;
pub mod record;
pub mod report;
pub mod request;
pub mod sets;
pub mod tables;
pub mod targets;

//! Output and switches for operators while a policy serves: events, counts, switches.

#[cfg(feature = "metrics")]
mod crawler;
pub(crate) mod events;
pub(crate) mod hit_counts;
pub(crate) mod not_found;
pub(crate) mod switches;

pub use hit_counts::RuleHits;
pub use not_found::Miss;

//! Proofs about policies: planted faults are found, sound rules are left alone, and a slow reference agrees.

mod budget;
mod chains;
mod conditions_at_random;
mod coverage;
mod examples;
mod ids;
mod loops;
mod loops_at_random;
mod rounds;
mod rules;
mod site_status;
mod sitemap;
#[path = "../support/mod.rs"]
mod support;
mod unreachable;
mod unreachable_at_random;

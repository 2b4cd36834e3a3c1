//! What the compiler proves of policies: planted faults are found, sound rules are left alone, and a slow reference agrees.

mod budget;
mod coverage;
mod examples;
mod loops;
mod random;
mod rules;
mod site_status;
mod sitemap;
#[path = "../support/mod.rs"]
mod support;
mod unreachable;

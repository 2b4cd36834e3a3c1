//! Lookups beside what a site would write by hand: the same old ids in a `HashMap` and in SQLite.

pub mod ask;
pub mod compiled;
pub mod load;
pub mod measure;
pub mod rows;
pub mod site;

// The policy that is served.
redirects::redirects!(pub mod routes = "redirects.yml");

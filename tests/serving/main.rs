//! From a request to what is sent: answers, handlers, failures, operation, middleware.

mod actix;
mod allocations;
mod answers;
mod debugging;
mod defaults;
mod events;
mod failures;
mod generated;
mod handlers;
mod layer;
mod metrics;
mod misses;
mod operation;
mod placement;
mod refused_answers;
mod site_status;
mod support;

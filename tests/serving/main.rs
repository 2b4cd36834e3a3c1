//! From a request to what is sent: answers, handlers, failures, operation, middleware.

mod actix;
mod answers;
mod debugging;
mod defaults;
mod failures;
mod generated;
mod handlers;
mod layer;
mod observability;
mod operation;
mod site_status;
mod support;

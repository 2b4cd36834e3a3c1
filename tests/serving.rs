//! From a request to what is sent: answers, handlers, failures, operation, middleware.

#[path = "serving/actix.rs"]
mod actix;
#[path = "serving/answers.rs"]
mod answers;
#[path = "serving/failures.rs"]
mod failures;
#[path = "serving/generated.rs"]
mod generated;
#[path = "serving/handlers.rs"]
mod handlers;
#[path = "serving/layer.rs"]
mod layer;
#[path = "serving/observability.rs"]
mod observability;
#[path = "serving/operation.rs"]
mod operation;
#[path = "serving/support.rs"]
mod support;

//! A redirect policy in one YAML file, proved while a service compiles and served at no cost to requests that match
//! nothing.
//!
//! [`redirects!`] compiles the policy into a static [`Policy`]; where the policy names handlers, also into a trait with
//! one method for each.
#![forbid(unsafe_code)]

pub use redirect_macros::redirects;
pub use redirect_runtime::{
    Answer, AnswerError, BoxError, Captured, CapturedInt, Decision, DecodeError, Dispatch, Field,
    Marks, Match, Miss, NoHandlers, Options, Outcome, ParameterError, Pending, Policy, Request, Rule,
    RuleHits, Service, SwapError, TableError, TrustedProxy, Value,
};

/// Middleware for actix-web 4.
#[cfg(feature = "actix")]
pub mod actix {
    pub use redirect_runtime::middleware::actix::*;
}

/// Middleware for tower: axum, hyper, tonic and others.
#[cfg(feature = "tower")]
pub mod tower {
    pub use redirect_runtime::middleware::tower::*;
}

//! The part of a request's query that a rule forwards.

/// The policy for the request's query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum QueryPolicy {
    /// Forwarded.
    #[default]
    Keep,
    /// Dropped.
    Drop,
    /// Only these keys are forwarded; a trailing `*` matches any ending.
    Only(Vec<String>),
    /// All but these keys are forwarded; a trailing `*` matches any ending.
    Except(Vec<String>),
}

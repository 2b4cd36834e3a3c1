//! Patterns of hosts.

use super::Pattern;

/// A demand on the request's host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostPattern {
    /// This very host.
    Exact(String),
    /// One or more labels before this suffix (which begins with a dot).
    Subdomains(String),
    /// A pattern of labels that may bind a name, such as `:c<kr|jp>.example.com`; no variable matches a dot.
    Binding(Pattern),
}

//! Requests that are measured.

/// A request: path, and host where the set looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The host.
    pub host: Option<String>,
    /// The canonical path.
    pub path: String,
}

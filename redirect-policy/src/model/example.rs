//! Examples: requests with the answers that they must get.

use crate::source::Span;

/// A request with the answer that it must get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Where it is written.
    pub span: Span,
    /// The method; GET unless given.
    pub method: String,
    /// The request target: a path with an optional query, or an absolute URL.
    pub target: String,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// The clock, in seconds since the epoch.
    pub at: Option<i64>,
    /// The status that the site has answered, where it is asked first.
    pub site_status: Option<u16>,
    /// The expected answer.
    pub expect: Expect,
}

/// The answer that an example must get; `None` is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// `redirect`, `gone`, `stop`, `passthrough`.
    pub outcome: Option<String>,
    /// The status.
    pub status: Option<u16>,
    /// The location.
    pub location: Option<String>,
    /// The handler that is asked.
    pub handler: Option<String>,
    /// The lookup that is asked.
    pub lookup: Option<ExpectedLookup>,
    /// The parameters, by their YAML names.
    pub params: Vec<(String, String)>,
}

/// A lookup that an example must ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedLookup {
    /// Its name in the policy.
    pub name: String,
    /// The decoded parts of the key, as rows keep them; none where any key will do.
    pub key: Vec<String>,
}

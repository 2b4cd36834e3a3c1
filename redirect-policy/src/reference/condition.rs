//! Conditions as the language defines them: each judges itself.

use http::header::HeaderMap;
use redirect_runtime::Request;

use crate::model::condition::asked::Asked;
use crate::model::condition::host;
use crate::model::{Condition, HostPattern};

/// The text of a request that a condition looks at, in the form in which it is compared; `None` if there is none.
#[must_use]
pub fn looked_at(
    condition: &Condition,
    request: &Request<'_>,
    headers: &HeaderMap,
) -> Option<String> {
    condition.found(Asked { request, headers })
}

/// Returns true if a pattern of hosts matches a host in canonical form.
#[must_use]
pub fn matches_host(pattern: &HostPattern, host: &str) -> bool {
    host::judged(pattern, host).is_some()
}

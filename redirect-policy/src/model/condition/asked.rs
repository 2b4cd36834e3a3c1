//! A request as the definition of the language looks at it.

use http::header::{HeaderMap, HeaderName};
use redirect_runtime::Request;
use redirect_runtime::request::query::canonical_text;

use crate::pattern::backtrack::Bindings;

/// A request with its header fields, which the engine's own view records when it is asked for them.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) request: &'a Request<'a>,
    pub(crate) headers: &'a HeaderMap,
}

impl Asked<'_> {
    /// The clock, in seconds since 1970.
    pub(super) fn now(self) -> i64 {
        let since = self.request.now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(-1, |since| {
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        })
    }

    /// The lines of a header field as one list (RFC 9110, 5.3).
    pub(super) fn field(self, name: &str) -> Option<String> {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let lines: Vec<&str> = self
            .headers
            .get_all(name)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }
}

/// The value of a field or a cookie in the form in which it is compared.
pub(super) fn canonical(value: &str) -> String {
    canonical_text(value).into_owned()
}

/// Nothing is bound, if a condition holds.
pub(super) fn if_true(holds: bool) -> Option<Bindings> {
    holds.then(Bindings::new)
}

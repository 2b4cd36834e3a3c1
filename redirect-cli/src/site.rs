//! The site behind a policy, as far as its answers can be assumed.

use http::StatusCode;
use redirect_policy::lint::LiveUrls;
use redirect_policy::model::Policy;

/// A site that has the URLs of `coverage.live` and no others, unless it is told what to answer.
pub(crate) struct Site {
    live: LiveUrls,
    status: Option<StatusCode>,
}

impl Site {
    /// The site of a policy; `status` is its answer to everything, if it is given.
    pub(crate) fn of(policy: &Policy, status: Option<StatusCode>) -> Self {
        Site {
            live: LiveUrls::of(&policy.coverage),
            status,
        }
    }

    /// The status with which it answers a URL.
    pub(crate) fn status(&self, url: &str) -> StatusCode {
        match self.status {
            Some(status) => status,
            None if self.live.contains(url) => StatusCode::OK,
            None => StatusCode::NOT_FOUND,
        }
    }
}

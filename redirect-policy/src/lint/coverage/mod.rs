//! `uncovered-url` and `redirected-live-url`: what was served once is answered, and what is served still is left alone.

mod inventory;
mod prefixes;
mod redirected_live_url;
mod report;
mod uncovered_url;

pub(super) use inventory::Known;
pub use inventory::LiveUrls;
pub(super) use redirected_live_url::check as check_live;
pub use report::CoverageReport;
pub(super) use uncovered_url::check;

use redirect_runtime::Request;

/// The most URLs that are named.
const SHOWN: usize = 10;

/// The path and query of a URL by which two are the same, and its host.
fn identity(url: &str) -> (String, Option<String>) {
    let request = Request::from(url);
    let mut key = redirect_runtime::canonical::canonical_path(request.path()).into_owned();
    if let Some(query) = request.query().filter(|query| !query.is_empty()) {
        key.push('?');
        key.push_str(query);
    }
    (key, request.host().map(|host| host.into_owned()))
}

//! Counts of answers, and of paths that no rule and no page of the site answers.

use std::sync::Arc;

use http::Uri;

use super::Redirector;
use crate::decide::CacheHeaders;
use crate::handler::Dispatch;
use crate::observe::{Miss, RuleHits};

impl<D: Dispatch> Redirector<D> {
    /// Returns the number of each rule's answers, in file order.
    #[must_use]
    pub fn hits(&self) -> Vec<RuleHits> {
        let serving = self.shared.serving();
        serving.hits.of(&serving.policy)
    }

    /// The paths that the site most often answered 404 for where no rule matched, the most frequent first.
    ///
    /// Counts are upper bounds: with more paths than [`Options::misses`] has room for, the rarest makes way for a new
    /// one, which inherits its count.
    #[must_use]
    pub fn misses(&self) -> Vec<(String, u64)> {
        self.shared.misses.most_frequent()
    }

    /// Returns what must be told of a request that no rule matched, once the site has answered; `None` unless
    /// [`Options::misses`] asks for it. For middleware.
    #[inline]
    pub fn watch(&self, cache_headers: &CacheHeaders, uri: &Uri) -> Option<Miss> {
        let most = self.options.misses.filter(|_| cache_headers.unmatched)?;
        Some(Miss::new(
            Arc::clone(&self.shared.misses),
            uri.clone(),
            most,
        ))
    }

    /// Answers where the framework's URI is not that of the crate `http`.
    #[cfg(feature = "actix")]
    pub(crate) fn watch_path(&self, cache_headers: &CacheHeaders, path: &str) -> Option<Miss> {
        self.options.misses.filter(|_| cache_headers.unmatched)?;
        self.watch(cache_headers, &Uri::try_from(path).ok()?)
    }
}

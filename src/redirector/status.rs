//! Counts of answers, and of paths that no rule and no page of the site answers.

use std::sync::Arc;

use http::Uri;

use super::Redirector;
use crate::decide::CacheHeaders;
use crate::handler::Dispatch;
use crate::observe::{Miss, RuleHits};

impl<D: Dispatch> Redirector<D> {
    /// Returns the number of each rule's answers, in file order.
    ///
    /// ```
    /// # redirects::redirects!(mod routes = "tests/policies/plain.yml");
    /// # use redirects::Redirector;
    /// let redirector = Redirector::new(routes::POLICY);
    /// redirector.answer_now("/old/1".into());
    ///
    /// let unused = redirector.hits().into_iter().filter(|hits| hits.count == 0);
    /// assert!(unused.map(|hits| hits.id).all(|id| id != "/old/:id"));
    /// ```
    #[must_use]
    pub fn hits(&self) -> Vec<RuleHits> {
        let serving = self.shared.serving();
        serving.hits.of(&serving.policy)
    }

    /// Returns the paths that no rule matched and the site answered 404 for, each with its count, the most frequent
    /// first.
    ///
    /// Counts are upper bounds: with more paths than [`Options::misses`](crate::Options::misses) has room for, the rarest
    /// makes way for a new one, which inherits its count.
    ///
    /// ```
    /// # redirects::redirects!(mod routes = "tests/policies/plain.yml");
    /// use redirects::{Options, Redirector};
    ///
    /// let redirector = Redirector::new(routes::POLICY).options(Options::new().misses(1000));
    /// for (path, count) in redirector.misses() {
    ///     println!("{count} {path}");
    /// }
    /// ```
    #[must_use]
    pub fn misses(&self) -> Vec<(String, u64)> {
        self.shared.misses.most_frequent()
    }

    /// Returns the miss to be told once the site has answered a request that no rule matched; `None` unless
    /// [`Options::misses`](crate::Options::misses) asks for it. For middleware:
    ///
    /// ```no_run
    /// # fn tell(
    /// #     redirector: &redirects::Redirector,
    /// #     cache_headers: &redirects::CacheHeaders,
    /// #     uri: &http::Uri,
    /// #     site: impl FnOnce() -> http::Response<String>,
    /// # ) -> http::Response<String> {
    /// let miss = redirector.watch(cache_headers, uri);
    /// let response = site();
    /// if let Some(miss) = miss {
    ///     miss.answered(response.status());
    /// }
    /// # response
    /// # }
    /// ```
    #[inline]
    pub fn watch(&self, cache_headers: &CacheHeaders, uri: &Uri) -> Option<Miss> {
        let most = self.options.misses.filter(|_| cache_headers.unmatched)?;
        Some(Miss::new(
            Arc::clone(&self.shared.misses),
            uri.clone(),
            most,
        ))
    }

    /// Returns what [`Redirector::watch`] does, where the framework's URI is not that of the crate `http`.
    #[cfg(feature = "actix")]
    pub(crate) fn watch_path(&self, cache_headers: &CacheHeaders, path: &str) -> Option<Miss> {
        self.options.misses.filter(|_| cache_headers.unmatched)?;
        self.watch(cache_headers, &Uri::try_from(path).ok()?)
    }
}

//! Rules that are asked only once the site has answered.

use super::rule_match::matches;
use crate::canonical::canonical_path;
use crate::condition;
use crate::index;
use crate::policy::Policy;
use crate::request::Request;
use crate::request::context::RequestContext;
use crate::table::ASKS_SITE;
use crate::table::rule::Rule;

impl Policy {
    /// Tells whether some rule with `when.siteStatus` could match a request, whatever the site answers and the request's
    /// headers say: then the request's head has to be kept until the site has answered.
    ///
    /// Free for policies without such rules; else linear in the path, for each rule that may match it.
    ///
    /// ```no_run
    /// # fn policy() -> &'static redirect_runtime::Policy { unimplemented!() }
    /// use redirect_runtime::Request;
    /// if policy().may_ask_site(&Request::from("/old/1")) {
    ///     println!("keep the head of the request");
    /// }
    /// ```
    pub fn may_ask_site(&self, request: &Request<'_>) -> bool {
        self.table().has(ASKS_SITE) && request.reads() && self.asks_site_of(request)
    }

    #[inline(never)]
    fn asks_site_of(&self, request: &Request<'_>) -> bool {
        let table = self.table();
        let path = canonical_path(request.path());
        if !path.starts_with('/') {
            return false;
        }
        let context = RequestContext::new(request);
        index::gather(&table, &path, Some(&context)).any(|candidate| {
            let Some(rule) = Rule::read(table, candidate.rule()) else {
                return false;
            };
            rule.conditions().is_some_and(|bytes| {
                condition::asks_site(bytes)
                    && condition::may_hold(bytes, &context, &path)
                    && (!candidate.must_be_matched()
                        || candidate.must_be_matched_encoded()
                        || matches(&rule, &path))
            })
        })
    }
}

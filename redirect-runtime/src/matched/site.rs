//! Rules that are asked only once the site has answered.

use super::rule_match::matches;
use crate::canonical::canonical_path;
use crate::condition;
use crate::index;
use crate::index::candidate::{ENCODED, VERIFY, rule_of};
use crate::policy::Policy;
use crate::request::Request;
use crate::request::context::RequestContext;
use crate::table::ASKS_SITE;
use crate::table::rule::Rule;

impl Policy {
    /// Whether some rule with `when.siteStatus` could match a request, whatever the site answers and the request's
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
        let asked = RequestContext::new(request);
        index::gather(&table, &path, Some(&asked)).any(|candidate| {
            let Some(rule) = Rule::read(table, rule_of(candidate)) else {
                return false;
            };
            rule.conditions().is_some_and(|bytes| {
                condition::asks_site(bytes)
                    && condition::may_hold(bytes, &asked, &path)
                    && (candidate & VERIFY == 0
                        || candidate & ENCODED == ENCODED
                        || matches(&rule, &path))
            })
        })
    }
}

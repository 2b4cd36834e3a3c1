//! What was asked, as a rule that matched sees it.

use crate::canonical::canonical_path;
use crate::canonical::common_path::has_dots_behind_alphanumerics;
use crate::location::guard;
use crate::request::Request;
use crate::request::host;
use crate::table::rule::{CERTAIN, CERTAIN_BUT_DOTS, Rule};

/// What was asked: a request, and its path in canonical form.
#[derive(Clone, Copy)]
pub(crate) struct Target<'m, 'r> {
    pub(crate) request: &'m Request<'r>,
    pub(crate) path: &'m str,
}

impl Target<'_, '_> {
    /// Whether it is certain that a rule has a location here.
    #[inline]
    pub(in crate::matched) fn renders(&self, rule: &Rule<'_>) -> bool {
        self.request.is_moderate() && renders(rule, self.path)
    }

    /// Whether a location leads to where the request already is: same host, path and query, bytewise in canonical
    /// form.
    pub(crate) fn is_at(&self, location: &str) -> bool {
        let (scheme, authority, there, query) = guard::parts(location);
        if matches!((scheme, self.request.scheme()), (Some(there), Some(here)) if there != here) {
            return false;
        }
        if let Some(authority) = authority {
            let (host, port) = authority
                .split_once(':')
                .map_or((authority, None), |(host, port)| (host, Some(port)));
            let here = self.request.host();
            if here.as_deref() != host::canonical_host(host).as_deref()
                || port.is_some() && port != self.request.port()
            {
                return false;
            }
        }
        canonical_path(there) == self.path && query == self.request.query().unwrap_or_default()
    }
}

/// Whether it is certain that a rule has a location for a path of moderate length.
#[inline(always)]
pub(in crate::matched) fn renders(rule: &Rule<'_>, path: &str) -> bool {
    rule.has(CERTAIN)
        || rule.has(CERTAIN_BUT_DOTS) && has_dots_behind_alphanumerics(path.as_bytes())
}

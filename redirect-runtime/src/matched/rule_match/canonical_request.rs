//! The target of a request, as a rule that matched sees it.

use crate::canonical::common_path::has_dots_behind_alphanumerics;
use crate::canonical::{canonical_path, is_plain, triplet, triplet_of};
use crate::location::guard;
use crate::request::Request;
use crate::request::host;
use crate::table::rule::{RENDERS_ALWAYS, RENDERS_UNLESS_DOTS, Rule};

/// A request, and its path in canonical form.
#[derive(Clone, Copy)]
pub(crate) struct CanonicalRequest<'m, 'r> {
    pub(crate) request: &'m Request<'r>,
    pub(crate) path: &'m str,
}

impl CanonicalRequest<'_, '_> {
    /// Tells whether it is certain that a rule has a location here.
    #[inline]
    pub(in crate::matched) fn renders(&self, rule: &Rule<'_>) -> bool {
        self.request.is_moderate() && renders(rule, self.path)
    }

    /// Tells whether a location leads to where the request already is: same host, path and query, bytewise in canonical
    /// form.
    pub(crate) fn is_at(&self, location: &str) -> bool {
        let (scheme, authority, there, query) = guard::parts(location);
        let (host, port) = match authority.map(host::split_port) {
            Some((host, port)) => (Some(host), port),
            None => (None, None),
        };
        (host.is_none() || self.is_on(scheme, host.unwrap_or_default(), port))
            && canonical_path(there) == self.path
            && sent(query).eq(sent(self.request.query().unwrap_or_default()))
    }

    /// Tells whether a request came to a host by a scheme, where it is known, and at a port.
    fn is_on(&self, scheme: Option<&str>, host: &str, port: Option<&str>) -> bool {
        let here = self.request.scheme().or(scheme);
        let host = host::canonical_host(host);
        here == scheme
            && host.is_some()
            && host.as_deref() == self.request.host().as_deref()
            && host::port_number(scheme, port) == host::port_number(here, self.request.port())
    }
}

/// The bytes of a query as browsers send them: what the canonical form of a path encodes, and `'`, encoded.
fn sent(query: &str) -> impl Iterator<Item = u8> {
    let mut rest = query.as_bytes();
    std::iter::from_fn(move || {
        let (&byte, behind) = rest.split_first()?;
        rest = behind;
        let stays = match byte {
            b'%' => triplet(behind).is_some(),
            _ => is_plain(byte) && byte != b'\'',
        };
        let encoded = triplet_of(byte);
        let length = if stays { 1 } else { encoded.len() };
        let bytes = if stays { [byte, 0, 0] } else { encoded };
        Some(bytes.into_iter().take(length))
    })
    .flatten()
}

/// Tells whether it is certain that a rule has a location for a path of moderate length.
#[inline]
pub(in crate::matched) fn renders(rule: &Rule<'_>, path: &str) -> bool {
    rule.has(RENDERS_ALWAYS)
        || rule.has(RENDERS_UNLESS_DOTS) && has_dots_behind_alphanumerics(path.as_bytes())
}

//! The scheme, where it is known.

use super::findings::{Findings, UNKNOWN_SCHEME};
use crate::request::context::RequestContext;
use crate::table::text::text;

#[inline]
pub(super) fn holds(
    rest: &[u8],
    context: &RequestContext<'_, '_>,
    findings: &mut Findings,
) -> Option<bool> {
    let scheme = context.request.scheme();
    if scheme.is_none() {
        findings.vary |= UNKNOWN_SCHEME;
    }
    Some(scheme == Some(text(rest)?.0))
}

//! The site has answered with one of these statuses.

use crate::request::context::RequestContext;
use crate::simd::chunks::u16_at;

#[inline]
pub(super) fn holds(rest: &[u8], context: &RequestContext<'_, '_>) -> Option<bool> {
    let status = context.request.site_status()?.as_u16();
    let mut statuses = rest.chunks_exact(2);
    Some(statuses.any(|one| u16_at(one, 0) == Some(status)))
}

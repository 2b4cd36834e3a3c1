//! The time in which a rule holds.

use crate::request::context::RequestContext;
use crate::simd::chunks::u64_at;

#[inline]
pub(super) fn has_begun(rest: &[u8], context: &RequestContext<'_, '_>) -> Option<bool> {
    Some(u64_at(rest, 0)? as i64 <= context.request.seconds())
}

#[inline]
pub(super) fn has_not_ended(rest: &[u8], context: &RequestContext<'_, '_>) -> Option<bool> {
    Some(context.request.seconds() < u64_at(rest, 0)? as i64)
}

//! The method is one of these. GET includes HEAD.

use crate::request::context::RequestContext;
use crate::table::text::texts;

#[inline]
pub(super) fn holds(rest: &[u8], context: &RequestContext<'_, '_>) -> Option<bool> {
    let (&count, rest) = rest.split_first()?;
    let method = context.request.method().as_str();
    Some(texts(count, rest).any(|one| one == method || one == "GET" && method == "HEAD"))
}

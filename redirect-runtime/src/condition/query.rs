//! A key of the query, or no query at all.

use super::findings::Findings;
use super::value::value;
use crate::request::context::RequestContext;
use crate::request::query;
use crate::table::text::text;

#[inline]
pub(super) fn holds(
    rest: &[u8],
    context: &RequestContext<'_, '_>,
    findings: &mut Findings,
) -> Option<bool> {
    let (key, rest) = text(rest)?;
    let found = query::first_value(context.request.query(), key).map(query::canonical_value);
    value(rest, found, findings)
}

#[inline]
pub(super) fn is_none(context: &RequestContext<'_, '_>) -> bool {
    let query = context.request.query().unwrap_or_default();
    query::pairs(query).next().is_none()
}

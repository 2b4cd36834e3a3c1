//! A cookie.

use super::findings::Findings;
use super::value::value;
use crate::request::context::RequestContext;
use crate::request::query::canonical_text;
use crate::table::text::text;

#[inline]
pub(super) fn holds(
    rest: &[u8],
    context: &RequestContext<'_, '_>,
    findings: &mut Findings,
) -> Option<bool> {
    let rest = findings.look_at_field(rest)?;
    let (name, rest) = text(rest)?;
    let found = context.request.unrecorded_cookie(name);
    value(rest, found.map(canonical_text), findings)
}

//! A header field.

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
    let mut lines = context.request.unrecorded_headers(name);
    // Several lines are one list (RFC 9110, 5.3).
    let found = lines
        .next()
        .map(|first| lines.fold(first.to_owned(), |list, line| list + ", " + line));
    value(rest, found.as_deref().map(canonical_text), findings)
}

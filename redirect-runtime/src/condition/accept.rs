//! A media type that the client names and likes no less than `text/html` (RFC 9110, 12.5.1).

use super::findings::Findings;
use crate::request::accept;
use crate::request::context::RequestContext;
use crate::table::text::texts;

#[inline]
pub(super) fn holds(
    rest: &[u8],
    context: &RequestContext<'_, '_>,
    findings: &mut Findings,
) -> Option<bool> {
    let rest = findings.look_at_field(rest)?;
    let (&count, rest) = rest.split_first()?;
    let accepted = || context.request.unrecorded_headers("accept");
    Some(texts(count, rest).any(|one| accept::prefers(one, accepted)))
}

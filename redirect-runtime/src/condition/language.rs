//! The client's preferred language (RFC 9110, 12.5.4).

use super::findings::Findings;
use crate::request::context::RequestContext;
use crate::request::language;
use crate::simd::chunks::u16_at;
use crate::table::text::{text, texts};

/// In place of a name: a literal language must be the client's first choice.
pub const FIRST_CHOICE: u8 = 0xff;

#[inline]
pub(super) fn holds(
    rest: &[u8],
    context: &RequestContext<'_, '_>,
    findings: &mut Findings,
) -> Option<bool> {
    let rest = findings.look_at_field(rest)?;
    let (&name, rest) = rest.split_first()?;
    let (only, rest) = match u16_at(rest, 0)? {
        0xffff => (None, rest.get(2..)?),
        _ => text(rest).map(|(only, rest)| (Some(only), rest))?,
    };
    let count = u16_at(rest, 0)?;
    let known = texts(u8::try_from(count).ok()?, rest.get(2..)?);
    let accepted = context.request.unrecorded_headers("accept-language");
    if name == FIRST_CHOICE {
        let first = language::first_choice(accepted);
        let mut known = known;
        return Some(first.is_some_and(|first| known.any(|tag| language::is(tag, first))));
    }
    let known: Vec<&str> = known.collect();
    let best = language::best_of(&known, accepted);
    let best = best.filter(|tag| only.is_none_or(|only| only == *tag));
    Some(best.is_some_and(|tag| {
        findings.bound.push((name, tag.to_owned()));
        true
    }))
}

//! The request's host is one of these.

use super::findings::Findings;
use crate::pattern::strategy::Strategy;
use crate::pattern::{Captures, program};
use crate::request::context::RequestContext;
use crate::simd::chunks::{read_bytes, u16_at};

/// A host as it is.
pub const EXACT: u8 = 0;
/// One or more labels before a suffix that begins with a dot.
pub const SUBDOMAINS: u8 = 1;
/// A program, labels of which it may bind.
pub const BINDING: u8 = 2;

#[inline]
pub(super) fn holds(
    rest: &[u8],
    context: &RequestContext<'_, '_>,
    findings: &mut Findings,
) -> Option<bool> {
    let Some(host) = context.host() else {
        return Some(false);
    };
    let count = u16_at(rest, 0)?;
    let mut rest = rest.get(2..)?;
    for _ in 0..count {
        let (&kind, operands) = rest.split_first()?;
        let (pattern, tail) = read_bytes(operands)?;
        rest = tail;
        let matches = match kind {
            EXACT => host.as_bytes() == pattern,
            SUBDOMAINS => host.len() > pattern.len() && host.as_bytes().ends_with(pattern),
            _ => {
                let captures = Strategy::Rightmost.captures(pattern, host.as_bytes(), true);
                let captures = captures.filter(|captures| !binds_dot(captures, host));
                if let Some(captures) = &captures {
                    findings.bind(captures, host, Some(pattern));
                }
                captures.is_some()
            }
        };
        if matches {
            return Some(true);
        }
    }
    Some(false)
}

/// Tells whether a name of a host pattern would span labels.
fn binds_dot(captures: &Captures, host: &str) -> bool {
    (0..program::MOST_NAMES)
        .filter_map(|name| captures.range(name))
        .any(|range| host.get(range).is_some_and(|text| text.contains('.')))
}

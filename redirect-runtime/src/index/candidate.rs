//! Candidates: the numbers of rules whose sources may match, as lists of the table hold them.

/// Set in a candidate whose source must still be matched.
pub const VERIFY: u32 = 1 << 31;
/// Set in a candidate that redirects any GET or HEAD request of a moderate length that comes to it.
pub const SURE: u32 = 1 << 30;

/// Both: set in a candidate whose source must be matched with encoded delimiters of the path.
pub const ENCODED: u32 = VERIFY | SURE;

/// In place of a candidate: there is none.
pub const NOTHING: u32 = u32::MAX;

/// The number of the rule in file order.
#[inline]
#[must_use]
pub const fn rule_of(candidate: u32) -> u32 {
    candidate & !(VERIFY | SURE)
}

/// What candidates sort by: by rule, and of one rule the proven ones first.
///
/// ```
/// use redirect_runtime::index::candidate::{VERIFY, order};
/// assert!(order(1) < order(1 | VERIFY) && order(1 | VERIFY) < order(2));
/// ```
#[inline]
#[must_use]
pub const fn order(candidate: u32) -> u32 {
    candidate.rotate_left(2)
}

/// The candidate that sorts so.
#[inline]
pub(crate) const fn of_order(order: u32) -> u32 {
    order.rotate_right(2)
}

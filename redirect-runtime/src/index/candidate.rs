//! Candidates: rules whose sources may match, as lists of the table hold them.

/// A rule whose source may match a path: its number in file order, with bits that say what is known of it.
///
/// ```
/// use redirect_runtime::index::candidate::Candidate;
/// let rule = Candidate::of_rule(7).to_be_matched();
/// assert!(rule.rule() == 7 && rule.must_be_matched() && !rule.redirects());
/// assert!(Candidate::of_rule(7).order() < rule.order() && rule.order() < Candidate::of_rule(8).order());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    bits: u32,
}

/// Set when the source must still be matched.
const MATCH: u32 = 1 << 31;
/// Set when the rule redirects any GET or HEAD request of a moderate length that comes to it.
const REDIRECTS: u32 = 1 << 30;
/// Both are set when the source must be matched with encoded delimiters of the path.
const ENCODED: u32 = MATCH | REDIRECTS;

impl Candidate {
    /// Stands where there is no candidate.
    pub const NONE: Self = Candidate { bits: u32::MAX };

    /// The rule with this number, whose source is known to match.
    #[must_use]
    pub const fn of_rule(rule: u32) -> Self {
        Candidate {
            bits: rule & !ENCODED,
        }
    }

    /// The candidate of these bits, as the table holds them.
    #[inline]
    #[must_use]
    pub const fn of_bits(bits: u32) -> Self {
        Candidate { bits }
    }

    /// The bits that the table holds.
    #[inline]
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.bits
    }

    /// The candidate whose source must still be matched, whatever it does then.
    #[must_use]
    pub const fn to_be_matched(self) -> Self {
        Candidate {
            bits: self.rule() | MATCH,
        }
    }

    /// The candidate that redirects any GET or HEAD request of a moderate length that comes to it.
    #[must_use]
    pub const fn redirecting(self) -> Self {
        Candidate {
            bits: self.rule() | REDIRECTS,
        }
    }

    /// The candidate whose source must be matched with encoded delimiters of the path.
    #[inline]
    pub(crate) const fn to_be_matched_encoded(self) -> Self {
        Candidate {
            bits: self.bits | ENCODED,
        }
    }

    /// The number of the rule in file order.
    #[inline]
    #[must_use]
    pub const fn rule(self) -> u32 {
        self.bits & !ENCODED
    }

    /// Tells whether the source must still be matched.
    #[inline]
    #[must_use]
    pub const fn must_be_matched(self) -> bool {
        self.bits & MATCH != 0
    }

    /// Tells whether the source must be matched with encoded delimiters of the path.
    #[inline]
    pub(crate) const fn must_be_matched_encoded(self) -> bool {
        self.bits & ENCODED == ENCODED
    }

    /// Tells whether the rule redirects any GET or HEAD request of a moderate length that comes to it.
    #[inline]
    #[must_use]
    pub const fn redirects(self) -> bool {
        self.bits & ENCODED == REDIRECTS
    }

    /// Returns the key that candidates sort by: by rule, and of one rule the proven ones first.
    #[inline]
    #[must_use]
    pub const fn order(self) -> u32 {
        self.bits.rotate_left(2)
    }

    /// The candidate that sorts so.
    #[inline]
    pub(crate) const fn of_order(order: u32) -> Self {
        Candidate {
            bits: order.rotate_right(2),
        }
    }
}

//! Decisions that the path of a GET request makes by itself: most of what a policy decides.

use super::rule_match::{OutcomeKind, matches};
use crate::canonical::common_path::is_common_path;
use crate::canonical::regular_path::is_regular_path;
use crate::index;
use crate::index::First;
use crate::index::candidate::Candidate;
use crate::index::segments::Path;
use crate::policy::Policy;
use crate::simd::slash_mask::SegmentEnds;
use crate::table::rule::Rule;
use crate::table::{BEGINS_PATTERN, COMPLETE, FOLDS, REDIRECTS_ALL, SELECTED, SELECTS, Table};

/// The decision about a path, packed into two numbers so that it stays in registers.
#[derive(Clone, Copy)]
pub(super) struct Packed {
    /// In three bits the decision, in thirty the number of the rule that makes it, in the others its names, as the rule
    /// has them, if they are known.
    said: u64,
    /// Where the first segments end, if they were looked for.
    pub(super) ends: SegmentEnds,
}

const SAID: u32 = 3;
const RULE: u32 = 30;

/// A decision about a path alone.
#[derive(Clone, Copy)]
pub(super) enum PathDecision {
    /// The rest of the request has to be looked at.
    Nothing,
    /// The target has uncommon characters: it must be split, or its path put into canonical form.
    Odd,
    /// A rule whose source matches comes first: the rest of the request decides whether it answers.
    First,
    /// No rule matches.
    Passthrough,
    /// A rule answers, which may be known to bind nothing.
    Answer { kind: OutcomeKind, bare: bool },
}

const NOTHING: u64 = 0;
/// [`NOTHING`] with a rule number that no rule has.
const ODD: u64 = u64::MAX << SAID;
const PASSTHROUGH: u64 = 1;
const GONE: u64 = 2;
const STOP: u64 = 3;
const ASK: u64 = 4;
const REDIRECT: u64 = 5;
const REDIRECT_BARE: u64 = 6;
const FIRST: u64 = 7;
/// The rule's source does not match after all.
const DIFFERS: u64 = 8;

impl Packed {
    /// The decision of a candidate.
    #[inline(always)]
    const fn new(said: u64, candidate: Candidate, names: u32, ends: SegmentEnds) -> Self {
        let rule = (candidate.rule() as u64) << SAID;
        Packed {
            said: said | rule | (names as u64) << (SAID + RULE),
            ends,
        }
    }

    /// A decision that is no rule's.
    const fn none(said: u64) -> Self {
        Packed {
            said,
            ends: SegmentEnds::NONE,
        }
    }

    #[inline(always)]
    pub(super) const fn said(self) -> PathDecision {
        let kind = match self.said & 7 {
            NOTHING if self.said == ODD => return PathDecision::Odd,
            NOTHING => return PathDecision::Nothing,
            PASSTHROUGH => return PathDecision::Passthrough,
            FIRST => return PathDecision::First,
            GONE => OutcomeKind::Gone,
            STOP => OutcomeKind::Stop {
                already_there: false,
            },
            ASK => OutcomeKind::Handler,
            _ => OutcomeKind::Redirect,
        };
        PathDecision::Answer {
            kind,
            bare: self.said & 7 == REDIRECT_BARE,
        }
    }

    /// The number of the rule that makes the decision.
    #[inline(always)]
    pub(super) const fn rule(self) -> u32 {
        Candidate::of_bits((self.said >> SAID) as u32).rule()
    }

    /// The names of the rule as the rule has them, if they are known; or 0.
    #[inline(always)]
    pub(super) const fn names(self) -> u32 {
        (self.said >> (SAID + RULE)) as u32
    }
}

/// Decides about the target of a GET or HEAD request of moderate length that begins in one of these ways.
#[inline(always)]
pub(super) fn decide(policy: &Policy, target: &str, begins: u8) -> Packed {
    // Most paths that a policy holds come as it holds them: then they need no closer look.
    let mut literal = NO_RECORD;
    if index::may_be_literal(begins, &policy.table(), target.as_bytes()) {
        literal = by_record(policy, target);
        if literal < MORE {
            return Packed {
                said: literal,
                ends: SegmentEnds::NONE,
            };
        }
    }
    // Where many rules match the same paths, the rest of the request decides.
    if policy.table().has(SELECTS) {
        return Packed::none(NOTHING);
    }
    along(policy, target, begins, literal == MORE)
}

/// The path is literal in some rule, but patterns have to be looked at too.
const MORE: u64 = u64::MAX - 1;
/// The path is literal in no rule.
const NO_RECORD: u64 = u64::MAX;

/// Returns the decision of a literal path's record, as [`Packed`] holds it; or [`MORE`], or [`NO_RECORD`].
#[inline(never)]
fn by_record(policy: &Policy, target: &str) -> u64 {
    let table = policy.table();
    let Some(record) = index::record(&table, target.as_bytes()) else {
        return NO_RECORD;
    };
    let candidate = record.first().unwrap_or(Candidate::NONE);
    let says = if record.has(REDIRECTS_ALL) {
        REDIRECT_BARE
    } else if record.has(COMPLETE) && !record.has(SELECTED) {
        match says(table, candidate, target) {
            DIFFERS => NOTHING,
            said => said,
        }
    } else if table.has(SELECTS) {
        NOTHING
    } else {
        return MORE;
    };
    Packed::new(says, candidate, 0, SegmentEnds::NONE).said
}

/// Returns the decision of the rules along a path; `literal` if it has a record that is not complete.
#[inline(never)]
fn along(policy: &Policy, target: &str, begins: u8, literal: bool) -> Packed {
    let (table, bytes) = (policy.table(), target.as_bytes());
    let plain = is_common_path(bytes);
    if !plain && !is_regular_path(bytes) {
        return Packed::none(ODD);
    }
    let is_none = |begins: u8| begins & BEGINS_PATTERN == 0 && !literal && !table.has(FOLDS);
    if is_none(begins) {
        return Packed::none(PASSTHROUGH);
    }
    let path = Path::new(bytes, plain);
    let begins = index::begins_segment(&table, &path, begins);
    if is_none(begins) {
        return Packed::none(PASSTHROUGH);
    }
    let record = literal.then(|| index::record(&table, bytes)).flatten();
    let mut first = First::new();
    index::find(begins, record.as_ref(), &table, &path, &mut first);
    match first.candidate() {
        Some(candidate) => match says(table, candidate, target) {
            // The one rule that could match does not.
            DIFFERS if !first.has_more() => Packed::none(PASSTHROUGH),
            DIFFERS => Packed::none(NOTHING),
            said => Packed::new(said, candidate, first.names(), path.ends),
        },
        None if first.is_undecided() => Packed::none(NOTHING),
        None => Packed::none(PASSTHROUGH),
    }
}

/// Returns the decision of a candidate for a GET or HEAD request.
#[inline(always)]
fn says(table: Table<'_>, candidate: Candidate, path: &str) -> u64 {
    if candidate.redirects() {
        return REDIRECT;
    }
    let Some(rule) = Rule::read(table, candidate.rule()) else {
        return NOTHING;
    };
    if candidate.must_be_matched() && !matches(&rule, path) {
        return DIFFERS;
    }
    match OutcomeKind::of_path(&rule, path) {
        None => FIRST,
        Some(OutcomeKind::Redirect) => REDIRECT,
        Some(OutcomeKind::Gone) => GONE,
        Some(OutcomeKind::Stop { .. }) => STOP,
        Some(OutcomeKind::Handler) => ASK,
        // Of conditions the path alone tells nothing.
        Some(OutcomeKind::Lookup) => NOTHING,
    }
}

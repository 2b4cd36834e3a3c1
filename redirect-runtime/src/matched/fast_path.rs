//! Decisions that the path of a GET request makes by itself: most of what a policy decides.

use super::path_decision::{PackedDecision, PathDecision};
use super::rule_match::{Action, matches};
use crate::canonical::common_path::is_common_path;
use crate::canonical::regular_path::is_regular_path;
use crate::index;
use crate::index::candidate::Candidate;
use crate::index::segments::Path;
use crate::index::{First, Prefilter};
use crate::policy::Policy;
use crate::simd::slash_mask::SegmentEnds;
use crate::table::names::NamesAt;
use crate::table::rule::Rule;
use crate::table::{COMPLETE, FOLDS, REDIRECTS_ALL, SELECTED, SELECTS, Table};

/// Decides about the target of a GET or HEAD request of moderate length that the prefilter lets pass. The ends
/// of its first segments come with the decision, if they were looked for.
#[inline(always)]
pub(super) fn decide(
    policy: &Policy,
    target: &str,
    prefilter: Prefilter,
) -> (PathDecision, SegmentEnds) {
    let mut is_literal = false;
    // Most paths that a policy holds come as it holds them: then they need no closer look.
    if index::may_be_literal(prefilter, &policy.table(), target.as_bytes()) {
        match by_record(policy, target) {
            ByRecord::Decided(decision) => return (decision.unpacked(), SegmentEnds::NONE),
            ByRecord::Incomplete => is_literal = true,
            ByRecord::None => {}
        }
    }
    // Where many rules match the same paths, the rest of the request decides.
    if policy.table().has(SELECTS) {
        return (PathDecision::Undecided, SegmentEnds::NONE);
    }
    let (decision, ends) = along(policy, target, prefilter, is_literal);
    (decision.unpacked(), ends)
}

/// A decision by the record of a literal path.
enum ByRecord {
    /// The path is literal in no rule.
    None,
    /// It is literal in some rule, but patterns have to be looked at too.
    Incomplete,
    Decided(PackedDecision),
}

/// Decides by the record of a literal path.
#[inline(never)]
fn by_record(policy: &Policy, target: &str) -> ByRecord {
    let table = policy.table();
    let Some(record) = index::record(&table, target.as_bytes()) else {
        return ByRecord::None;
    };
    let candidate = record.first().unwrap_or(Candidate::NONE);
    let decision = if record.has(REDIRECTS_ALL) {
        PathDecision::Answer {
            rule: candidate.rule(),
            action: Action::Redirect,
            names: NamesAt::NOWHERE,
        }
    } else if record.has(COMPLETE) && !record.has(SELECTED) {
        by_candidate(table, candidate, target, NamesAt::RULE).unwrap_or(PathDecision::Undecided)
    } else if table.has(SELECTS) {
        PathDecision::Undecided
    } else {
        return ByRecord::Incomplete;
    };
    ByRecord::Decided(decision.packed())
}

/// Decides by the rules along a path; `is_literal` if it has a record that is not complete.
#[inline(never)]
fn along(
    policy: &Policy,
    target: &str,
    prefilter: Prefilter,
    is_literal: bool,
) -> (PackedDecision, SegmentEnds) {
    let at_once = |decision: PathDecision| (decision.packed(), SegmentEnds::NONE);
    let (table, bytes) = (policy.table(), target.as_bytes());
    let plain = is_common_path(bytes);
    if !plain && !is_regular_path(bytes) {
        return at_once(PathDecision::Uncommon);
    }
    let is_none =
        |prefilter: Prefilter| !prefilter.has_patterns() && !is_literal && !table.has(FOLDS);
    if is_none(prefilter) {
        return at_once(PathDecision::Passthrough);
    }
    let path = Path::new(bytes, plain);
    let prefilter = prefilter.narrowed(&table, &path);
    if is_none(prefilter) {
        return at_once(PathDecision::Passthrough);
    }
    let record = is_literal.then(|| index::record(&table, bytes)).flatten();
    let mut first = First::new();
    index::find(prefilter, record.as_ref(), &table, &path, &mut first);
    let decision = match first.candidate() {
        Some(candidate) => {
            let names = NamesAt::of_offset(first.names());
            match by_candidate(table, candidate, target, names) {
                Some(decision) => decision,
                None if first.has_more() => PathDecision::Undecided,
                // The one rule that could match does not.
                None => PathDecision::Passthrough,
            }
        }
        None if first.is_undecided() => PathDecision::Undecided,
        None => PathDecision::Passthrough,
    };
    (decision.packed(), path.ends)
}

/// Decides by the first candidate; `None` if its source does not match after all.
#[inline]
fn by_candidate(
    table: Table<'_>,
    candidate: Candidate,
    path: &str,
    names: NamesAt,
) -> Option<PathDecision> {
    let rule = candidate.rule();
    let answer = |action| PathDecision::Answer {
        rule,
        action,
        names,
    };
    if candidate.redirects() {
        return Some(answer(Action::Redirect));
    }
    let Some(read) = Rule::read(table, rule) else {
        return Some(PathDecision::Undecided);
    };
    if candidate.must_be_matched() && !matches(&read, path) {
        return None;
    }
    Some(match Action::of_path(&read, path) {
        Some(action) => answer(action),
        None => PathDecision::First { rule },
    })
}

//! What the path of a GET request decides by itself: most of what a policy decides.

use crate::common_path::is_common;
use crate::hit::Verdict;
use crate::matcher::{self, Ends, First};
use crate::policy::Policy;
use crate::rule::Rule;
use crate::segments::Path;
use crate::table::{AT_ONCE, Table, VERIFY};

/// What is said of a path; small enough for registers.
#[derive(Clone, Copy)]
pub(super) struct AtOnce {
    pub(super) said: Said,
    /// The number of the rule that says it.
    pub(super) rule: u32,
    /// Where the first segments end, if they were walked along.
    pub(super) ends: Ends,
}

#[derive(Clone, Copy)]
pub(super) enum Said {
    /// The rest of the request has to be looked at.
    Nothing,
    /// No rule matches.
    Passthrough,
    /// A rule answers, which may be known to bind nothing.
    Answer { verdict: Verdict, bare: bool },
}

const NOTHING: AtOnce = AtOnce {
    said: Said::Nothing,
    rule: 0,
    ends: Ends::NONE,
};

/// What is said of the target of a GET or HEAD request of moderate length that begins in one of these ways.
#[inline(never)]
pub(super) fn at_once(policy: &Policy, target: &str, begins: u8) -> AtOnce {
    let (table, bytes) = (policy.table(), target.as_bytes());
    let begins = matcher::begins_segment(&table, bytes, begins);
    // Most paths that a policy holds come as it holds them: then they need no closer look.
    let literal = matcher::literal(begins, &table, bytes);
    if let Some(record) = literal.filter(|record| record.has(AT_ONCE)) {
        return AtOnce {
            said: Said::Answer {
                verdict: Verdict::Redirect,
                bare: true,
            },
            rule: record.first().unwrap_or(u32::MAX),
            ends: Ends::NONE,
        };
    }
    if !is_common(bytes) || bytes.first() != Some(&b'/') {
        return NOTHING;
    }
    let mut first = First::new();
    let path = Path::ascii(bytes);
    let ends = matcher::find(begins, literal, &table, path, &mut first);
    let said = match first.candidate() {
        Some(candidate) => says(table, candidate, target),
        None if first.is_undecided() => Said::Nothing,
        None => Said::Passthrough,
    };
    AtOnce {
        said,
        rule: first.candidate().unwrap_or(u32::MAX),
        ends,
    }
}

/// What a candidate says to whoever reads a path.
#[inline(always)]
fn says(table: Table<'_>, candidate: u32, path: &str) -> Said {
    let rule = match candidate & VERIFY {
        0 => Rule::read(table, candidate),
        _ => None,
    };
    let verdict = rule.and_then(|rule| Verdict::of_path(&rule, path));
    match verdict {
        Some(verdict) => Said::Answer {
            verdict,
            bare: false,
        },
        None => Said::Nothing,
    }
}

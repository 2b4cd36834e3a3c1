//! What the path of a GET request decides by itself: most of what a policy decides.

use crate::candidate::{SURE, VERIFY, rule_of};
use crate::common_path::is_common_path;
use crate::hit::Verdict;
use crate::matcher::{self, Ends, First, Record};
use crate::policy::Policy;
use crate::rule::Rule;
use crate::segments::Path;
use crate::table::{AT_ONCE, Table};

/// What is said of a path: two numbers, which stay in registers.
#[derive(Clone, Copy)]
pub(super) struct AtOnce {
    /// What is said, and from the 32nd bit on the number of the rule that says it.
    said: u64,
    /// Where the first segments end, if they were walked along.
    pub(super) ends: Ends,
}

/// What is said of a path.
#[derive(Clone, Copy)]
pub(super) enum Said {
    /// The rest of the request has to be looked at.
    Nothing,
    /// No rule matches.
    Passthrough,
    /// A rule answers, which may be known to bind nothing.
    Answer { verdict: Verdict, bare: bool },
}

const NOTHING: u64 = 0;
const PASSTHROUGH: u64 = 1;
const GONE: u64 = 2;
const STOP: u64 = 3;
const ASK: u64 = 4;
const REDIRECT: u64 = 5;
const REDIRECT_BARE: u64 = 6;

impl AtOnce {
    #[inline(always)]
    fn new(said: u64, rule: Option<u32>, ends: Ends) -> Self {
        let rule = rule.unwrap_or(u32::MAX);
        AtOnce {
            said: said | u64::from(rule) << 32,
            ends,
        }
    }

    #[inline(always)]
    pub(super) const fn said(self) -> Said {
        let verdict = match self.said & 0xf {
            NOTHING => return Said::Nothing,
            PASSTHROUGH => return Said::Passthrough,
            GONE => Verdict::Gone,
            STOP => Verdict::Stop {
                already_there: false,
            },
            ASK => Verdict::Ask,
            _ => Verdict::Redirect,
        };
        Said::Answer {
            verdict,
            bare: self.said & 0xf == REDIRECT_BARE,
        }
    }

    /// The number of the rule that says it.
    #[inline(always)]
    pub(super) const fn rule(self) -> u32 {
        (self.said >> 32) as u32
    }
}

/// What is said of the target of a GET or HEAD request of moderate length that begins in one of these ways.
#[inline(never)]
pub(super) fn at_once(policy: &Policy, target: &str, begins: u8) -> AtOnce {
    let (table, bytes) = (policy.table(), target.as_bytes());
    // Most paths that a policy holds come as it holds them: then they need no closer look.
    match matcher::literal(begins, &table, bytes) {
        Some(record) if record.has(AT_ONCE) => {
            AtOnce::new(REDIRECT_BARE, record.first().map(rule_of), Ends::NONE)
        }
        Some(record) => along(policy, target, begins, Some(&record)),
        None => along(policy, target, begins, None),
    }
}

/// What the rules say along a path.
#[inline(never)]
fn along(policy: &Policy, target: &str, begins: u8, literal: Option<&Record<'_>>) -> AtOnce {
    let (table, bytes) = (policy.table(), target.as_bytes());
    if !is_common_path(bytes) {
        return AtOnce::new(NOTHING, None, Ends::NONE);
    }
    let begins = matcher::begins_segment(&table, bytes, begins);
    let mut first = First::new();
    let mut path = Path::ascii(bytes);
    let ends = matcher::find(begins, literal, &table, &mut path, &mut first);
    let said = match first.candidate() {
        Some(candidate) => says(table, candidate, target),
        None if first.is_undecided() => NOTHING,
        None => PASSTHROUGH,
    };
    AtOnce::new(said, first.candidate().map(rule_of), ends)
}

/// What a candidate says to whoever reads a path.
#[inline(always)]
fn says(table: Table<'_>, candidate: u32, path: &str) -> u64 {
    if candidate & SURE != 0 {
        return REDIRECT;
    }
    let rule = match candidate & VERIFY {
        0 => Rule::read(table, rule_of(candidate)),
        _ => None,
    };
    let verdict = rule.and_then(|rule| Verdict::of_path(&rule, path));
    match verdict {
        None => NOTHING,
        Some(Verdict::Redirect) => REDIRECT,
        Some(Verdict::Gone) => GONE,
        Some(Verdict::Stop { .. }) => STOP,
        Some(Verdict::Ask) => ASK,
    }
}

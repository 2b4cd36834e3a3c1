//! Decisions about paths alone, and their form in a register.

use super::rule_match::Action;
use crate::table::names::NamesAt;

/// A decision about a path alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathDecision {
    /// No rule matches.
    Passthrough,
    /// A rule answers.
    Answer {
        rule: u32,
        action: Action,
        /// Where its names stand.
        names: NamesAt,
    },
    /// A rule whose source matches comes first: the rest of the request decides whether it answers.
    First { rule: u32 },
    /// The rest of the request decides which rule comes first.
    Undecided,
    /// The target has uncommon characters: it must be split, or its path put into canonical form.
    Uncommon,
}

/// A [`PathDecision`] as a number, which functions return in a register: the enum would go through memory, on every lookup.
///
/// | bits | hold |
/// |---|---|
/// | 3 | the decision, and the action of an answer |
/// | 30 | the number of the rule |
/// | 31 | where its names stand |
#[derive(Clone, Copy)]
pub(super) struct PackedDecision {
    bits: u64,
}

const UNDECIDED: u64 = 0;
const UNCOMMON: u64 = 1;
const PASSTHROUGH: u64 = 2;
const FIRST: u64 = 3;
const REDIRECT: u64 = 4;
const GONE: u64 = 5;
const STOP: u64 = 6;
const HANDLER: u64 = 7;

const DECISION_BITS: u32 = 3;
const RULE_BITS: u32 = 30;

impl PathDecision {
    /// The decision as a number.
    #[inline]
    pub(super) const fn packed(self) -> PackedDecision {
        let (decision, rule, names) = match self {
            PathDecision::Undecided => (UNDECIDED, 0, NamesAt::RULE),
            PathDecision::Uncommon => (UNCOMMON, 0, NamesAt::RULE),
            PathDecision::Passthrough => (PASSTHROUGH, 0, NamesAt::RULE),
            PathDecision::First { rule } => (FIRST, rule, NamesAt::RULE),
            PathDecision::Answer {
                rule,
                action,
                names,
            } => match action {
                Action::Redirect => (REDIRECT, rule, names),
                Action::Gone => (GONE, rule, names),
                Action::Stop => (STOP, rule, names),
                Action::Handler => (HANDLER, rule, names),
                // Its key comes from the request, not from the path alone.
                Action::Lookup => (UNDECIDED, 0, NamesAt::RULE),
            },
        };
        let rule = (rule as u64) << DECISION_BITS;
        let names = (names.offset() as u64) << (DECISION_BITS + RULE_BITS);
        PackedDecision {
            bits: decision | rule | names,
        }
    }
}

impl PackedDecision {
    /// The decision that the number stands for.
    #[inline]
    pub(super) const fn unpacked(self) -> PathDecision {
        let rule = (self.bits >> DECISION_BITS) as u32 & ((1 << RULE_BITS) - 1);
        let names = (self.bits >> (DECISION_BITS + RULE_BITS)) as u32;
        let action = match self.bits & ((1 << DECISION_BITS) - 1) {
            UNDECIDED => return PathDecision::Undecided,
            UNCOMMON => return PathDecision::Uncommon,
            PASSTHROUGH => return PathDecision::Passthrough,
            FIRST => return PathDecision::First { rule },
            REDIRECT => Action::Redirect,
            GONE => Action::Gone,
            STOP => Action::Stop,
            _ => Action::Handler,
        };
        PathDecision::Answer {
            rule,
            action,
            names: NamesAt::of_offset(names),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_decisions_are_the_same_again() {
        let largest = (1 << RULE_BITS) - 1;
        for rule in [0, 1, largest] {
            for names in [
                NamesAt::RULE,
                NamesAt::of_offset(1),
                NamesAt::of_offset(crate::table::MOST_BYTES as u32 - 1),
                NamesAt::NOWHERE,
            ] {
                for action in [
                    Action::Redirect,
                    Action::Gone,
                    Action::Stop,
                    Action::Handler,
                ] {
                    let answer = PathDecision::Answer {
                        rule,
                        action,
                        names,
                    };
                    assert_eq!(answer.packed().unpacked(), answer);
                }
            }
            let first = PathDecision::First { rule };
            assert_eq!(first.packed().unpacked(), first);
        }
        for decision in [
            PathDecision::Passthrough,
            PathDecision::Undecided,
            PathDecision::Uncommon,
        ] {
            assert_eq!(decision.packed().unpacked(), decision);
        }
    }
}

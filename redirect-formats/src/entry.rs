//! A rule of the policy, with what its own text does not say.

use std::rc::Rc;

use redirect_policy::model::{Action, Condition, Rule};
use redirect_policy::pattern::Item;

use crate::foreign::ForeignRule;

/// A rule on its way into the policy.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) rule: Rule,
    /// The rule as a row of a table, if it is nothing but literal text.
    pub(crate) row: Option<Row>,
    /// True if a slash at the end of the source may be there or not.
    pub(crate) optional_slash: bool,
    pub(crate) origin: Origin,
}

/// The literal columns of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Path and query.
    pub(crate) source: String,
    pub(crate) destination: String,
}

/// The place that a rule of the policy comes from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) file: String,
    pub(crate) line: u64,
    pub(crate) raw: String,
    /// True if the rule only stops what a refused one would have answered.
    pub(crate) stands_in: bool,
}

impl Origin {
    pub(crate) fn of(rule: &ForeignRule) -> Self {
        Self {
            file: rule.file.clone(),
            line: rule.line,
            raw: rule.raw.clone(),
            stands_in: false,
        }
    }
}

/// Lets a rule yield to whatever the site has.
pub(crate) fn after_site(rule: &mut Rule) {
    Rc::make_mut(&mut rule.when).push(Condition::SiteStatus(vec![404]));
}

impl Entry {
    /// Returns true if a client keeps the answer for ever, though it depends on what the site has.
    pub(crate) fn is_permanent_after_site(&self) -> bool {
        matches!(
            self.rule.action,
            Action::Redirect {
                status: 301 | 308,
                ..
            }
        ) && self.rule.asks_site()
    }

    /// Returns true if an earlier rule with the same source and conditions takes all requests of this one.
    pub(crate) fn is_hidden_by(&self, earlier: &Self) -> bool {
        let (rule, other) = (&self.rule, &earlier.rule);
        rule.source.text == other.source.text
            && rule.fold_case == other.fold_case
            && rule.when == other.when
            && rule.unless == other.unless
            && rule.except == other.except
            && self.row.as_ref().map(|row| &row.source)
                == earlier.row.as_ref().map(|row| &row.source)
    }

    /// The source up to its first part that varies, without slashes at its end.
    pub(crate) fn front(&self) -> &str {
        match self.rule.source.items.first() {
            Some(Item::Literal(text)) => text.trim_end_matches('/'),
            _ => "",
        }
    }

    /// Returns true if some request could be taken by both.
    pub(crate) fn may_overlap(&self, other: &Self) -> bool {
        overlap(self.front(), other.front())
    }
}

/// Returns true if the beginning of one source begins the other, in either case of letters.
pub(crate) fn overlap(front: &str, other: &str) -> bool {
    let begins = |text: &str, front: &str| {
        let start = text.as_bytes().get(..front.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(front.as_bytes()))
    };
    begins(front, other) || begins(other, front)
}

//! The lints there are, and how much each of them matters here.

use crate::diagnostic::{Level, suggestion};
use crate::model::{LINTS, LintLevel, Located, Policy, Rule, lint_names};
use crate::source::Span;

/// The levels that the arguments of `redirects!` set, as in `deny(chain)`.
///
/// ```
/// use redirect_policy::lint::LintArguments;
/// use redirect_policy::model::LintLevel;
/// let mut arguments = LintArguments::default();
/// assert!(arguments.set("chain", LintLevel::Deny).is_ok());
/// assert_eq!(arguments.set("chains", LintLevel::Deny), Err(Some("chain")));
/// ```
#[derive(Clone, Debug, Default)]
pub struct LintArguments {
    levels: Vec<(&'static str, LintLevel)>,
}

impl LintArguments {
    /// Sets the level of a lint; of several for one lint the last counts.
    ///
    /// # Errors
    /// When there is no such lint: the one that was probably meant, if any.
    pub fn set(&mut self, lint: &str, level: LintLevel) -> Result<(), Option<&'static str>> {
        let known = LINTS.iter().find(|(name, _)| *name == lint);
        let Some((name, _)) = known else {
            return Err(suggestion::nearest(lint, lint_names()));
        };
        self.levels.push((name, level));
        Ok(())
    }

    /// The same in the form of a policy's `lints`, the last first.
    pub(crate) fn located(&self) -> Vec<(Located<String>, LintLevel)> {
        let located = |name: &str| Located {
            value: name.to_owned(),
            span: Span::default(),
        };
        let levels = self.levels.iter().rev();
        levels
            .map(|(name, level)| (located(name), *level))
            .collect()
    }
}

/// The level of each lint: what the macro's arguments say goes before a rule's `allow`, that before the policy's
/// `lints`, and that before the default.
#[derive(Clone, Debug)]
pub struct Levels {
    arguments: Vec<(&'static str, LintLevel)>,
    policy: Vec<(String, LintLevel)>,
}

impl Levels {
    /// The levels of a policy.
    #[must_use]
    pub fn of(policy: &Policy, arguments: &LintArguments) -> Self {
        let set = |(name, level): &(crate::model::Located<String>, LintLevel)| {
            (name.value.clone(), *level)
        };
        Levels {
            arguments: arguments.levels.clone(),
            policy: policy.lints.iter().map(set).collect(),
        }
    }

    /// The level of a lint at a rule, or of one that belongs to no rule; `None` if it is silenced.
    #[must_use]
    pub fn level(&self, lint: &str, rule: Option<&Rule>) -> Option<Level> {
        let allowed = rule.is_some_and(|rule| rule.allow.iter().any(|name| name.value == lint));
        let argument = self.arguments.iter().rev().find(|(name, _)| *name == lint);
        let level = match argument {
            Some((_, level)) => *level,
            None if allowed => LintLevel::Allow,
            None => self.general(lint),
        };
        match level {
            LintLevel::Allow => None,
            LintLevel::Warn => Some(Level::Warning),
            LintLevel::Deny => Some(Level::Error),
        }
    }

    fn general(&self, lint: &str) -> LintLevel {
        let policy = self.policy.iter().rev().find(|(name, _)| name == lint);
        let default = LINTS.iter().find(|(name, _)| *name == lint);
        policy
            .map(|(_, level)| *level)
            .or(default.map(|(_, level)| *level))
            .unwrap_or(LintLevel::Deny)
    }
}

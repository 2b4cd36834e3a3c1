//! The level of each lint at each place.

use crate::diagnostic::Level;
use crate::diagnostic::suggestion;
use crate::model::{Located, Policy};

use super::{Lint, LintLevel};

/// The levels that the arguments of `redirects!` set, as in `deny(chain)`.
///
/// ```
/// use redirect_policy::lint::{LintArguments, LintLevel};
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
        let Some(known) = super::find(lint) else {
            return Err(suggestion::nearest(lint, super::names()));
        };
        self.levels.push((known.name, level));
        Ok(())
    }
}

/// The level of each lint: the macro's arguments go before `allow` at a rule or table, that before the policy's
/// `lints`, and that before the default.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    arguments: Vec<(&'static str, LintLevel)>,
    policy: Vec<(String, LintLevel)>,
}

impl Levels {
    /// The levels of a policy.
    #[must_use]
    pub fn of(policy: &Policy, arguments: &LintArguments) -> Self {
        let mut levels = Levels::before(arguments);
        levels.add(&policy.lints);
        levels
    }

    /// The levels before a policy's own are known.
    pub(crate) fn before(arguments: &LintArguments) -> Self {
        Levels {
            arguments: arguments.levels.clone(),
            policy: Vec::new(),
        }
    }

    /// Adds the levels of a policy's `lints`.
    pub(crate) fn add(&mut self, lints: &[(Located<String>, LintLevel)]) {
        let set = lints
            .iter()
            .map(|(name, level)| (name.value.clone(), *level));
        self.policy.extend(set);
    }

    /// The level of a lint where `allow` names some; `None` if it is silenced.
    #[must_use]
    pub fn level(&self, lint: Lint, allow: &[Located<String>]) -> Option<Level> {
        let allowed = allow.iter().any(|name| name.value == lint.name);
        let level = match self.argument(lint) {
            Some(level) => level,
            None if allowed => LintLevel::Allow,
            None => self.general(lint),
        };
        match level {
            LintLevel::Allow => None,
            LintLevel::Warn => Some(Level::Warning),
            LintLevel::Deny => Some(Level::Error),
        }
    }

    /// The level that the macro's arguments set, which nothing in the policy changes.
    pub(crate) fn argument(&self, lint: Lint) -> Option<LintLevel> {
        let mut arguments = self.arguments.iter().rev();
        let found = arguments.find(|(name, _)| *name == lint.name);
        found.map(|(_, level)| *level)
    }

    fn general(&self, lint: Lint) -> LintLevel {
        let mut policy = self.policy.iter().rev();
        let found = policy.find(|(name, _)| name == lint.name);
        found.map_or(lint.level, |(_, level)| *level)
    }
}

//! A match that waits for its handler: its parameters, and the destination with what the handler supplies.

use redirect_runtime::serving::Value;
use redirect_runtime::{Captured, CapturedInt, Match, Outcome};

use super::{Answer, BoxError, Field};

/// A rule that matched and waits for its handler, or for its lookups.
#[derive(Clone, Copy, Debug)]
pub struct Pending<'m> {
    matched: &'m Match<'m>,
    /// The name of the handler, or of the first lookup.
    name: &'m str,
    is_lookup: bool,
}

/// A rule does not bind what its handler was generated for: only a policy that was swapped in can come to this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterError {
    text: String,
}

impl std::fmt::Display for ParameterError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for ParameterError {}

impl<'m> Pending<'m> {
    /// Returns the handler or the lookup that a match waits for; `None` unless one decides. For generated code, and for tests of
    /// handlers.
    #[must_use]
    pub fn of(matched: &'m Match<'m>) -> Option<Self> {
        let (name, is_lookup) = match matched.outcome() {
            Outcome::Handler { name } => (name, false),
            Outcome::Lookup { name } => (name, true),
            _ => return None,
        };
        Some(Pending {
            matched,
            name,
            is_lookup,
        })
    }

    /// True if lookups decide.
    #[must_use]
    pub fn is_lookup(&self) -> bool {
        self.is_lookup
    }

    /// The name of the handler, as the policy spells it.
    #[must_use]
    pub fn handler(&self) -> &'m str {
        self.name
    }

    /// The match.
    #[must_use]
    pub fn matched(&self) -> &'m Match<'m> {
        self.matched
    }

    /// A parameter by its name in the policy (`*` is `*`), where the rule binds it.
    #[must_use]
    pub fn optional(&self, name: &str) -> Option<Captured<'m>> {
        let number = self.matched.rule()?.number_of(name)?;
        self.matched.captured(number)
    }

    /// A parameter that the rule always binds.
    ///
    /// # Errors
    /// When the rule does not bind it.
    pub fn required(&self, name: &str) -> Result<Captured<'m>, ParameterError> {
        self.optional(name).ok_or_else(|| ParameterError {
            text: format!(
                "handler `{}` needs `:{name}`, which the rule does not bind",
                self.name
            ),
        })
    }

    /// A parameter of the kind `int`, where the rule binds it.
    ///
    /// # Errors
    /// When its text is no number.
    pub fn optional_int(&self, name: &str) -> Result<Option<CapturedInt<'m>>, ParameterError> {
        self.optional(name)
            .map(|captured| self.int(name, captured))
            .transpose()
    }

    /// A parameter of the kind `int` that the rule always binds.
    ///
    /// # Errors
    /// When the rule does not bind it, or its text is no number.
    pub fn required_int(&self, name: &str) -> Result<CapturedInt<'m>, ParameterError> {
        self.int(name, self.required(name)?)
    }

    fn int(&self, name: &str, captured: Captured<'m>) -> Result<CapturedInt<'m>, ParameterError> {
        let text = captured.as_str();
        let fits = (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| CapturedInt::new(text))
            .ok_or_else(|| ParameterError {
                text: format!(
                    "handler `{}` needs a number as `:{name}`, not `{text}`",
                    self.name
                ),
            })
    }

    /// The rule's destination with these values. A field without a value is a name that is not bound.
    pub fn to(&self, fields: &[Field<'_>]) -> Answer {
        let rule = self.matched.rule();
        let location = self.matched.render_with(&|number| {
            let name = rule?.name(number)?;
            match fields.iter().find(|field| field.name() == name) {
                Some(field) => field.value(),
                None => Some(Value::Captured(self.matched.spelled(number)?)),
            }
        });
        Answer::rendered(location)
    }

    /// The rule's answer with what the rows of its lookups bind.
    #[cfg(feature = "lookups")]
    pub(crate) fn with_rows(&self, bound: &[(u8, Option<String>)]) -> Answer {
        let status = self.matched.rule().and_then(|rule| rule.status());
        Answer::of_rule(status, || {
            self.matched.render_with(&|number| {
                let text = match bound.iter().find(|(name, _)| *name == number) {
                    Some((_, value)) => value.as_deref()?,
                    None => self.matched.spelled(number)?,
                };
                Some(Value::Captured(text))
            })
        })
    }

    /// The error of generated code that is asked for a handler or a lookup it was not generated for.
    #[must_use]
    pub fn unknown(&self) -> BoxError {
        let what = if self.is_lookup { "lookup" } else { "handler" };
        Box::new(ParameterError {
            text: format!("there is no {what} `{}`", self.name),
        })
    }
}

//! A match that waits for its handler: reading the parameters of its rule, rendering its destination.

use redirect_runtime::serving::Value;
use redirect_runtime::{Captured, CapturedInt, Match, Outcome};

use super::{Answer, BoxError, Field};

/// A rule that matched and waits for its handler.
#[derive(Clone, Copy, Debug)]
pub struct Pending<'m> {
    matched: &'m Match<'m>,
    handler: &'m str,
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
    /// Returns the handler that a match waits for; `None` unless one decides. For generated code, and for tests of
    /// handlers.
    #[must_use]
    pub fn of(matched: &'m Match<'m>) -> Option<Self> {
        match matched.outcome() {
            Outcome::Handler { name } => Some(Pending {
                matched,
                handler: name,
            }),
            _ => None,
        }
    }

    /// The name of the handler, as the policy spells it.
    #[must_use]
    pub fn handler(&self) -> &'m str {
        self.handler
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
    /// When it does not.
    pub fn required(&self, name: &str) -> Result<Captured<'m>, ParameterError> {
        self.optional(name).ok_or_else(|| ParameterError {
            text: format!(
                "handler `{}` needs `:{name}`, which the rule does not bind",
                self.handler
            ),
        })
    }

    /// A parameter of the kind `int`, where the rule binds it.
    ///
    /// # Errors
    /// When it is no number.
    pub fn optional_int(&self, name: &str) -> Result<Option<CapturedInt<'m>>, ParameterError> {
        self.optional(name)
            .map(|captured| self.int(name, captured))
            .transpose()
    }

    /// A parameter of the kind `int` that the rule always binds.
    ///
    /// # Errors
    /// When it does not, or it is no number.
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
                    self.handler
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

    /// The error of generated code that is asked for a handler it was not generated for.
    #[must_use]
    pub fn unknown(&self) -> BoxError {
        Box::new(ParameterError {
            text: format!("there is no handler `{}`", self.handler),
        })
    }
}

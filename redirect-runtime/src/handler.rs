//! What generated code calls: reading the parameters of a rule, rendering its destination, asking a handler.

use std::borrow::Cow;
use std::future::Future;

use crate::answer::Answer;
use crate::captured::{Captured, CapturedInt};
use crate::location;
use crate::request::Request;
use crate::search::{Match, Outcome};

/// Any error of a handler; `?` makes one of every error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The handlers of a policy: implemented by generated code, which knows the trait that a site implements.
///
/// ```
/// use redirect_runtime::{Answer, BoxError, Dispatch, Pending, Request};
///
/// #[derive(Clone)]
/// struct Gone;
///
/// impl Dispatch for Gone {
///     const HANDLERS: &'static [&'static str] = &["handleOld"];
///
///     async fn dispatch(&self, _: Pending<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
///         Ok(Answer::gone())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not answer for the handlers of a redirect policy",
    label = "not made by `redirects!`",
    note = "implement the generated trait `Handlers` and pass `Redirects::new(..)`; a policy without handlers is passed as `POLICY`"
)]
pub trait Dispatch: Clone + Send + Sync + 'static {
    /// The names of the handlers, as the policy spells them.
    const HANDLERS: &'static [&'static str];

    /// Asks the handler that [`Pending::handler`] names.
    ///
    /// Handlers go by name, not by number, because a policy that is swapped in may number them otherwise.
    fn dispatch(
        &self,
        pending: Pending<'_>,
        request: &Request<'_>,
    ) -> impl Future<Output = Result<Answer, BoxError>> + Send;
}

/// For a policy without handlers. A rule that names one all the same fails, and the site answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHandlers;

impl Dispatch for NoHandlers {
    const HANDLERS: &'static [&'static str] = &[];

    async fn dispatch(&self, pending: Pending<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Err(pending.unknown())
    }
}

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
    /// What a match waits for; `None` unless a handler decides. For generated code, and for tests of handlers.
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
        let number = self.matched.rule()?.names().position(|own| own == name)?;
        self.matched.captured(u8::try_from(number).ok()?)
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
    #[must_use]
    pub fn to(&self, fields: &[Field<'_>]) -> Answer {
        let names: Vec<&str> = match self.matched.rule() {
            Some(rule) => rule.names().collect(),
            None => Vec::new(),
        };
        let location = self.matched.render_with(&|number| {
            let name = names.get(usize::from(number))?;
            match fields.iter().find(|field| field.name == *name) {
                Some(field) => field.value(),
                None => Some(location::Value::Captured(
                    self.matched.captured(number)?.as_str(),
                )),
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

/// A name of a destination with its value.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    name: &'static str,
    slashes: bool,
    value: Option<Value<'a>>,
}

impl<'a> Field<'a> {
    /// A name whose text is one segment: a `/` in it is encoded.
    #[must_use]
    pub fn segment(name: &'static str, value: Option<Value<'a>>) -> Self {
        Field {
            name,
            slashes: false,
            value,
        }
    }

    /// A name that the source binds by `path` or `*`: a `/` in its text separates segments.
    #[must_use]
    pub fn path(name: &'static str, value: Option<Value<'a>>) -> Self {
        Field {
            slashes: true,
            ..Field::segment(name, value)
        }
    }

    fn value(&self) -> Option<location::Value<'_>> {
        Some(match &self.value.as_ref()?.held {
            Held::Captured(text) => location::Value::Captured(text),
            Held::Text(text) => location::Value::Text {
                text,
                slashes: self.slashes,
            },
        })
    }
}

/// What stands for a name of a destination.
///
/// A [`Captured`] text is copied as it stands; text and numbers are encoded as a value of their place.
///
/// ```
/// # use redirect_runtime::{Captured, Value};
/// let values: [Value<'_>; 3] = [Captured::new("a%20b").into(), "a b".into(), 12.into()];
/// ```
#[derive(Clone, Debug)]
pub struct Value<'a> {
    held: Held<'a>,
}

#[derive(Clone, Debug)]
enum Held<'a> {
    Captured(&'a str),
    Text(Cow<'a, str>),
}

impl<'a> From<Captured<'a>> for Value<'a> {
    fn from(captured: Captured<'a>) -> Self {
        Value {
            held: Held::Captured(captured.as_str()),
        }
    }
}

impl<'a> From<CapturedInt<'a>> for Value<'a> {
    fn from(captured: CapturedInt<'a>) -> Self {
        captured.captured().into()
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Value {
            held: Held::Text(text),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Cow::Borrowed(text).into()
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Cow::<str>::Owned(text).into()
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {
        $(impl From<$integer> for Value<'_> {
            fn from(number: $integer) -> Self {
                number.to_string().into()
            }
        })*
    };
}

from_integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

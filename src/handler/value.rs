//! Values that a handler supplies for the names of a destination.

use std::borrow::Cow;

use redirect_runtime::{Captured, CapturedInt, serving};

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

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn value(&self) -> Option<serving::Value<'_>> {
        Some(match &self.value.as_ref()?.held {
            Held::Captured(text) => serving::Value::Captured(text),
            Held::Text(text) => serving::Value::Text {
                text,
                slashes: self.slashes,
            },
        })
    }
}

/// A value for a name of a destination.
///
/// A [`Captured`] text is copied as it stands; text and numbers are encoded as a value of their place.
///
/// ```
/// # use redirects::{Captured, Value};
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

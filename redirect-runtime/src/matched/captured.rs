//! Captured text: what a parameter is bound to.

use std::borrow::Cow;

use crate::request::query::decoded_triplets;

/// A piece of the request that a parameter matched, in canonical text: percent-encoded ASCII.
///
/// ```
/// # use redirect_runtime::Captured;
/// let title = Captured::new("a%20b");
/// assert_eq!(title.as_str(), "a%20b");
/// assert_eq!(title.decode().unwrap(), "a b");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Captured<'a> {
    text: &'a str,
}

/// The triplets of a captured text do not decode to UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError;

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the percent-encoded text is not UTF-8")
    }
}

impl std::error::Error for DecodeError {}

impl<'a> Captured<'a> {
    /// A captured text; for tests of handlers, and for generated code.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Captured { text }
    }

    /// The canonical text: what the request said, with triplets in upper case and unreserved characters decoded.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// The text that the client meant, with triplets decoded.
    ///
    /// # Errors
    /// When the bytes are not UTF-8: a request may hold anything.
    pub fn decode(&self) -> Result<Cow<'a, str>, DecodeError> {
        if !self.text.contains('%') {
            return Ok(Cow::Borrowed(self.text));
        }
        let bytes = decoded_triplets(self.text).collect();
        String::from_utf8(bytes)
            .map(Cow::Owned)
            .map_err(|_| DecodeError)
    }
}

impl std::fmt::Display for Captured<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text)
    }
}

/// A captured text of the kind `int`: one to nineteen digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CapturedInt<'a> {
    text: Captured<'a>,
}

impl<'a> CapturedInt<'a> {
    /// A captured number; for tests of handlers, and for generated code. Text that is no number counts as 0.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        CapturedInt {
            text: Captured::new(text),
        }
    }

    /// The digits as the client wrote them, leading zeros included.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text.as_str()
    }

    /// The number; nineteen digits always fit.
    #[must_use]
    pub fn value(&self) -> u64 {
        self.as_str().parse().unwrap_or(0)
    }

    /// The digits as captured text.
    #[must_use]
    pub const fn captured(&self) -> Captured<'a> {
        self.text
    }
}

impl std::fmt::Display for CapturedInt<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

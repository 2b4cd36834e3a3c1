//! A key of the language as it is listed: its name, its form, and what is said of it.

/// A map of a policy: which keys it may have.
#[derive(Debug)]
pub struct Map {
    /// A user's name for the map, with its article.
    pub name: &'static str,
    /// A description of the map, in a sentence.
    pub doc: &'static str,
    /// Its own keys.
    pub keys: &'static [Key],
    /// Other keys that may stand in it: those that rules inherit, if it can set them.
    pub inherited: &'static [Key],
    /// The key without which it is not this map.
    pub required: &'static [&'static str],
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// A description of the key, in a sentence or two for a reader who hovers over it.
    pub doc: &'static str,
    /// A value, as YAML in one line.
    pub example: &'static str,
    /// The form of its value.
    pub form: Form,
}

/// The form of a value, as far as a schema can tell it; the language's own checks are stricter.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A scalar: numbers and booleans are the text that is written.
    Text,
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these numbers, which may also stand in quotes.
    Number(&'static [u16]),
    /// A whole number, which may also stand in quotes.
    AnyNumber,
    /// A date, or a date and time with an offset (RFC 3339).
    Moment,
    /// A whole number with a unit, such as `200ms`.
    Duration,
    /// The name of a lint.
    Lint,
    /// A map of this kind.
    Map(&'static Map),
    /// A list of such values.
    List(&'static Form),
    /// A value of one of these forms.
    Either(&'static [Form]),
    /// A map from names of the user's to such values.
    Named(&'static Form),
    /// A map from the names of lints to their levels.
    Levels,
    /// The entries of `rules`.
    Entries,
}

impl Map {
    /// Its keys, those that it inherits last.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().chain(self.inherited)
    }

    /// The names of its keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys().map(|key| key.name)
    }

    /// Returns true if it may have a key.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }
}

/// A text, or a list of texts.
pub(crate) const TEXTS: Form = Form::Either(&[Form::Text, Form::List(&Form::Text)]);

/// The form of values of query keys, headers and cookies.
pub(crate) const VALUES: Form = Form::Named(&TEXTS);

/// A key with its parts.
pub(crate) const fn key(
    name: &'static str,
    form: Form,
    doc: &'static str,
    example: &'static str,
) -> Key {
    Key {
        name,
        doc,
        example,
        form,
    }
}

//! Kinds that a policy names: choices that many patterns share.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Kind;

/// The choices of a policy by their names: `kinds: { locale: [en, de, pt-BR] }` is used as `:l<locale>`.
///
/// ```
/// use redirect_policy::pattern::{Kinds, SourceOptions, parse_source};
/// let mut kinds = Kinds::default();
/// kinds.add("locale", &["en", "pt-BR"])?;
/// let options = SourceOptions { kinds, ..SourceOptions::default() };
/// assert!(parse_source("/(:l<locale>/)about", &options).is_ok());
/// assert!(parse_source("/(:l<locale>/)about", &SourceOptions::default()).is_err());
/// # Ok::<(), (usize, redirect_policy::pattern::PatternError)>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    known: Rc<BTreeMap<String, Choice>>,
}

/// A choice in the order in which it is written, and as a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Choice {
    written: Vec<String>,
    kind: Kind,
}

impl Kinds {
    /// Adds a choice; one of the same name is replaced.
    pub(super) fn insert(&mut self, name: &str, written: &[&str], kind: Kind) {
        let choice = Choice {
            written: written.iter().map(|value| (*value).to_owned()).collect(),
            kind,
        };
        Rc::make_mut(&mut self.known).insert(name.to_owned(), choice);
    }

    /// The kind of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Kind> {
        self.known.get(name).map(|choice| &choice.kind)
    }

    /// The names with their kinds.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Kind)> {
        let kinds = self.known.iter();
        kinds.map(|(name, choice)| (name.as_str(), &choice.kind))
    }

    /// The values of a name in the order in which they are written.
    pub(crate) fn written(&self, name: &str) -> Option<&[String]> {
        self.known.get(name).map(|choice| choice.written.as_slice())
    }

    /// The names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }
}

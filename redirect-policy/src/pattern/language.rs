//! Patterns of languages.

/// A demand on the client's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LanguagePattern {
    /// One of these is the client's first choice, lower case.
    First(Vec<String>),
    /// The client's best-ranked of the set is bound to the name.
    Best {
        /// The name.
        name: String,
        /// The set, as it is spelled: tags compare in either case.
        of: Vec<String>,
        /// Which of the set it must be, where one rule stands for each.
        only: Option<String>,
    },
}

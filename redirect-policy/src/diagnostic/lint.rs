//! Lints: what is suspicious about a policy, though its form is right.
//!
//! The list is declared once. Diagnostics, the levels of `lints` and `allow`, the arguments of the macro and the
//! tables of the documentation all come from it, or are checked against it.

/// One lint.
///
/// ```
/// use redirect_policy::lint::{self, LintLevel};
/// let chain = lint::find("chain").unwrap();
/// assert_eq!(chain.level, LintLevel::Warn);
/// assert_eq!(chain.doc, "a destination is itself redirected");
/// assert_eq!(lint::find("chains"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lint {
    /// The name, as `lints`, `allow` and diagnostics have it.
    pub name: &'static str,
    /// The level unless a policy or its program says otherwise.
    pub level: LintLevel,
    /// One line that says what is reported; lower case, no full stop.
    pub doc: &'static str,
}

/// The level of a lint, as `lints` sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LintLevel {
    /// Not shown.
    Allow,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

impl LintLevel {
    /// The level as it is written: `allow`, `warn` or `deny`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            LintLevel::Allow => "allow",
            LintLevel::Warn => "warn",
            LintLevel::Deny => "deny",
        }
    }
}

/// Declares the lints, and the list of them in the order of the documentation.
macro_rules! lints {
    ($($constant:ident = $name:literal, $level:ident, $doc:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`: ", $doc, ".")]
            pub const $constant: Lint = Lint {
                name: $name,
                level: LintLevel::$level,
                doc: $doc,
            };
        )*

        /// All lints; the list is closed.
        pub const LINTS: &[Lint] = &[$($constant),*];
    };
}

lints! {
    UNREACHABLE_RULE = "unreachable-rule", Deny, "earlier rules, together if need be, match all that this one can";
    DUPLICATE_SOURCE = "duplicate-source", Deny, "an earlier rule has the same source and the same conditions";
    DUPLICATE_ID = "duplicate-id", Deny, "two rules are known by one name";
    FOREIGN_NOTATION = "foreign-notation", Deny, "another system's pattern would be taken for literal text";
    SELF_REDIRECT = "self-redirect", Deny, "every request that the rule matches is already where it leads";
    UNKNOWN_HOST = "unknown-host", Warn, "with `hosts`: a condition names a host that is none of them";
    UNDECIDED = "undecided", Warn, "a question that the proofs' budget left open";
    LOOP = "loop", Deny, "following the rules comes back to where it was, or grows for ever";
    CHAIN = "chain", Warn, "a destination is itself redirected";
    OPEN_REDIRECT = "open-redirect", Deny, "a request could choose the origin of the location";
    FAILED_EXAMPLE = "failed-example", Deny, "an example gets another answer";
    UNCOVERED_URL = "uncovered-url", Deny, "with `coverage.old`: an old URL reaches no rule";
    REDIRECTED_LIVE_URL = "redirected-live-url", Deny, "with `coverage.live`: a live URL would be redirected";
    DEAD_DESTINATION = "dead-destination", Deny, "with `coverage.live`: a destination on the site is neither live nor redirected";
    CATCH_ALL = "catch-all", Warn, "a rule swallows `/robots.txt`, `/.well-known/` or a whole host";
    PERMANENT_TEMPORARY = "permanent-temporary", Deny, "a permanent answer on a rule that ends";
    PERMANENT_CONDITIONAL = "permanent-conditional", Warn, "a permanent answer that depends on a header, cookie or language";
    UNUSED_PARAMETER = "unused-parameter", Warn, "a name is bound and used nowhere";
    QUERY_LEAVES_SITE = "query-leaves-site", Warn, "with `hosts`: the request's query goes to another site without `query` being set";
}

/// The lint of a name.
#[must_use]
pub fn find(name: &str) -> Option<Lint> {
    LINTS.iter().copied().find(|lint| lint.name == name)
}

/// The names of the lints, in the order of the list.
pub fn names() -> impl Iterator<Item = &'static str> {
    LINTS.iter().map(|lint| lint.name)
}

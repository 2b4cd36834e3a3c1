//! A policy as meant: the model that proofs read and that lowering turns into a table.

use std::rc::Rc;

pub use lints::{LINTS, lint_names};

mod bindings;
mod lints;

use crate::pattern::{Pattern, Template};
use crate::source::Span;

/// A whole policy: rules in file order, includes and tables spliced in.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The rules, in the order in which they are tried.
    pub rules: Vec<Rule>,
    /// Rules with a fault and a handler, which are not among `rules`.
    pub faulty: Vec<FaultyRule>,
    /// The site's own hosts, canonical.
    pub hosts: Vec<Located<String>>,
    /// Hosts that a handler may send to, canonical.
    pub external_hosts: Vec<Located<String>>,
    /// Levels set in the policy's `lints`, and before them those set where it is compiled; the first of a name counts.
    pub lints: Vec<(Located<String>, LintLevel)>,
    /// The policy's own examples.
    pub examples: Vec<Example>,
    /// What must be answered.
    pub coverage: Coverage,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// What `lints` says of a lint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LintLevel {
    /// Not shown.
    Allow,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The stable name; the source's text unless given. Sources that serve under several conditions get no suffix:
    /// uniqueness is a lint.
    pub id: String,
    /// Whether `id` was written.
    pub explicit_id: bool,
    /// What the rule matches. Rows of tables are one literal.
    pub source: Pattern,
    /// Where the source's text is written (the scalar, quotes included).
    pub source_span: Span,
    /// Where the rule begins.
    pub span: Span,
    /// What the rule does.
    pub action: Action,
    /// Whether the ASCII letters of literals and enumerations match in either case.
    pub fold_case: bool,
    /// Everything that many rules share (from defaults, groups, tables); compared by value when lowered.
    pub terms: Rc<Terms>,
    /// Conditions that bind or test, all of which must hold.
    pub when: Rc<Vec<Condition>>,
    /// Conditions not all of which may hold.
    pub unless: Rc<Vec<Condition>>,
    /// A remark for people.
    pub note: Option<String>,
    /// The rule's own examples.
    pub examples: Vec<Example>,
    /// Lints silenced for this rule.
    pub allow: Vec<Located<String>>,
    /// Whether the rule is a row of a table.
    pub from_table: bool,
}

/// What could be read of a rule that has a fault, so that the code generated for its handler does not disappear too.
#[derive(Clone, Debug)]
pub struct FaultyRule {
    /// The handler.
    pub handler: Located<String>,
    /// The source; of one that is not sound, the names that could be made out.
    pub source: Option<Pattern>,
    /// The destination; of one that is not sound, the names that could be made out.
    pub destination: Option<Template>,
    /// What its conditions bind, as [`Rule::bindings`] has it.
    pub bindings: Vec<Pattern>,
}

/// What a rule does once it matches.
#[derive(Clone, Debug)]
pub enum Action {
    /// Send elsewhere (301, 302, 303, 307, 308), perhaps after a handler.
    Redirect {
        /// The status as written.
        status: u16,
        /// Where to.
        destination: Template,
        /// Where the destination's text is written.
        destination_span: Span,
        /// The handler that decides.
        handler: Option<Located<String>>,
        /// For when the handler fails.
        on_failure: Option<OnFailure>,
        /// Until then 301 answers 302 and 308 answers 307; seconds since the epoch.
        permanent_after: Option<i64>,
    },
    /// 410 or 451, perhaps after a handler.
    Gone {
        /// 410 or 451.
        status: u16,
        /// The handler that decides.
        handler: Option<Located<String>>,
        /// For when the handler fails.
        on_failure: Option<OnFailure>,
    },
    /// The site answers.
    Stop,
}

/// What is answered when a handler fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnFailure {
    /// 302, 303, 307 or 503.
    pub status: u16,
    /// Where to, for a redirect; uses only what the source binds.
    pub destination: Option<Template>,
    /// Seconds for `Retry-After`.
    pub retry_after: Option<u32>,
}

/// The keys of a rule that many rules share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Terms {
    /// What happens to the request's query.
    pub query: QueryPolicy,
    /// Whether `query` was written, here or in defaults.
    pub explicit_query: bool,
    /// Headers sent with the answer, names in lower case.
    pub headers: Vec<(String, String)>,
    /// `Cache-Control` sent with the answer.
    pub cache_control: Option<String>,
    /// Who answers for the rule.
    pub owner: Option<String>,
}

/// What happens to the request's query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum QueryPolicy {
    /// Forwarded.
    #[default]
    Keep,
    /// Dropped.
    Drop,
    /// Only these keys are forwarded; a trailing `*` matches any ending.
    Only(Vec<String>),
}

/// One thing that `when` or `unless` looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The request's host is one of these.
    Host(Vec<HostPattern>),
    /// The method is one of these, upper case. GET includes HEAD.
    Method(Vec<String>),
    /// A key of the query.
    Query {
        /// The key, form-decoded.
        key: String,
        /// What its first value must be.
        value: ValuePattern,
    },
    /// A header field.
    Header {
        /// The name in lower case.
        name: String,
        /// What its value must be.
        value: ValuePattern,
    },
    /// A cookie.
    Cookie {
        /// The name.
        name: String,
        /// What its value must be.
        value: ValuePattern,
    },
    /// The client's preferred language (RFC 9110 12.5.4).
    Language(LanguagePattern),
    /// `http` or `https`.
    Scheme(String),
    /// Not before this moment; seconds since the epoch.
    From(i64),
    /// Before this moment; seconds since the epoch.
    Until(i64),
}

/// What a host must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostPattern {
    /// This very host.
    Exact(String),
    /// One or more labels before this suffix (which begins with a dot).
    Subdomains(String),
    /// A pattern of labels that may bind a name, such as `:c<kr|jp>.example.com`; no variable matches a dot.
    Binding(Pattern),
}

/// What the value of a query key, header or cookie must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValuePattern {
    /// Present, whatever it is (`true` in YAML) or absent (`false`).
    Present(bool),
    /// One of these patterns (literal text or with parameters), in order.
    OneOf(Vec<Pattern>),
}

/// What the client's language must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LanguagePattern {
    /// One of these is the client's first choice, lower case.
    First(Vec<String>),
    /// The client's best-ranked of the set is bound to the name.
    Best {
        /// The name.
        name: String,
        /// The set, lower case, as written.
        of: Vec<String>,
    },
}

/// A request with the answer that it must get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Where it is written.
    pub span: Span,
    /// The method; GET unless given.
    pub method: String,
    /// The request target: a path with an optional query, or an absolute URL.
    pub target: String,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// The clock, in seconds since the epoch.
    pub at: Option<i64>,
    /// What must come back.
    pub expect: Expect,
}

/// What an example must get; `None` is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// `redirect`, `gone`, `stop`, `passthrough`.
    pub outcome: Option<String>,
    /// The status.
    pub status: Option<u16>,
    /// The location.
    pub location: Option<String>,
    /// The handler that is asked.
    pub handler: Option<String>,
    /// The parameters, by their YAML names.
    pub params: Vec<(String, String)>,
}

/// Inventories of URLs.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Served once.
    pub old: Vec<Inventory>,
    /// Served still.
    pub live: Vec<Inventory>,
    /// Given up, with a reason.
    pub dropped: Vec<(Inventory, String)>,
}

/// A list of URLs: a file, or a pattern.
#[derive(Clone, Debug)]
pub struct Inventory {
    /// Where it is named in the policy.
    pub span: Span,
    /// What it holds.
    pub urls: Urls,
}

/// The URLs of an inventory.
#[derive(Clone, Debug)]
pub enum Urls {
    /// Read from a file: each with its place.
    Listed(Vec<Located<String>>),
    /// All that a pattern matches.
    Matching(Pattern),
}

impl Rule {
    /// Where the destination is written; the source of a rule without one.
    #[must_use]
    pub fn destination_span(&self) -> Span {
        match &self.action {
            Action::Redirect {
                destination_span, ..
            } => *destination_span,
            _ => self.source_span,
        }
    }

    /// The handler that decides.
    pub fn handler(&self) -> Option<&Located<String>> {
        match &self.action {
            Action::Redirect { handler, .. } | Action::Gone { handler, .. } => handler.as_ref(),
            Action::Stop => None,
        }
    }
}

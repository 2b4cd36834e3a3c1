//! A policy as meant: the model that proofs read and that lowering turns into a table.

use std::rc::Rc;

pub use crate::pattern::{HostPattern, LanguagePattern};
pub use condition::{Condition, Reads, ValuePattern};
pub use lookup::{Column, Lookup, LookupCache, LookupUse, Row as LookupRow, Served};
pub use print::{Annotations, PrintedTable};

mod bindings;
pub(crate) mod condition;
mod lookup;
mod print;

use crate::diagnostic::lint::LintLevel;
use crate::pattern::{Kinds, Pattern, Template};
use crate::source::Span;

/// A whole policy: rules in file order, includes and tables spliced in.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The rules, in the order in which they are tried.
    pub rules: Vec<Rule>,
    /// Rules with a fault and a handler, which are not among `rules`.
    pub faulty: Vec<FaultyRule>,
    /// The site's own hosts.
    pub hosts: Vec<Located<HostPattern>>,
    /// Hosts that a handler may send to, canonical.
    pub external_hosts: Vec<Located<String>>,
    /// Levels set in the policy's `lints`.
    pub lints: Vec<(Located<String>, LintLevel)>,
    /// Choices under a name.
    pub kinds: Kinds,
    /// The lookups that are whole.
    pub lookups: Vec<Rc<Lookup>>,
    /// The policy's own examples.
    pub examples: Vec<Example>,
    /// The URLs that must be answered, and those that must not.
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

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The stable name; the source's text unless given. Sources that serve under several conditions get no suffix:
    /// uniqueness is a lint.
    pub id: String,
    /// True if `id` was written.
    pub explicit_id: bool,
    /// The pattern of its paths. Rows of tables are one literal.
    pub source: Pattern,
    /// Where the source's text is written (the scalar, quotes included).
    pub source_span: Span,
    /// Where the rule begins.
    pub span: Span,
    /// The rule's action.
    pub action: Action,
    /// True if the ASCII letters of literals and enumerations match in either case.
    pub fold_case: bool,
    /// Everything that many rules share (from defaults, groups, tables); compared by value when lowered.
    pub terms: Rc<Terms>,
    /// Conditions that bind or test, all of which must hold.
    pub when: Rc<Vec<Condition>>,
    /// Maps of conditions, none of which may hold in full.
    pub unless: Rc<Vec<Vec<Condition>>>,
    /// Sources that the rule does not take, whatever else it says.
    pub except: Rc<Vec<Pattern>>,
    /// A remark for people.
    pub note: Option<String>,
    /// The rule's own examples.
    pub examples: Vec<Example>,
    /// Lints silenced for this rule.
    pub allow: Vec<Located<String>>,
    /// True if the rule is a row of a table.
    pub from_table: bool,
    /// The number of the entry that it was written in: rules of one entry (a choice of conditions, the rows of a
    /// table) may share an id.
    pub entry: u32,
    /// The group's prefix before the source.
    pub prefix: Option<Rc<Prefix>>,
    /// The rule as it was written, where this one is its part for one of the hosts that it can send to. The parts of a
    /// rule follow each other.
    pub unsplit: Option<Rc<Rule>>,
}

/// A group's prefix before the sources of its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// Where it is written.
    pub span: Span,
    /// Number of bytes of [`Pattern::text`] that it takes.
    pub length: usize,
    /// The first bytes of the rule's own text that are left out, since the prefix ends so: a `/`, or nothing.
    pub dropped: usize,
}

/// The readable parts of a rule that has a fault, so that the code generated for its handler does not disappear too.
#[derive(Clone, Debug)]
pub struct FaultyRule {
    /// The handler.
    pub handler: Located<String>,
    /// The source; of one that is not sound, the names that could be made out.
    pub source: Option<Pattern>,
    /// The destination; of one that is not sound, the names that could be made out.
    pub destination: Option<Template>,
    /// The names that its conditions bind, as [`Rule::bindings`] has them.
    pub bindings: Vec<Pattern>,
}

/// The action of a rule that matches.
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

/// The answer when a handler fails.
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
    /// The policy for the request's query.
    pub query: QueryPolicy,
    /// True if `query` was written, here or in defaults.
    pub explicit_query: bool,
    /// Headers sent with the answer, names in lower case.
    pub headers: Vec<(String, String)>,
    /// `Cache-Control` sent with the answer.
    pub cache_control: Option<String>,
    /// Who answers for the rule.
    pub owner: Option<String>,
}

/// The policy for the request's query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum QueryPolicy {
    /// Forwarded.
    #[default]
    Keep,
    /// Dropped.
    Drop,
    /// Only these keys are forwarded; a trailing `*` matches any ending.
    Only(Vec<String>),
    /// All but these keys are forwarded; a trailing `*` matches any ending.
    Except(Vec<String>),
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
    /// The status that the site has answered, where it is asked first.
    pub site_status: Option<u16>,
    /// The expected answer.
    pub expect: Expect,
}

/// The answer that an example must get; `None` is not looked at.
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
    /// The lookup that is asked.
    pub lookup: Option<ExpectedLookup>,
    /// The parameters, by their YAML names.
    pub params: Vec<(String, String)>,
}

/// A lookup that an example must ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedLookup {
    /// Its name in the policy.
    pub name: String,
    /// The decoded parts of the key, as rows keep them; none where any key will do.
    pub key: Vec<String>,
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
    /// The listed URLs.
    pub urls: Urls,
    /// The file that lists them; `None` for a pattern.
    pub file: Option<UrlFile>,
}

/// A file of URLs, as the policy names it: by a path from the policy's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlFile {
    /// One URL a line.
    Lines(String),
    /// A sitemap.
    Sitemap(String),
    /// A column of a CSV file.
    Column {
        /// The file.
        file: String,
        /// The name of the column.
        column: String,
    },
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
    /// True if another rule was written as one with it: choices of its conditions, or hosts of its destination.
    pub(crate) fn is_written_with(&self, other: &Rule) -> bool {
        self.entry != 0 && self.entry == other.entry && self.span == other.span
    }

    /// True if the rule matches only where a lookup has a row.
    pub fn has_lookup(&self) -> bool {
        self.lookups().next().is_some()
    }

    /// True if one of the rule's lookups has its rows compiled in.
    pub fn has_rows(&self) -> bool {
        self.lookups().any(|found| !found.lookup.is_served())
    }

    /// True if the answer is not known before the program runs: a handler decides, or a lookup that is not compiled in.
    pub fn asks(&self) -> bool {
        self.handler().is_some() || self.lookups().any(|found| found.lookup.is_served())
    }

    /// The lookups that the rule asks, in order.
    pub fn lookups(&self) -> impl Iterator<Item = &LookupUse> {
        self.when.iter().filter_map(|condition| match condition {
            Condition::Lookup(found) => Some(&**found),
            _ => None,
        })
    }

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

    /// A rule that does one thing for one source, and has nothing else.
    pub fn new(source: Pattern, action: Action) -> Self {
        Rule {
            id: source.text.clone(),
            explicit_id: false,
            source,
            source_span: Span::default(),
            span: Span::default(),
            action,
            fold_case: false,
            terms: Rc::default(),
            when: Rc::default(),
            unless: Rc::default(),
            except: Rc::default(),
            note: None,
            examples: Vec::new(),
            allow: Vec::new(),
            from_table: false,
            entry: 0,
            prefix: None,
            unsplit: None,
        }
    }

    /// Returns true if the method must be GET or HEAD: rules that would turn a POST into a GET take no other unless
    /// told, and the site's status is looked at for no other.
    pub fn get_only(&self) -> bool {
        let status = match &self.action {
            Action::Redirect { status, .. } => *status,
            Action::Gone { .. } | Action::Stop => 0,
        };
        let mut when = self.when.iter();
        let names_methods =
            when.any(|condition| matches!(condition, Condition::Method(_) | Condition::AnyMethod));
        self.asks_site() || matches!(status, 301..=303) && !names_methods
    }

    /// Returns true if anything beside source and method decides.
    pub fn is_conditional(&self) -> bool {
        !(self.when.is_empty() && self.unless.is_empty() && self.except.is_empty())
    }

    /// Returns true if the rule is asked only once the site has answered.
    pub fn asks_site(&self) -> bool {
        let mut when = self.when.iter();
        when.any(|condition| condition.reads() == Reads::Site)
    }

    /// The handler that decides.
    pub fn handler(&self) -> Option<&Located<String>> {
        match &self.action {
            Action::Redirect { handler, .. } | Action::Gone { handler, .. } => handler.as_ref(),
            Action::Stop => None,
        }
    }
}

//! A rule: its source, its action, and everything that decides when it is taken.

use std::rc::Rc;

use super::{Action, Condition, Example, Located, LookupUse, QueryPolicy, Reads};
use crate::pattern::{Pattern, Template};
use crate::source::Span;

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
    pub response_options: Rc<ResponseOptions>,
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
            response_options: Rc::default(),
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

/// Options of a rule's answer, which many rules share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ResponseOptions {
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

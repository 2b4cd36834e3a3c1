//! Names: bound once, and each that a destination uses bound at all.

use crate::diagnostic::Diagnostic;
use crate::model::Condition;
use crate::model::condition::reader::Bound;
use crate::pattern::{self, Item, Parameter, Pattern, Template};
use crate::source::Span;
use crate::yaml::{Entry, Scalar};

use super::Checker;
use super::prefix::{Placed, Shift};

/// The most names that the conditions of one rule bind; a pattern has the same limit.
const MOST_NAMES: usize = 32;

/// The names that a rule binds.
pub(super) struct Names<'r> {
    pub(super) source: &'r Pattern,
    /// The names that conditions bind, choice by choice.
    pub(super) choices: Vec<Vec<Pattern>>,
    /// The values of lookups that rows may leave empty.
    pub(super) optional_values: Vec<String>,
    /// Named in `unless`, so not bound.
    pub(super) unless: Vec<Bound>,
}

/// Sources of the names that a rule's destinations use.
#[derive(Clone, Copy)]
pub(super) struct Supply<'n> {
    /// Names that the request and the lookups bind; nothing if it is not known: then no name is judged.
    pub(super) names: Option<&'n Names<'n>>,
    /// Names that the request binds, whatever handlers and lookups do.
    pub(super) source_names: Option<&'n Names<'n>>,
    /// True if a lookup is asked whose rows are not compiled in.
    pub(super) served_lookup: bool,
}

impl Checker<'_> {
    /// The names of one condition's pattern, with their places.
    pub(super) fn bound(&self, written: &Scalar, items: &[Item], bound: &mut Vec<Bound>) {
        for parameter in parameters(items) {
            if !bound.iter().any(|given| given.name == parameter.name) {
                bound.push(Bound {
                    name: parameter.name.clone(),
                    span: written.span_of(self.sources, parameter.at.clone()),
                });
            }
        }
    }

    /// Adds the names of one condition to those of the others; a name that is there already is reported.
    pub(super) fn bind(&mut self, all: &mut Vec<Bound>, more: Vec<Bound>) {
        for bound in more {
            if all.len() == MOST_NAMES {
                let message = format!("these conditions bind more than {MOST_NAMES} names");
                self.error("too-many-names", bound.span, message);
                return;
            }
            match all.iter().find(|given| given.name == bound.name) {
                Some(given) => self.duplicate_name(&bound.name, bound.span, given.span),
                None => all.push(bound),
            }
        }
    }

    /// Reports the names that both the source and the conditions bind, at the place that comes later.
    pub(super) fn bound_once<'b>(
        &mut self,
        written: &Scalar,
        source: &Pattern,
        conditions: impl Iterator<Item = &'b Bound> + Clone,
    ) {
        for parameter in parameters(&source.items) {
            let mut given = conditions.clone();
            let Some(given) = given.find(|b| b.name == parameter.name) else {
                continue;
            };
            let shift = source.text.len().saturating_sub(written.text.len());
            let own = |at: usize| at.saturating_sub(shift);
            let at = own(parameter.at.start)..own(parameter.at.end);
            let here = written.span_of(self.sources, at);
            let after = given.span.file == here.file && given.span.start > here.start;
            let (second, first) = if after {
                (given.span, here)
            } else {
                (here, given.span)
            };
            self.duplicate_name(&parameter.name, second, first);
        }
    }

    fn duplicate_name(&mut self, name: &str, second: Span, first: Span) {
        let message = format!("the name `:{name}` is bound twice in this rule");
        self.report(
            Diagnostic::error("duplicate-name", second, message)
                .label("bound again here")
                .related(first, "bound here first")
                .help(format!("give one of them another name, such as `:{name}2`")),
        );
    }

    /// Reports the names of a destination that nothing binds.
    pub(super) fn all_bound(&mut self, entry: &Entry, placed: &Placed, names: &Names<'_>) {
        let Some(written) = super::values::scalar(&entry.value) else {
            return;
        };
        for mut error in names.missing(&placed.template) {
            let Some(at) = placed.shift.own(&error.at) else {
                self.unbound_in_prefix(&placed.shift, error);
                continue;
            };
            error.at = at;
            error.help = error.help.map(|help| placed.shift.advice(&help));
            let unbound = written.text.get(error.at.clone()).unwrap_or_default();
            let name = unbound.trim_start_matches(':').to_owned();
            let mut diagnostic = self.placed(written, error);
            if let Some(named) = names.unless.iter().find(|bound| bound.name == name) {
                diagnostic = diagnostic.related(
                    named.span,
                    "`unless` binds nothing: it says what the request is not",
                );
            }
            if diagnostic.code == "maybe-unbound-destination-parameter"
                && names.optional_values.contains(&name)
            {
                diagnostic.code = "lookup-optional-value";
                diagnostic.label = "not every row has it".to_owned();
                diagnostic.message = format!(
                    "the destination needs `:{name}`, which a row of the lookup may leave empty"
                );
                diagnostic.help = vec![format!(
                    "put `:{name}` into a group, such as `(:{name}-)`: a row may leave it empty"
                )];
            } else if diagnostic.code == "maybe-unbound-destination-parameter"
                && names.in_when(&name)
            {
                diagnostic.message = format!(
                    "the destination needs `:{name}`, which not every value in `when` binds"
                );
                diagnostic.help = vec![format!(
                    "put `:{name}` into a group, such as `(:{name})`, or bind it in each value"
                )];
            }
            self.report(diagnostic);
        }
    }
}

impl Checker<'_> {
    /// Reports what the prefix of a group uses and a rule of it does not bind, once for the group.
    fn unbound_in_prefix(&mut self, shift: &Shift, error: pattern::PatternError) {
        let span = shift.front_span;
        let mut known = self.checked.diagnostics.iter();
        if known.any(|known| known.span == span && known.code == error.code) {
            self.errors += 1;
            return;
        }
        self.report(
            Diagnostic::error(error.code, span, error.message)
                .help("bind it in the `prefix` itself, or in the `when` of the group"),
        );
    }
}

impl Names<'_> {
    /// Returns true if a condition binds a name.
    fn in_when(&self, name: &str) -> bool {
        let mut patterns = self.choices.iter().flatten();
        patterns.any(|pattern| parameters(&pattern.items).iter().any(|p| p.name == name))
    }

    /// The faults of a template that uses these names.
    ///
    /// Of several choices those of the first that has any: each must bind what the destination needs.
    pub(super) fn missing(&self, template: &Template) -> Vec<pattern::PatternError> {
        let faults = self.choices.iter().map(|when| {
            let mut patterns = vec![self.source];
            patterns.extend(when);
            pattern::check_bindings(&patterns, template)
        });
        let mut faults = faults.filter(|faults| !faults.is_empty());
        faults.next().unwrap_or_default()
    }
}

/// The names that conditions bind, as patterns.
pub(super) fn of_conditions(when: &[Condition]) -> Vec<Pattern> {
    when.iter().filter_map(Condition::bindings).collect()
}

/// The parameters of a pattern, those in groups too.
fn parameters(items: &[Item]) -> Vec<&Parameter> {
    let mut found = Vec::new();
    for item in items {
        match item {
            Item::Parameter(parameter) => found.push(parameter),
            Item::Group(items) => found.extend(parameters(items)),
            Item::Literal(_) | Item::Wildcard { .. } => {}
        }
    }
    found
}

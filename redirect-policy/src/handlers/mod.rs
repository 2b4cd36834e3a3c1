//! A policy's demands on a program: its handlers, the parameters that each gets, the names that each destination needs.
//!
//! Code is generated from this model. YAML names become names of Rust here, and what cannot become one is reported.

mod kinds;
mod lookups;
mod naming;
mod union;

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::model::{Action, FaultyRule, Located, Policy, Rule};
use crate::pattern::{Pattern, Template};
use crate::source::{Sources, Span};
use naming::{Types, reserved, snake_case};
use union::Union;

pub use lookups::{LookupField, ServedLookup, served_lookups};

/// A handler that one or more rules name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handler {
    /// The name in the policy.
    pub name: String,
    /// The name of its method, in snake case; it may be a keyword of Rust that a raw identifier can spell.
    pub method: String,
    /// The name of its struct of parameters, in Pascal case; with `To` behind it, that of its destination's names.
    pub type_name: String,
    /// The names that its rules bind, each once, in order of appearance.
    pub parameters: Vec<Parameter>,
    /// The names that its destinations use; nothing if none of its rules has a destination.
    pub destination: Option<Vec<Field>>,
    /// The rules that name it, as indices of [`Policy::rules`].
    pub rules: Vec<usize>,
}

/// A parameter that a handler gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name in the policy, or `*`.
    pub name: String,
    /// The name in Rust, in snake case; `wildcard` for `*`.
    pub field: String,
    /// True if it is of the kind `int`.
    pub int: bool,
    /// True if it may be unbound: it stands in a group, or one of the rules does not bind it.
    pub optional: bool,
}

/// A name of a handler's destinations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name in the policy, or `*`.
    pub name: String,
    /// The name in Rust, in snake case; `wildcard` for `*`.
    pub field: String,
    /// True if it may be left out: it stands in a group, or one of the destinations does not use it.
    pub optional: bool,
    /// True if a source binds it by `path` or `*`, so that a `/` in its text separates segments.
    pub path: bool,
}

/// The handlers of a policy in the order of their first rules, those of faulty rules last, and what is wrong with them.
///
/// Names that are reported are left out of the model, so that code generated from it compiles.
///
/// ```
/// use redirect_policy::{check::check, source::Sources, handlers::handlers};
///
/// let mut sources = Sources::default();
/// let rule = "{ source: '/:dbId<int>(/)', destination: '/:title-:dbId/', handler: showItem }";
/// let text = format!("redirectionPolicy: {{ version: 0.0.1, rules: [{rule}] }}");
/// let file = sources.insert("redirects.yml", text);
/// let policy = check(&mut sources, file).policy;
/// let (handlers, faults) = handlers(&policy, &sources);
/// assert!(faults.is_empty());
/// assert_eq!((handlers[0].method.as_str(), handlers[0].type_name.as_str()), ("show_item", "ShowItem"));
/// assert_eq!(handlers[0].parameters[0].field, "db_id");
/// ```
pub fn handlers(policy: &Policy, sources: &Sources) -> (Vec<Handler>, Vec<Diagnostic>) {
    let mut found = Found {
        sources,
        faults: Vec::new(),
        places: HashMap::new(),
        unions: Vec::new(),
    };
    for (index, rule) in policy.rules.iter().enumerate() {
        if let Some(handler) = rule.handler() {
            let conditions = rule.bindings();
            found.add(handler, Use::of(rule, index, &conditions));
        }
    }
    for rule in &policy.faulty {
        found.add(&rule.handler, Use::of_faulty(rule));
    }
    let mut types = Types::default();
    let mut handlers = Vec::new();
    for union in found.unions {
        let handler = union.into_handler(&mut found.faults);
        match types.claim(&handler.handler, handler.span) {
            None => handlers.push(handler.handler),
            Some(fault) => found.faults.push(fault),
        }
    }
    (handlers, found.faults)
}

/// The handlers found so far.
struct Found<'p> {
    sources: &'p Sources,
    faults: Vec<Diagnostic>,
    places: HashMap<&'p str, usize>,
    unions: Vec<Union<'p>>,
}

/// One rule's use of a handler.
struct Use<'u> {
    /// The rule's index, unless it is faulty.
    index: Option<usize>,
    source: Option<(&'u Pattern, Span)>,
    conditions: &'u [Pattern],
    destination: Option<(&'u Template, Span)>,
}

impl<'u> Use<'u> {
    fn of(rule: &'u Rule, index: usize, conditions: &'u [Pattern]) -> Self {
        let destination = match &rule.action {
            Action::Redirect {
                destination,
                destination_span,
                ..
            } => Some((destination, *destination_span)),
            Action::Gone { .. } | Action::Stop => None,
        };
        Use {
            index: Some(index),
            source: Some((&rule.source, rule.source_span)),
            conditions,
            destination,
        }
    }

    fn of_faulty(rule: &'u FaultyRule) -> Self {
        let span = rule.handler.span;
        Use {
            index: None,
            source: rule.source.as_ref().map(|source| (source, span)),
            conditions: &rule.bindings,
            destination: rule.destination.as_ref().map(|to| (to, span)),
        }
    }
}

impl<'p> Found<'p> {
    fn add(&mut self, handler: &'p Located<String>, rule: Use<'_>) {
        let place = match self.places.get(handler.value.as_str()) {
            Some(&place) => place,
            None => {
                let method = snake_case(&handler.value);
                if reserved(&method) {
                    self.faults.push(bad_name(handler, &method));
                    return;
                }
                let place = self.unions.len();
                self.places.insert(&handler.value, place);
                self.unions.push(Union::new(handler, method));
                place
            }
        };
        if let Some(union) = self.unions.get_mut(place) {
            union.add(handler.span, &rule, self.sources, &mut self.faults);
        }
    }
}

fn bad_name(handler: &Located<String>, method: &str) -> Diagnostic {
    let name = &handler.value;
    let message =
        format!("no method of Rust can be named `{method}`, as the handler `{name}` asks");
    Diagnostic::error("bad-handler-name", handler.span, message).help(format!(
        "give it another name, such as `handle{}`",
        naming::pascal_case(name)
    ))
}

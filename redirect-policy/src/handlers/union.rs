//! Rules that share a handler: the union of their names.

use std::ops::Range;

use super::naming::{field, pascal_case, reserved};
use super::{Field, Handler, Parameter, Use, kinds};
use crate::diagnostic::Diagnostic;
use crate::model::Located;
use crate::pattern::{Bound, Kind, Piece, Template};
use crate::source::{Sources, Span};
use crate::yaml::{Scalar, Style};

/// A handler as its rules become known.
pub(super) struct Union<'p> {
    name: &'p Located<String>,
    method: String,
    rules: Vec<usize>,
    /// Number of uses with a source that could be read.
    sources: usize,
    /// Number of uses with a destination.
    destinations: usize,
    bound: Vec<BoundName>,
    used: Vec<UsedName>,
}

struct BoundName {
    name: String,
    kind: Option<Kind>,
    span: Span,
    /// True if the path binds it, not a condition.
    in_path: bool,
    /// In how many rules it is certainly bound.
    certain: usize,
}

struct UsedName {
    name: String,
    span: Span,
    /// In how many destinations it is required.
    required: usize,
}

/// A handler with the place where it is first named.
pub(super) struct Placed {
    pub(super) handler: Handler,
    pub(super) span: Span,
}

impl<'p> Union<'p> {
    pub(super) fn new(name: &'p Located<String>, method: String) -> Self {
        Union {
            name,
            method,
            rules: Vec::new(),
            sources: 0,
            destinations: 0,
            bound: Vec::new(),
            used: Vec::new(),
        }
    }

    /// Adds a rule whose `handler` stands at `named`.
    pub(super) fn add(
        &mut self,
        named: Span,
        rule: &Use<'_>,
        sources: &Sources,
        faults: &mut Vec<Diagnostic>,
    ) {
        let mut conflicts = Vec::new();
        self.rules.extend(rule.index);
        if let Some((source, span)) = rule.source {
            self.sources += 1;
            for bound in source.names() {
                let span = place(sources, &source.text, span, bound.at.clone());
                conflicts.extend(self.bind(&bound, span, true));
            }
            // Conditions have no place of their own in the model.
            for bound in rule.conditions.iter().flat_map(|pattern| pattern.names()) {
                conflicts.extend(self.bind(&bound, named, false));
            }
        }
        // The kinds of a faulty rule may be guesses.
        if rule.index.is_some() {
            faults.append(&mut conflicts);
        }
        if let Some((template, span)) = rule.destination {
            self.destinations += 1;
            for (name, optional) in template.names() {
                let at = first_use(template, &name);
                self.use_name(name, optional, || place(sources, &template.text, span, at));
            }
        }
    }

    /// Adds a name that a rule binds; a fault if another rule binds it by another kind.
    fn bind(&mut self, bound: &Bound<'_>, span: Span, in_path: bool) -> Option<Diagnostic> {
        let certain = usize::from(!bound.optional);
        let Some(known) = self.bound.iter_mut().find(|known| known.name == bound.name) else {
            self.bound.push(BoundName {
                name: bound.name.to_owned(),
                kind: bound.kind.cloned(),
                span,
                in_path,
                certain,
            });
            return None;
        };
        known.certain += certain;
        known.in_path |= in_path;
        // A rule that stands for each value of a choice binds that name at one place.
        let is_choice = |kind: Option<&Kind>| matches!(kind, Some(Kind::Enumeration(_)));
        let of_one_rule =
            known.span == span && is_choice(known.kind.as_ref()) && is_choice(bound.kind);
        let one = of_one_rule || kinds::are_one(known.kind.as_ref(), bound.kind);
        (!one).then(|| conflict(&self.name.value, known, bound, span))
    }

    fn use_name(&mut self, name: String, optional: bool, place: impl FnOnce() -> Span) {
        let required = usize::from(!optional);
        match self.used.iter_mut().find(|known| known.name == name) {
            Some(known) => known.required += required,
            None => self.used.push(UsedName {
                name,
                span: place(),
                required,
            }),
        }
    }

    /// The handler, without the names that cannot be fields.
    pub(super) fn into_handler(self, faults: &mut Vec<Diagnostic>) -> Placed {
        let mut parameters: Vec<Parameter> = Vec::new();
        for bound in &self.bound {
            let earlier = parameters.iter().map(|p| (&*p.name, &*p.field));
            if let Some(field) = new_field(&bound.name, bound.span, earlier, faults) {
                parameters.push(Parameter {
                    name: bound.name.clone(),
                    field,
                    int: bound.kind.as_ref().is_some_and(Kind::is_int),
                    optional: bound.certain < self.sources,
                });
            }
        }
        let mut fields: Vec<Field> = Vec::new();
        for used in &self.used {
            let bound = self.bound.iter().find(|bound| bound.name == used.name);
            // A bound name that cannot be a field was reported where it is bound.
            let mut reported = Vec::new();
            let earlier = fields.iter().map(|f| (&*f.name, &*f.field));
            let field = new_field(&used.name, used.span, earlier, &mut reported);
            match field {
                Some(field) => fields.push(Field {
                    name: used.name.clone(),
                    field,
                    optional: used.required < self.destinations,
                    path: bound.is_some_and(|bound| bound.in_path && has_slashes(&bound.kind)),
                }),
                None if bound.is_none() => faults.append(&mut reported),
                None => {}
            }
        }
        Placed {
            span: self.name.span,
            handler: Handler {
                type_name: pascal_case(&self.name.value),
                name: self.name.value.clone(),
                method: self.method,
                parameters,
                destination: (self.destinations > 0).then_some(fields),
                rules: self.rules,
            },
        }
    }
}

/// The field that a name becomes, unless it cannot be one.
fn new_field<'e>(
    name: &str,
    span: Span,
    mut earlier: impl Iterator<Item = (&'e str, &'e str)>,
    faults: &mut Vec<Diagnostic>,
) -> Option<String> {
    let field = field(name);
    let other = earlier.find(|(_, known)| *known == field);
    let (code, message) = match other {
        None if !reserved(&field) => return Some(field),
        None => (
            "bad-handler-name",
            format!(
                "no field of Rust can be named `{field}`, as `:{name}` asks in a rule with a handler"
            ),
        ),
        Some((other, _)) => (
            "name-collision",
            format!(
                "`{}` and `{}` would both become the field `{field}` of the handler's parameters",
                spelled(other),
                spelled(name)
            ),
        ),
    };
    let again = match name {
        "*" => ":rest<path>".to_owned(),
        name => format!(":{name}2"),
    };
    let help = format!("give it another name, such as `{again}`");
    faults.push(Diagnostic::error(code, span, message).help(help));
    None
}

fn conflict(handler: &str, known: &BoundName, bound: &Bound<'_>, span: Span) -> Diagnostic {
    let name = bound.name;
    let kind = |kind: Option<&Kind>| kind.map_or("segment".to_owned(), Kind::to_string);
    let (first, second) = (kind(known.kind.as_ref()), kind(bound.kind));
    let message = format!(
        "the handler `{handler}` would get `:{name}` as `{first}` from one rule and as `{second}` from another"
    );
    Diagnostic::error("handler-parameter-conflict", span, message)
        .label(format!("`{second}` here"))
        .related(known.span, format!("`{first}` here"))
        .help(format!(
            "write `:{name}<{first}>` in both, or give one rule a handler of its own"
        ))
}

fn spelled(name: &str) -> String {
    match name {
        "*" => "*".to_owned(),
        name => format!(":{name}"),
    }
}

/// `*` has no kind.
fn has_slashes(kind: &Option<Kind>) -> bool {
    kind.as_ref().is_none_or(Kind::spans)
}

/// The place of a part of a pattern that a scalar at `span` holds.
fn place(sources: &Sources, text: &str, span: Span, at: Range<usize>) -> Span {
    let scalar = Scalar {
        text: text.to_owned(),
        style: Style::Quoted,
        span,
    };
    scalar.span_of(sources, at)
}

/// Where a template first uses a name.
fn first_use(template: &Template, name: &str) -> Range<usize> {
    fn within(pieces: &[Piece], name: &str) -> Option<Range<usize>> {
        pieces.iter().find_map(|piece| match piece {
            Piece::Literal { .. } => None,
            Piece::Parameter { name: own, at, .. } => (own == name).then(|| at.clone()),
            Piece::Group(pieces) => within(pieces, name),
        })
    }
    within(&template.pieces, name).unwrap_or(0..0)
}

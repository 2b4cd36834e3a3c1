//! `unused-parameter`: names that are bound and used nowhere, often a `:` or `(` that was meant as text.

mod advice;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Action, Condition, Rule};
use crate::pattern::{Item, Kind, Parameter, Piece, Template};
use crate::proof::environment::{Demands, meeting};
use crate::proof::requests::plainest;
use crate::proof::site::Site;
use crate::source::Span;

/// Looks at all rules that redirect by themselves.
pub(super) fn check(site: &mut Linter<'_>) {
    let mut of_prefixes: BTreeMap<(Span, &str), Use<'_>> = BTreeMap::new();
    site.each_rule(lint::UNUSED_PARAMETER, |site, index, rule| {
        let Action::Redirect {
            destination,
            handler: None,
            ..
        } = &rule.action
        else {
            return;
        };
        if crate::proof::site::literal(rule).is_some() && rule.when.is_empty() {
            return;
        }
        let mut used = Vec::new();
        add_names(destination, &mut used);
        for found in rule.lookups() {
            used.extend(found.key.iter().map(String::as_str));
            // Rules that share a lookup need not all use each value.
            used.extend(
                found
                    .lookup
                    .values
                    .iter()
                    .map(|value| value.name.value.as_str()),
            );
        }
        let mut bound = Vec::new();
        add_parameters(&rule.source.items, &mut bound);
        for parameter in bound {
            let is_used = used.contains(&parameter.name.as_str()) || is_text(parameter);
            match &rule.prefix {
                // One rule that uses what a prefix binds is enough for all of its group.
                Some(prefix) if parameter.at.start < prefix.length => {
                    let known = of_prefixes.entry((prefix.span, &parameter.name));
                    known.or_insert(Use { is_used, rule }).is_used |= is_used;
                }
                _ if is_used => {}
                _ => report(site, index, rule, parameter),
            }
        }
        for condition in rule.when.iter() {
            let pattern = condition.bindings();
            let mut bound = Vec::new();
            if let Some(pattern) = &pattern {
                add_parameters(&pattern.items, &mut bound);
            }
            for parameter in bound {
                if !used.contains(&parameter.name.as_str()) && !is_text(parameter) {
                    of_condition(site, rule, condition, parameter);
                }
            }
        }
    });
    for ((span, name), found) in of_prefixes {
        if !found.is_used {
            of_prefix(site, span, name, found.rule);
        }
    }
}

/// The uses that the rules of a group make of the names that its prefix binds.
struct Use<'p> {
    is_used: bool,
    rule: &'p Rule,
}

/// Returns true if a parameter stands for one text, as where a rule stands for each value of a choice.
fn is_text(parameter: &Parameter) -> bool {
    matches!(&parameter.kind, Kind::Enumeration(values) if values.len() == 1)
}

fn of_prefix(site: &mut Linter<'_>, span: Span, name: &str, rule: &Rule) {
    let diagnostic = Diagnostic::error(
        "unused-parameter",
        span,
        format!("this `prefix` binds `:{name}`, but no destination of its group uses it"),
    )
    .help(format!(
        "use `:{name}` in the `destination` of the prefix, or in that of a rule of the group"
    ));
    site.report(Some(rule), diagnostic);
}

fn add_names<'p>(template: &'p Template, names: &mut Vec<&'p str>) {
    fn pieces<'p>(all: &'p [Piece], names: &mut Vec<&'p str>) {
        for piece in all {
            match piece {
                Piece::Literal { .. } => {}
                Piece::Parameter { name, .. } => names.push(name),
                Piece::Group(inside) => pieces(inside, names),
            }
        }
    }
    pieces(&template.pieces, names);
}

fn add_parameters<'p>(items: &'p [Item], found: &mut Vec<&'p Parameter>) {
    for item in items {
        match item {
            Item::Parameter(parameter) => found.push(parameter),
            Item::Group(items) => add_parameters(items, found),
            Item::Literal(_) | Item::Wildcard { .. } => {}
        }
    }
}

fn report(site: &mut Linter<'_>, index: usize, rule: &Rule, parameter: &Parameter) {
    let name = &parameter.name;
    let diagnostic = Diagnostic::lint(
        lint::UNUSED_PARAMETER,
        within(site, rule.source_span, &own_place(rule, parameter)),
        format!("`:{name}` is bound, but the destination does not use it"),
    );
    // No other request is sought where one of the rule's choices has shown it.
    if site.is_said(Some(rule), &diagnostic) {
        return;
    }
    let request = meeting(Demands::of(rule), &site.steps).and_then(|environment| {
        let path = plainest(site, index, &environment)?;
        Some(environment.describe(&path))
    });
    let Some(request) = request else { return };
    let diagnostic = diagnostic
        .label(format!("bound by {request}, and dropped"))
        .help(advice::instead(rule, parameter));
    site.report(Some(rule), diagnostic);
}

/// Where a parameter stands in the text that the rule itself has.
fn own_place(rule: &Rule, parameter: &Parameter) -> std::ops::Range<usize> {
    let shift = |place: usize| match &rule.prefix {
        Some(prefix) => place.saturating_sub(prefix.length) + prefix.dropped,
        None => place,
    };
    shift(parameter.at.start)..shift(parameter.at.end)
}

fn of_condition(site: &mut Linter<'_>, rule: &Rule, condition: &Condition, parameter: &Parameter) {
    let name = &parameter.name;
    let diagnostic = Diagnostic::lint(
        lint::UNUSED_PARAMETER,
        rule.source_span,
        format!(
            "a condition of `{}` binds `:{name}`, but the destination does not use it",
            rule.source.text
        ),
    )
    .help(format!(
        "use `:{name}` in the destination{}",
        advice::in_condition(condition, parameter)
    ));
    site.report_caused(rule, site.conditions_of(rule), diagnostic);
}

/// A part of a scalar in the file, where its text stands there as it is; else the whole.
fn within(site: &Site<'_>, span: Span, at: &std::ops::Range<usize>) -> Span {
    let part = || {
        let file = &site.sources.file(span.file)?.text;
        let (start, end) = (
            usize::try_from(span.start).ok()?,
            usize::try_from(span.end).ok()?,
        );
        let raw = file.get(start..end)?;
        let quote = usize::from(raw.starts_with(['"', '\'']));
        let from = start.checked_add(quote)?.checked_add(at.start)?;
        let to = start.checked_add(quote)?.checked_add(at.end)?;
        // An escape before this place would move it: then what stands there is no name.
        file.get(from..to)
            .filter(|text| text.starts_with(':') && to <= end)?;
        Some(Span {
            file: span.file,
            start: u32::try_from(from).ok()?,
            end: u32::try_from(to).ok()?,
        })
    };
    part().unwrap_or(span)
}

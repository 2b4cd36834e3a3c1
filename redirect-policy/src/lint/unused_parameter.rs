//! `unused-parameter`: names that are bound and used nowhere, often a `:` or `(` that was meant as text.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Action, Condition, HostPattern, Rule, ValuePattern};
use crate::pattern::{Item, Kind, Parameter, Piece, Template, replaced};
use crate::proof::environment::{Demands, meeting};
use crate::proof::requests::requests;
use crate::proof::site::Site;
use crate::source::Span;
use crate::yaml::single_quoted;

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
        let path = requests(site, index, &environment, &[], 4)
            .into_iter()
            .next()?;
        Some(environment.describe(&path))
    });
    let Some(request) = request else { return };
    let diagnostic = diagnostic
        .label(format!("bound by {request}, and dropped"))
        .help(instead(rule, parameter));
    site.report(Some(rule), diagnostic);
}

/// The other ways to write a source with a name that is not used.
///
/// A `*` takes more than the name does: it is advised at the end alone, where nothing behind it is read otherwise.
fn instead(rule: &Rule, parameter: &Parameter) -> String {
    let name = &parameter.name;
    let names = rule.source.names();
    let is_optional = names
        .iter()
        .any(|bound| bound.name == name && bound.optional);
    let mut help = match is_optional {
        true => format!("use `(:{name})` in the destination"),
        false => format!("use `:{name}` in the destination"),
    };
    if parameter.explicit_kind {
        return help;
    }
    let text = rule.source.text.as_str();
    let at = parameter.at.clone();
    let own = |changed: &str| match &rule.prefix {
        Some(prefix) => changed.get(prefix.length..).map(str::to_owned),
        None => Some(changed.to_owned()),
    };
    let behind_slash = text
        .get(..at.start)
        .is_some_and(|before| before.ends_with('/'));
    let only_one = names
        .iter()
        .all(|bound| bound.name != "*" && bound.kind.is_none_or(|kind| !kind.takes_anything()));
    if at.end == text.len() && behind_slash && only_one {
        if let Some(open) = own(&replaced(text, &at, "*")) {
            help += &format!(
                ", or write {} for all that follows, slashes too",
                quoted(&open)
            );
        }
    }
    match own(&replaced(text, &(at.start..at.start + 1), "\\:")) {
        Some(escaped) => help + &format!(", or {} for that very text", quoted(&escaped)),
        None => help,
    }
}

/// The text as a value of YAML: in quotes where a backslash asks for them.
fn quoted(text: &str) -> String {
    match text.contains('\\') {
        true => format!("`{}`", single_quoted(text)),
        false => format!("`{text}`"),
    }
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
        in_condition(condition, parameter)
    ));
    site.report_caused(rule, site.conditions_of(rule), diagnostic);
}

/// The other way to write a condition whose name is not used, where there is one that holds for the same requests.
fn in_condition(condition: &Condition, parameter: &Parameter) -> String {
    let (key, value) = match condition {
        Condition::Query { key, value } => (key, value),
        Condition::Header { name, value } | Condition::Cookie { name, value } => (name, value),
        Condition::Host(hosts) => return in_hosts(hosts, parameter),
        // A set of languages is ranked, which a list of them is not.
        Condition::Language(_) => return String::new(),
        // These bind nothing, or the columns of a row.
        Condition::Method(_)
        | Condition::AnyMethod
        | Condition::NoQuery
        | Condition::Accept(_)
        | Condition::Scheme(_)
        | Condition::From(_)
        | Condition::Until(_)
        | Condition::SiteStatus(_)
        | Condition::Lookup(_) => return String::new(),
    };
    let ValuePattern::OneOf(patterns) = value else {
        return String::new();
    };
    let [pattern] = patterns.as_slice() else {
        return String::new();
    };
    match (parameter.explicit_kind, pattern.items.as_slice()) {
        (true, _) => String::new(),
        (false, [Item::Parameter(_)]) => {
            format!(", or write `{key}: true` for a value that only has to be there")
        }
        (false, _) => {
            let starred = single_quoted(&replaced(&pattern.text, &parameter.at, "*"));
            format!(", or write `{key}: {starred}` for any text in its place")
        }
    }
}

fn in_hosts(hosts: &[HostPattern], parameter: &Parameter) -> String {
    let [HostPattern::Binding(pattern)] = hosts else {
        return String::new();
    };
    let below = pattern.text.get(parameter.at.end..).unwrap_or_default();
    let hosts: Vec<String> = match &parameter.kind {
        Kind::Enumeration(values) if pattern.names().len() == 1 => values
            .iter()
            .map(|value| replaced(&pattern.text, &parameter.at, value))
            .collect(),
        // One label, or several: `*.` is for both.
        _ if !parameter.explicit_kind && parameter.at.start == 0 && below.starts_with('.') => {
            vec![format!("'*{below}'")]
        }
        _ => return String::new(),
    };
    match hosts.as_slice() {
        [host] => format!(", or write `host: {host}`, which holds for those below too"),
        _ => format!(", or write `host: [{}]`", hosts.join(", ")),
    }
}

/// A part of a scalar in the file, where its text stands there as it is; else the whole.
pub(super) fn within(site: &Site<'_>, span: Span, at: &std::ops::Range<usize>) -> Span {
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

//! The rule of the policy that one pattern of a source becomes.

use std::rc::Rc;

use redirect_policy::model::{Action, Located, QueryPolicy, ResponseOptions, Rule};
use redirect_policy::pattern::{
    Pattern, PatternError, SourceOptions, Template, check_bindings, parse_destination, parse_source,
};
use redirect_policy::source::Span;

use super::Outcome;
use super::condition::Conditions;
use super::pattern::{Item, parameter_name, render_source};
use crate::entry::{Entry, Origin, Row, after_site};
use crate::foreign::{Condition, ForeignRule, Node};
use crate::report::Reason;
use crate::text::{Field, literal};

/// Writes the rule for one pattern of a source.
pub(super) fn entry(
    rule: &ForeignRule,
    items: &[Item],
    outcome: &Outcome,
    when: &Conditions,
    row: Option<Row>,
) -> Result<Entry, Reason> {
    let text = render_source(items);
    // What ends in `*` already takes the slash.
    let optional_slash = rule.optional_slash && !text.ends_with("*)") && !text.ends_with('*');
    let options = SourceOptions {
        trailing_slash_optional: optional_slash,
        ..SourceOptions::default()
    };
    let source = parse_source(&text, &options).map_err(|errors| refused(&errors))?;
    let action = action(outcome, items, &when.bound)?;
    let mut written = Rule::new(source, action);
    written.id = written.source.to_string();
    written.fold_case = rule.fold_case;
    written.when = Rc::clone(&when.when);
    written.unless = Rc::new(when.unless.clone());
    written.except = Rc::new(exceptions(&rule.except)?);
    written.response_options = Rc::new(response_options(rule, outcome));
    if has_unused_name(&written, &when.bound) {
        written.allow.push(Located {
            value: "unused-parameter".to_owned(),
            span: Span::default(),
        });
    }
    if let Action::Redirect { destination, .. } = &written.action {
        let bindings = written.bindings();
        let mut patterns = vec![&written.source];
        patterns.extend(&bindings);
        let errors = check_bindings(&patterns, destination);
        if !errors.is_empty() {
            return Err(refused(&errors));
        }
    }
    if rule.after_site {
        after_site(&mut written);
    }
    Ok(Entry {
        rule: written,
        row,
        optional_slash,
        origin: Origin::of(rule),
    })
}

/// A rule that the language refuses, in its words.
fn refused(errors: &[PatternError]) -> Reason {
    match errors {
        [first, ..] => Reason::new(first.code, first.message.clone()),
        [] => Reason::new("refused", "the language refuses it"),
    }
}

fn action(outcome: &Outcome, items: &[Item], bound: &[String]) -> Result<Action, Reason> {
    Ok(match outcome {
        Outcome::Redirect(status, destination) => {
            let text = destination.render(items, bound)?;
            Action::Redirect {
                status: *status,
                destination: parse_destination(&text).map_err(|errors| refused(&errors))?,
                destination_span: Span::default(),
                handler: None,
                on_failure: None,
                permanent_after: None,
            }
        }
        Outcome::Gone(status) => Action::Gone {
            status: *status,
            handler: None,
            on_failure: None,
        },
        Outcome::Stop => Action::Stop,
    })
}

fn exceptions(sources: &[String]) -> Result<Vec<Pattern>, Reason> {
    let read = |source: &String| parse_source(source, &SourceOptions::default());
    let read = sources.iter().map(read).collect::<Result<Vec<_>, _>>();
    read.map_err(|errors| refused(&errors))
}

fn response_options(rule: &ForeignRule, outcome: &Outcome) -> ResponseOptions {
    let query = match (outcome, rule.drop_query, rule.keep_used) {
        (Outcome::Redirect(..), true, _) => QueryPolicy::Drop,
        (Outcome::Redirect(..), false, true) => QueryPolicy::Only(vec!["*".to_owned()]),
        _ => QueryPolicy::Keep,
    };
    ResponseOptions {
        explicit_query: query != QueryPolicy::Keep,
        query,
        ..ResponseOptions::default()
    }
}

/// Returns true if a name is bound that the destination does not use.
fn has_unused_name(rule: &Rule, bound: &[String]) -> bool {
    let used = match &rule.action {
        Action::Redirect { destination, .. } => Template::names(destination),
        Action::Gone { .. } | Action::Stop => Vec::new(),
    };
    let is_unused = |name: &str| name != "*" && !used.iter().any(|(used, _)| used == name);
    let of_source = rule.source.names();
    let mut of_source = of_source.iter().map(|bound| bound.name);
    let mut of_conditions = bound.iter().map(|name| parameter_name(name));
    of_source.any(is_unused) || of_conditions.any(|name| is_unused(&name))
}

/// The rule as a row of a table, if it is nothing but literal text, for one host at most.
pub(super) fn row(
    rule: &ForeignRule,
    node: &Node,
    query: &str,
    outcome: &Outcome,
    when: &Conditions,
) -> Option<Row> {
    let is_host = |condition: &Condition| match condition {
        Condition::Host(hosts) => matches!(hosts.as_slice(), [host] if !host.starts_with('*')),
        _ => false,
    };
    let is_plain = rule.when.iter().all(is_host)
        && when.unless.is_empty()
        && rule.except.is_empty()
        && !rule.keep_used;
    let path = node.text().filter(|_| is_plain)?;
    let path = literal(&path, Field::RowSource);
    let destination = match outcome {
        Outcome::Redirect(_, destination) => destination.as_row()?,
        Outcome::Gone(_) => String::new(),
        Outcome::Stop => return None,
    };
    let source = match query {
        "" => path,
        query => format!("{path}?{query}"),
    };
    Some(Row {
        source,
        destination,
    })
}

//! `permanent-temporary` and `permanent-conditional`: answers that browsers keep for ever, of rules that do not always
//! give them.

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::lint::whole_site;
use crate::model::{Action, Condition, Rule};
use crate::proof::environment::{Demands, Environment, Environments, holds};
use crate::proof::requests::requests;
use crate::proof::site::{Site, Standing};
use crate::timestamp::written;

/// Looks at all rules with a permanent status.
pub(super) fn check(site: &mut Linter<'_>) {
    site.each_rule(lint::PERMANENT_CONDITIONAL, |site, index, rule| {
        if !rule.is_conditional() {
            return;
        }
        if let Some(end) = ends(rule) {
            temporary(site, index, rule, end);
        }
        conditional(site, index, rule);
    });
}

/// The status, if clients may keep the answer for ever.
fn permanent(rule: &Rule) -> Option<u16> {
    let status = match &rule.action {
        Action::Redirect { status, .. } | Action::Gone { status, .. } => *status,
        Action::Stop => return None,
    };
    matches!(status, 301 | 308 | 410).then_some(status)
}

/// The moment at which a rule with a permanent status ends, if it is permanent before.
fn ends(rule: &Rule) -> Option<i64> {
    permanent(rule)?;
    let until = rule.when.iter().filter_map(|condition| match condition {
        Condition::Until(moment) => Some(*moment),
        _ => None,
    });
    let excluded = rule.unless.iter().filter_map(|list| match list.as_slice() {
        [Condition::From(moment)] => Some(*moment),
        _ => None,
    });
    let end = until.chain(excluded).min()?;
    match &rule.action {
        Action::Redirect {
            permanent_after: Some(after),
            ..
        } if *after >= end => None,
        _ => Some(end),
    }
}

fn temporary(site: &mut Linter<'_>, index: usize, rule: &Rule, end: i64) {
    let Some(status) = permanent(rule) else {
        return;
    };
    let last = |environment: &Environment| Environment {
        now: end.saturating_sub(1),
        ..environment.clone()
    };
    let Some(request) = witness(site, index, rule, &last) else {
        return;
    };
    let instead = match status {
        301 => "write `statusCode: 302`",
        308 => "write `statusCode: 307`",
        _ => "let the rule redirect for that time (302), or remove the end",
    };
    let diagnostic = Diagnostic::lint(
        lint::PERMANENT_TEMPORARY,
        rule.source_span,
        format!("this rule ends, but clients keep its {status} for ever"),
    )
    .label(format!("ends at `{}`", written(end)))
    .help(format!(
        "{instead}; {request} gets a {status} in the last second"
    ));
    site.report_caused(rule, site.conditions_of(rule), diagnostic);
}

fn conditional(site: &mut Linter<'_>, index: usize, rule: &Rule) {
    let status = match permanent(rule) {
        Some(status @ (301 | 308)) => status,
        _ => return,
    };
    let mut conditions = rule.when.iter().chain(rule.unless.iter().flatten());
    let Some(on) = conditions.find_map(Condition::personal) else {
        return;
    };
    let Some(request) = witness(site, index, rule, &Environment::clone) else {
        return;
    };
    let instead = if status == 301 { 302 } else { 307 };
    let mut diagnostic = Diagnostic::lint(
        lint::PERMANENT_CONDITIONAL,
        rule.source_span,
        format!("the {status} depends on {on}, but clients keep it for ever"),
    )
    .label("kept also when that changes")
    .help(format!("write `statusCode: {instead}`"))
    .help(format!("such as {request}"));
    diagnostic.help.extend(whole_site::uncached(rule));
    site.report_caused(rule, site.conditions_of(rule), diagnostic);
}

/// A request that the rule wins, in a person's words.
fn witness(
    site: &Site<'_>,
    index: usize,
    rule: &Rule,
    change: &dyn Fn(&Environment) -> Environment,
) -> Option<String> {
    let demands = Demands::of(rule);
    let fitting = Environments::of(&[demands], &site.steps)
        .map(|environment| change(&environment))
        .find(|environment| holds(demands, environment, &site.steps))?;
    let path = requests(site, index, &fitting, &[], 4).into_iter().next()?;
    let wins = site.standing(index, &path, &fitting) == Standing::Wins;
    wins.then(|| fitting.describe(&path))
}

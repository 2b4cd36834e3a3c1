//! `permanent-temporary`: a permanent answer of a rule that ends.

use super::permanent::{permanent_status, witness};
use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Action, Condition, Rule};
use crate::proof::environment::Environment;
use crate::timestamp::written;

/// Looks at a rule with a permanent status.
pub(super) fn check_rule(site: &mut Linter<'_>, index: usize, rule: &Rule) {
    let (Some(status), Some(end)) = (permanent_status(rule), ends(rule)) else {
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

/// The moment at which a rule with a permanent status ends, if it is permanent before.
fn ends(rule: &Rule) -> Option<i64> {
    permanent_status(rule)?;
    let until = rule.when.iter().filter_map(Condition::ends);
    let excluded = rule.unless.iter().filter_map(|list| match list.as_slice() {
        [only] => only.begins(),
        _ => None,
    });
    let end = until.chain(excluded).min()?;
    match &rule.action {
        Action::Redirect {
            permanent_after: Some(after),
            ..
        } if *after >= end => None,
        Action::Redirect { .. } | Action::Gone { .. } | Action::Stop => Some(end),
    }
}

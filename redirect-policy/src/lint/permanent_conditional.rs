//! `permanent-conditional`: a permanent answer that depends on what differs from client to client.

use super::permanent::{permanent_status, witness};
use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::lint::whole_site;
use crate::model::{Condition, Rule};
use crate::proof::environment::Environment;

/// Looks at a rule with a permanent status.
pub(super) fn check_rule(site: &mut Linter<'_>, index: usize, rule: &Rule) {
    let Some(status @ (301 | 308)) = permanent_status(rule) else {
        return;
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

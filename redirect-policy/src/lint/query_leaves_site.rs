//! `query-leaves-site`: with `hosts`, the request's query goes to another site although nobody said that it should.

use redirect_runtime::Outcome;

use crate::diagnostic::Diagnostic;
use crate::lint::linter::Linter;
use crate::lint::{self, Cause};
use crate::model::{Action, QueryPolicy, Rule};
use crate::proof::environment::{Demands, meeting};
use crate::proof::requests::plainest;

/// Looks at the destination of a rule.
pub(super) fn check_rule(site: &mut Linter<'_>, index: usize, rule: &Rule) {
    let origin = match &rule.action {
        Action::Redirect { destination, .. } => destination.origin.as_ref(),
        Action::Gone { .. } | Action::Stop => None,
    };
    let Some(origin) = origin else {
        return;
    };
    let told =
        rule.response_options.explicit_query || rule.response_options.query != QueryPolicy::Keep;
    if site.policy.hosts.is_empty() || site.is_own(&origin.host) || told {
        return;
    }
    let Some(environment) = meeting(Demands::of(rule), &site.steps) else {
        return;
    };
    let Some(path) = plainest(site, index, &environment) else {
        return;
    };
    let mut target = environment.target(&path);
    target.push(if target.contains('?') { '&' } else { '?' });
    target.push_str("token=1");
    let prepared = environment.prepare_target(target.clone());
    let Some(found) = site.find(&prepared) else {
        return;
    };
    let goes = match found.outcome() {
        Outcome::Redirect { location, .. } => format!("goes to `{location}`"),
        Outcome::Handler { .. } => format!("goes to `{}` if the handler redirects", origin.host),
        Outcome::Lookup { .. } => format!("goes to `{}` if there is a row", origin.host),
        Outcome::Gone { .. } | Outcome::Stop { .. } | Outcome::Passthrough => return,
    };
    let request = environment.describe_target(&target);
    let diagnostic = Diagnostic::lint(
        lint::QUERY_LEAVES_SITE,
        rule.destination_span(),
        format!(
            "the query of the request goes to another site, `{}`",
            origin.host
        ),
    )
    .label(format!("{request} {goes}"))
    .help("write `query: drop`, or `query: keep` if that is meant");
    match rule.from_table {
        true => site.report_caused(rule, Cause::Table(rule.span.file), diagnostic),
        false => site.report(Some(rule), diagnostic),
    }
}

//! `duplicate-id`: two rules under one name, so that logs, metrics and diffs cannot tell them apart.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::Rule;

/// Reports rules whose id an earlier one has; `unreachable` are those that are reported already.
pub(super) fn check(site: &mut Linter<'_>, unreachable: &[usize]) {
    if site.is_silent(lint::DUPLICATE_ID) {
        return;
    }
    let mut known: HashMap<&str, &Rule> = HashMap::with_capacity(site.policy.rules.len());
    for (index, rule) in site.policy.rules.iter().enumerate() {
        let Some(first) = known.get(rule.id.as_str()).copied() else {
            known.insert(&rule.id, rule);
            continue;
        };
        if unreachable.binary_search(&index).is_err() && !is_one_entry(first, rule) {
            report(site, rule, first);
        }
    }
}

/// Returns true if two rules were written as one: the choices of a rule, or the rows of a table with an id of its own.
fn is_one_entry(first: &Rule, second: &Rule) -> bool {
    first.entry == second.entry && first.entry != 0
}

fn report(site: &mut Linter<'_>, rule: &Rule, first: &Rule) {
    let id = &rule.id;
    let message = match rule.explicit_id {
        true => format!("the id `{id}` is taken"),
        false => format!(
            "two rules are known as `{id}`, because a rule without an `id` is known by its source"
        ),
    };
    let diagnostic = Diagnostic::lint(lint::DUPLICATE_ID, rule.source_span, message)
        .label("known by the same name")
        .related(first.source_span, "the first of that name")
        .help(match (rule.from_table, rule.explicit_id) {
            (true, true) => "give this table an `id` of its own",
            (true, false) => "write an `id` beside `table`: all its rows are then known by it",
            (false, true) => "give this rule an `id` of its own",
            (false, false) => "give this rule an `id`, such as `id: second-of-its-kind`",
        });
    site.report(Some(rule), diagnostic);
}

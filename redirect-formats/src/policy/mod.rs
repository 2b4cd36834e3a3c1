//! The policy and its text: rules, tables, and comments that say what is not the same.

mod comments;
mod run;
mod table;

use redirect_policy::check::derive_ids;
use redirect_policy::lint::LintLevel;
use redirect_policy::model::{Annotations, HostPattern, Located, Policy, PrintedTable};
use redirect_policy::pattern::parse_host;
use redirect_policy::source::Span;

use crate::draft::Draft;
use crate::entry::Entry;
use crate::report::Reason;
use crate::{Options, Table};

/// Writes the policy and its tables. The draft's rules come into the order that they have in the policy.
pub(crate) fn written(
    draft: &mut Draft,
    notes: &[Reason],
    options: &Options,
) -> (String, Vec<Table>) {
    let mut annotations = Annotations::default();
    let mut tables = Vec::new();
    if let Some(stem) = &options.table {
        for rules in run::gathered(&mut draft.entries) {
            let name = format!("{stem}-{}.csv", tables.len() + 1);
            let rows = draft.entries.get(rules.clone()).unwrap_or_default();
            annotations.tables.push(PrintedTable {
                optional_slash: rows.first().is_some_and(|entry| entry.optional_slash),
                file: name.clone(),
                rules,
            });
            tables.push(Table {
                name,
                rows: rows.len(),
                csv: table::csv(rows),
            });
        }
    }
    let policy = policy(&draft.entries, options);
    let beside = comments::above_rules(draft, &policy.rules, &mut annotations);
    let mut out = policy.annotated(&annotations);
    comments::push(&mut out, &beside, notes);
    (out, tables)
}

fn policy(entries: &[Entry], options: &Options) -> Policy {
    let mut policy = Policy {
        rules: entries.iter().map(|entry| entry.rule.clone()).collect(),
        hosts: options
            .hosts
            .iter()
            .map(|host| located(own_host(host)))
            .collect(),
        ..Policy::default()
    };
    derive_ids(&mut policy.rules);
    if entries.iter().any(Entry::is_permanent_after_site) {
        // What these rules depend on is the site itself, which has nothing there.
        let lint = located("permanent-conditional".to_owned());
        policy.lints.push((lint, LintLevel::Allow));
    }
    policy
}

/// One of the site's hosts; the policy's compiler says what is wrong with one that is none.
fn own_host(text: &str) -> HostPattern {
    parse_host(text).unwrap_or_else(|_| HostPattern::Exact(text.to_owned()))
}

fn located<T>(value: T) -> Located<T> {
    Located {
        value,
        span: Span::default(),
    }
}

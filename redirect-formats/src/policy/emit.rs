//! The policy as text: YAML, and CSV for the runs of literal rows.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::run::{Run, runs};
use super::table::csv;
use super::{Action, PolicyRule, Query, Traits};
use crate::report::{Reason, Remark};
use crate::text::quoted;
use crate::{Options, Table};

/// The condition of rules that yield to whatever the site has.
const AFTER_SITE: &str = "siteStatus: 404";

/// Writes the policy and its tables.
pub(crate) fn emit(
    rules: &[PolicyRule],
    refused: &[Remark],
    approximated: &[Remark],
    notes: &[Reason],
    options: &Options,
) -> (String, Vec<Table>) {
    let mut writer = Writer {
        defaults: common_traits(rules),
        ids: HashSet::new(),
        repeated: repeated_sources(rules),
        out: String::new(),
        tables: Vec::new(),
    };
    let waits = rules.iter().any(PolicyRule::is_permanent_after_site);
    writer.head(&options.hosts, waits, rules.is_empty());
    for run in runs(rules, options.table.is_some()) {
        writer.run(&run, options.table.as_deref().unwrap_or_default());
    }
    writer.comments("Not converted", refused);
    writer.comments("Converted, but not to the letter", approximated);
    writer.notes(notes);
    (writer.out, writer.tables)
}

fn common_traits(rules: &[PolicyRule]) -> Traits {
    let all = |of: fn(&Traits) -> bool| {
        let without_wildcard = |rule: &&PolicyRule| !rule.source.contains('*');
        !rules.is_empty()
            && rules.iter().any(|rule| of(&rule.traits))
            && rules
                .iter()
                .filter(without_wildcard)
                .all(|rule| of(&rule.traits))
    };
    Traits {
        fold_case: all(|traits| traits.fold_case),
        after_site: false,
        query: match all(|traits| traits.query == Query::Drop) {
            true => Query::Drop,
            false => Query::Keep,
        },
        optional_slash: all(|traits| traits.optional_slash),
    }
}

fn repeated_sources(rules: &[PolicyRule]) -> HashSet<String> {
    let mut seen = HashMap::new();
    for rule in rules {
        *seen.entry(rule.source.as_str()).or_insert(0_usize) += 1;
    }
    let repeated = seen.into_iter().filter(|&(_, count)| count > 1);
    repeated.map(|(source, _)| source.to_owned()).collect()
}

struct Writer {
    defaults: Traits,
    ids: HashSet<String>,
    repeated: HashSet<String>,
    out: String,
    tables: Vec<Table>,
}

impl Writer {
    fn push(&mut self, indent: &str, key: &str, value: &str) {
        self.out.extend([indent, key, ": ", value, "\n"]);
    }

    fn head(&mut self, hosts: &[String], waits: bool, is_empty: bool) {
        self.out.push_str("redirectionPolicy:\n  version: 0.0.1\n");
        if !hosts.is_empty() {
            self.push("  ", "hosts", &list(hosts));
        }
        let mut keys = Vec::new();
        if self.defaults.query == Query::Drop {
            keys.push("query: drop");
        }
        if self.defaults.optional_slash {
            keys.push("trailingSlash: optional");
        }
        if self.defaults.fold_case {
            keys.push("caseSensitive: false");
        }
        if !keys.is_empty() {
            self.push("  ", "defaults", &format!("{{ {} }}", keys.join(", ")));
        }
        if waits {
            // What these rules depend on is the site itself, which has nothing there.
            self.push("  ", "lints", "{ permanent-conditional: allow }");
        }
        self.out.push_str(if is_empty {
            "  rules: []\n"
        } else {
            "  rules:\n"
        });
    }

    fn run(&mut self, run: &Run<'_>, stem: &str) {
        match run {
            Run::Rules(rules) => {
                for rule in rules {
                    self.rule(rule);
                }
            }
            Run::Table(rows) => {
                let name = format!("{stem}-{}.csv", self.tables.len() + 1);
                self.push("    - ", "table", &quoted(&name));
                let traits = rows.first().map(|rule| rule.traits).unwrap_or_default();
                if traits.after_site {
                    self.push("      ", "when", &format!("{{ {AFTER_SITE} }}"));
                }
                self.traits(traits);
                self.tables.push(Table {
                    name,
                    rows: rows.len(),
                    csv: csv(rows),
                });
            }
        }
    }

    fn rule(&mut self, rule: &PolicyRule) {
        self.push("    - ", "source", &quoted(&rule.source));
        match &rule.action {
            Action::Redirect {
                status,
                destination,
            } => {
                self.push("      ", "destination", &quoted(destination));
                if *status != 301 {
                    self.push("      ", "statusCode", &status.to_string());
                }
            }
            Action::Gone(status) => self.push("      ", "statusCode", &status.to_string()),
            Action::Stop => self.push("      ", "action", "stop"),
        }
        let mut when = Vec::new();
        match rule.hosts.as_slice() {
            [] => {}
            [host] => when.push(format!("host: {}", quoted(host))),
            hosts => when.push(format!("host: {}", list(hosts))),
        }
        when.extend(rule.when.iter().cloned());
        if rule.traits.after_site {
            when.push(AFTER_SITE.to_owned());
        }
        let when = when.join(", ");
        if !when.is_empty() {
            self.push("      ", "when", &format!("{{ {when} }}"));
        }
        match rule.unless.as_slice() {
            [] => {}
            [only] => self.push("      ", "unless", &format!("{{ {only} }}")),
            several => {
                let maps: Vec<String> = several.iter().map(|map| format!("{{ {map} }}")).collect();
                self.push("      ", "unless", &format!("[{}]", maps.join(", ")));
            }
        }
        if !rule.except.is_empty() {
            self.push("      ", "except", &list(&rule.except));
        }
        self.traits(rule.traits);
        self.id(rule, &when);
        if rule.unused {
            self.push("      ", "allow", "[unused-parameter]");
        }
    }

    fn traits(&mut self, traits: Traits) {
        if traits.query != self.defaults.query {
            self.push("      ", "query", traits.query.written());
        }
        if traits.optional_slash != self.defaults.optional_slash {
            let slash = if traits.optional_slash {
                "optional"
            } else {
                "strict"
            };
            self.push("      ", "trailingSlash", slash);
        }
        if traits.fold_case != self.defaults.fold_case {
            let sensitive = if traits.fold_case { "false" } else { "true" };
            self.push("      ", "caseSensitive", sensitive);
        }
    }

    /// A source that stands more than once gets ids that tell its rules apart.
    fn id(&mut self, rule: &PolicyRule, when: &str) {
        if !self.repeated.contains(&rule.source) {
            return;
        }
        let host = rule.hosts.first().map_or("", String::as_str);
        let mut base = format!("{host}{}", rule.source);
        if !rule.when.is_empty() {
            base.extend([" when ", when]);
        }
        if !rule.unless.is_empty() {
            base.extend([" unless ", &rule.unless.join(", ")]);
        }
        let mut id = base.clone();
        let mut number = 2_u32;
        while !self.ids.insert(id.clone()) {
            id = format!("{base} ({number})");
            number += 1;
        }
        self.push("      ", "id", &quoted(&id));
    }

    fn notes(&mut self, notes: &[Reason]) {
        if notes.is_empty() {
            return;
        }
        self.out.push_str("\n# Of the whole table\n");
        for note in notes {
            let _ = writeln!(self.out, "# {}: {}", note.code, note.text);
        }
    }

    fn comments(&mut self, title: &str, remarks: &[Remark]) {
        if remarks.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n# {title}: {}", remarks.len());
        for remark in remarks {
            self.out.push_str(&remark.to_comment());
        }
    }
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

//! Policy to YAML: every rule stands by itself, without includes, tables, groups, defaults and prefixes.
//!
//! The text compiles to the same table, but for the places of rules, the spelling of their sources, and excepted sources under
//! a prefix with choices, which become one source a value.

mod annotation;
mod condition;
mod coverage;
mod entry;
mod example;
mod except;
mod lookup;
mod rule;

use std::collections::HashSet;
use std::fmt::{self, Display, Formatter};
use std::ops::Range;

pub use annotation::{Annotations, PrintedTable};

use super::{Policy, Rule};
use crate::pattern::{Kind, Kinds, Spelling};
use crate::yaml::write::{key, list, quoted};
use entry::entries;

impl Display for Policy {
    /// Writes the policy as YAML: what files, groups and defaults say of a rule stands beside it.
    ///
    /// ```
    /// use redirect_policy::{check::check, source::Sources};
    ///
    /// let mut sources = Sources::default();
    /// let text = "
    /// redirectionPolicy:
    ///   version: 0.0.1
    ///   defaults: { parameter: int }
    ///   rules:
    ///     - group: shop
    ///       prefix: /shop/
    ///       when: { host: www.example.com }
    ///       rules:
    ///         - { source: '/old/:id', destination: '/new/:id' }
    /// ";
    /// let file = sources.insert("redirects.yml", text);
    /// let policy = check(&mut sources, file).policy;
    /// assert_eq!(policy.to_string(), "\
    /// redirectionPolicy:
    ///   version: 0.0.1
    ///   rules:
    ///     - source: \"/shop/old/:id<int>\"
    ///       destination: \"/shop/new/:id\"
    ///       when: { host: \"www.example.com\" }
    ///       id: \"/shop/old/:id\"
    /// ");
    /// ```
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&text_of(self, &Annotations::default()))
    }
}

fn text_of(policy: &Policy, annotations: &Annotations) -> String {
    let named: Vec<(&str, &Kind)> = policy.kinds.iter().collect();
    let mut printer = Printer {
        kinds: &policy.kinds,
        named: &named,
        annotations,
        ids: HashSet::new(),
        out: String::new(),
    };
    printer.policy(policy);
    printer.out
}

/// A policy while it is printed.
struct Printer<'p> {
    /// The policy's own kinds.
    kinds: &'p Kinds,
    named: &'p [(&'p str, &'p Kind)],
    annotations: &'p Annotations,
    /// The names of the rules so far.
    ids: HashSet<&'p str>,
    out: String,
}

impl<'p> Printer<'p> {
    fn policy(&mut self, policy: &'p Policy) {
        self.out.push_str("redirectionPolicy:\n  version: 0.0.1\n");
        if !policy.hosts.is_empty() {
            let hosts = policy.hosts.iter().map(|host| self.host(&host.value));
            let hosts = list(hosts.collect::<Vec<_>>());
            self.line(1, "hosts", &hosts);
        }
        if !policy.external_hosts.is_empty() {
            let hosts = policy.external_hosts.iter().map(|host| quoted(&host.value));
            let hosts = list(hosts.collect::<Vec<_>>());
            self.line(1, "externalHosts", &hosts);
        }
        if !policy.lints.is_empty() {
            self.title(1, "lints");
            for (name, level) in &policy.lints {
                self.line(2, &name.value, level.word());
            }
        }
        self.own_kinds();
        self.lookups(policy);
        if policy.rules.is_empty() {
            self.line(1, "rules", "[]");
        } else {
            self.title(1, "rules");
            self.rules(&policy.rules);
        }
        if !policy.examples.is_empty() {
            self.title(1, "examples");
            self.examples(2, &policy.examples);
        }
        self.coverage(policy);
    }

    fn own_kinds(&mut self) {
        if self.named.is_empty() {
            return;
        }
        self.title(1, "kinds");
        for (name, _) in self.named {
            let values = self.kinds.written(name).unwrap_or_default();
            let values = list(values.iter().map(|value| quoted(value)).collect::<Vec<_>>());
            self.line(2, &key(name), &values);
        }
    }

    fn rules(&mut self, rules: &'p [Rule]) {
        let mut next = 0;
        for table in &self.annotations.tables {
            self.run(rules, next..table.rules.start);
            if let Some(first) = rules.get(table.rules.start) {
                self.table(2, table, first);
            }
            next = table.rules.end;
        }
        self.run(rules, next..rules.len());
    }

    fn run(&mut self, rules: &'p [Rule], range: Range<usize>) {
        for entry in entries(rules.get(range).unwrap_or_default()) {
            self.comment(2, entry.id);
            self.entry(&entry);
        }
    }

    /// A line `key: value`, so many levels deep.
    fn line(&mut self, depth: usize, key: &str, value: &str) {
        self.indent(depth);
        self.out.extend([key, ": ", value, "\n"]);
    }

    /// A key whose value follows in deeper lines.
    fn title(&mut self, depth: usize, key: &str) {
        self.indent(depth);
        self.out.extend([key, ":\n"]);
    }

    /// An entry of a list.
    fn item(&mut self, depth: usize, text: &str) {
        self.indent(depth);
        self.out.extend(["- ", text, "\n"]);
    }

    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.out.push_str("  ");
        }
    }

    fn spelling(&self, spelling: Spelling<'static>) -> Spelling<'p> {
        spelling.with_kinds(self.named)
    }
}

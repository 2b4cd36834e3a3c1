//! Reports of lints: each at its level, with the help that says where to allow it, and those of one cause as one.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Instance, Level};
use crate::model::Rule;

use super::{Levels, Lint, LintLevel};

/// The most reports of one cause that are named.
const SAMPLES: usize = 3;

/// A cause that several reports of one lint may have in common, so that they are one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Cause {
    /// A second rule, such as the one that redirects again.
    Rule(usize),
    /// Conditions that a group or a table gives to all its rules, by their address.
    Conditions(usize),
    /// A table, by its file.
    Table(u32),
}

/// A report with what else has the same cause.
#[derive(Debug)]
struct Report {
    diagnostic: Diagnostic,
    /// Sources with their lines, of at most two more reports.
    samples: Vec<String>,
}

/// The reports of a policy, while they are collected.
#[derive(Debug)]
pub(crate) struct Reports {
    levels: Levels,
    reports: Vec<Report>,
    causes: HashMap<(&'static str, Level, Cause), usize>,
}

impl Reports {
    pub(crate) fn new(levels: Levels) -> Self {
        Reports {
            levels,
            reports: Vec::new(),
            causes: HashMap::new(),
        }
    }

    /// The level of a lint at a rule, or of one that belongs to no rule; `None` if it is silenced.
    pub(crate) fn level(&self, lint: Lint, rule: Option<&Rule>) -> Option<Level> {
        let allow = rule.map_or(&[][..], |rule| &rule.allow);
        self.levels.level(lint, allow)
    }

    /// Returns true if one of the last reports says the same of the same place.
    pub(crate) fn has_recent(&self, diagnostic: &Diagnostic, most: usize) -> bool {
        let known = self.reports.iter().rev().take(most);
        known.map(|report| &report.diagnostic).any(|known| {
            known.code == diagnostic.code
                && known.message == diagnostic.message
                && (known.span == diagnostic.span
                    || known.also.last().map(|last| last.span) == Some(diagnostic.span))
        })
    }

    /// Adds a report at the level that its lint has at a rule, or at most at another level.
    pub(crate) fn add(&mut self, rule: Option<&Rule>, at_most: Level, mut diagnostic: Diagnostic) {
        let lint = super::find(diagnostic.code);
        let Some((lint, level)) = lint.and_then(|lint| Some((lint, self.level(lint, rule)?)))
        else {
            return;
        };
        diagnostic.level = level.min(at_most);
        let permission = permission(&self.levels, lint, rule.map(|rule| rule.from_table));
        diagnostic.help.push(permission);
        self.reports.push(Report {
            diagnostic,
            samples: Vec::new(),
        });
    }

    /// Adds a report that is one with all of its lint that have the same cause. `line` is that of the rule's source.
    pub(crate) fn add_caused(
        &mut self,
        rule: &Rule,
        line: usize,
        cause: Cause,
        diagnostic: Diagnostic,
    ) {
        let lint = super::find(diagnostic.code);
        let Some(level) = lint.and_then(|lint| self.level(lint, Some(rule))) else {
            return;
        };
        let key = (diagnostic.code, level, cause);
        let known = self.causes.get(&key).copied();
        let Some(report) = known.and_then(|at| self.reports.get_mut(at)) else {
            self.causes.insert(key, self.reports.len());
            return self.add(Some(rule), level, diagnostic);
        };
        report.diagnostic.also.push(Instance {
            span: diagnostic.span,
            witness: diagnostic.witness,
        });
        report.diagnostic.suggestion.extend(diagnostic.suggestion);
        if report.samples.len() + 1 < SAMPLES {
            report
                .samples
                .push(format!("`{}` (line {line})", rule.source.text));
        }
    }

    /// All reports, each cause once.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.reports.into_iter().map(Report::whole).collect()
    }
}

impl Report {
    /// The diagnostic, with the number of those that it stands for.
    fn whole(self) -> Diagnostic {
        let mut diagnostic = self.diagnostic;
        let more = diagnostic.also.len();
        if more == 0 {
            return diagnostic;
        }
        let rules = match more {
            1 => "rule",
            _ => "rules",
        };
        diagnostic.message += &format!(", and so it is with {more} more {rules}");
        let also = match more > self.samples.len() {
            true => format!("such as {}", self.samples.join(", ")),
            false => self.samples.join(", "),
        };
        // Advice comes first, and where to allow the lint last.
        let last = diagnostic.help.len().saturating_sub(1);
        diagnostic.help.insert(last, format!("also {also}"));
        diagnostic
    }
}

/// Where a lint is allowed, for those who mean what they wrote.
pub(crate) fn permission(levels: &Levels, lint: Lint, from_table: Option<bool>) -> String {
    let name = lint.name;
    if let Some(level @ (LintLevel::Deny | LintLevel::Warn)) = levels.argument(lint) {
        let rust = name.replace('-', "_");
        return format!(
            "if it is meant, take `{}({rust})` out of the macro's arguments",
            level.word()
        );
    }
    match from_table {
        Some(true) => format!("if it is meant, write `allow: [{name}]` beside `table`"),
        Some(false) => format!("if it is meant, write `allow: [{name}]` at the rule"),
        None => format!("if it is meant, write `lints: {{ {name}: allow }}` in the policy"),
    }
}

//! The documentation of what is generated: each rule with its status and its place.

use proc_macro2::TokenStream;
use quote::quote;

use crate::handlers::Handler;
use crate::model::{Action, Policy, Rule};
use crate::source::Sources;

use super::conditions::conditions;

/// More rules than this are only counted: nobody reads on, and documentation costs time in each build.
const MOST_RULES: usize = 1_000;

/// Writes documentation about a policy.
pub(super) struct Docs<'p> {
    file: String,
    policy: &'p Policy,
    sources: &'p Sources,
}

impl<'p> Docs<'p> {
    pub(super) fn new(file: String, policy: &'p Policy, sources: &'p Sources) -> Self {
        Docs {
            file,
            policy,
            sources,
        }
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn module(&self) -> String {
        format!("The redirect policy {}.", code(&self.file))
    }

    /// Of `POLICY`: all its rules, a bulk table on one line.
    pub(super) fn policy(&self) -> String {
        let mut doc = format!("The redirect policy {}.\n", code(&self.file));
        let mut rules = self.policy.rules.iter().peekable();
        let mut lines = 0;
        while let Some(rule) = rules.next() {
            if lines == MOST_RULES {
                doc.push_str(&format!("\n- and {} more", rules.count() + 1));
                break;
            }
            lines += 1;
            let line = if rule.from_table {
                let table = rule.span.file;
                let same = |next: &&Rule| next.from_table && next.span.file == table;
                let mut rows = 1;
                while rules.next_if(same).is_some() {
                    rows += 1;
                }
                self.table(table, rows)
            } else {
                self.rule(rule)
            };
            doc.push_str("\n- ");
            doc.push_str(&line);
        }
        doc
    }

    /// The rules of a handler.
    pub(super) fn handler(&self, handler: &Handler) -> String {
        let rules = handler
            .rules
            .iter()
            .filter_map(|&index| self.policy.rules.get(index));
        let lines: Vec<String> = rules
            .map(|rule| format!("\n- {}", self.rule(rule)))
            .collect();
        let shown = lines.len().min(MOST_RULES);
        let mut doc: String = lines.iter().take(shown).map(String::as_str).collect();
        if lines.len() > shown {
            doc.push_str(&format!("\n- and {} more", lines.len() - shown));
        }
        doc
    }

    /// One rule: source, what it does, and where it stands.
    fn rule(&self, rule: &Rule) -> String {
        let does = match &rule.action {
            Action::Redirect {
                status,
                destination,
                ..
            } => format!("to {}, {status}", code(&destination.text)),
            Action::Gone { status, .. } => format!("{status}"),
            Action::Stop => "stop".to_owned(),
        };
        let handler = rule.handler().map_or_else(String::new, |handler| {
            format!(", handler {}", code(&handler.value))
        });
        let (line, _) = self.sources.position(rule.span);
        let source = code(&rule.source.text);
        let file = self.shown(rule.span.file);
        let conditions = match conditions(rule) {
            none if none.is_empty() => none,
            some => format!(", {}", code(some.trim_start())),
        };
        format!("{source} {does}{handler}{conditions} ({file}, line {line})")
    }

    fn table(&self, file: u32, rows: usize) -> String {
        let s = if rows == 1 { "" } else { "s" };
        format!("{rows} row{s} of the table {}", self.shown(file))
    }

    fn shown(&self, file: u32) -> String {
        let file = self.sources.file(file);
        code(file.map_or(&self.file, |file| &file.shown))
    }
}

/// Returns documentation as comments of Rust are: a line each, behind a space.
pub(super) fn comment(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    lines.map(|line| quote!(#[doc = #line])).collect()
}

/// Text as code in Markdown: between more backticks than it has in a row, so that nothing in it means anything.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use crate::compile_with;

    use super::*;

    #[test]
    fn rules_are_documented_with_their_conditions() {
        let mut sources = Sources::default();
        let text = "redirectionPolicy:\n  version: 0.0.1\n  lints: { permanent-conditional: allow }\n  rules:\n    \
                    - { source: /a, destination: /b, when: { host: [x.example, '*.y.example'], query: { e: '1' } }, \
                    unless: { cookie: { beta: true } } }\n    - { source: /c, destination: /d, when: { siteStatus: 404 } }\n    - { source: /e/*, destination: /f, except: /e/x }\n";
        let file = sources.insert("redirects.yml", text);
        let compiled = compile_with(&mut sources, file, &Default::default());
        assert!(compiled.table.is_some(), "{:?}", compiled.diagnostics);
        let doc = Docs::new("redirects.yml".to_owned(), &compiled.policy, &sources).policy();
        let first =
            "`when host x.example or *.y.example and query e = 1 unless cookie beta = true`";
        assert!(doc.contains(first), "{doc}");
        assert!(doc.contains("`when siteStatus 404`"), "{doc}");
        assert!(doc.contains("`except /e/x`"), "{doc}");
    }
}

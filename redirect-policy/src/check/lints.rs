//! The names of lints, in `lints` and in `allow`.

use crate::diagnostic::{Diagnostic, Level, suggestion};

use crate::lint::{self, Lint, LintLevel, permission};
use crate::model::Located;
use crate::yaml::{Entry, Scalar};

use super::Checker;

impl Checker<'_> {
    /// `lints`: names with their levels.
    pub(super) fn lint_levels(&mut self, entry: &Entry) -> Vec<(Located<String>, LintLevel)> {
        let mut levels = Vec::new();
        for entry in self.entries(entry, "a map such as `{ chain: deny }`") {
            let name = self.lint(&entry.key);
            let level = match self.word(entry, &["allow", "warn", "deny"]) {
                Some("allow") => LintLevel::Allow,
                Some("warn") => LintLevel::Warn,
                Some(_) => LintLevel::Deny,
                None => continue,
            };
            levels.extend(name.map(|name| (name, level)));
        }
        levels
    }

    /// `allow`: the names of lints that are silenced.
    pub(super) fn allowed(&mut self, entry: &Entry) -> Vec<Located<String>> {
        let texts = self.texts(entry, "the name of a lint such as `chain`");
        texts
            .into_iter()
            .filter_map(|name| self.lint(name))
            .collect()
    }

    fn lint(&mut self, written: &Scalar) -> Option<Located<String>> {
        let name = written.text.as_str();
        if lint::find(name).is_some() {
            let span = written.span;
            return Some(Located {
                value: name.to_owned(),
                span,
            });
        }
        let message = format!("there is no lint `{name}`");
        let diagnostic = Diagnostic::error("unknown-lint", written.span, message);
        self.report(match suggestion::nearest(name, lint::names()) {
            Some(meant) => diagnostic
                .label(format!("did you mean `{meant}`?"))
                .help(format!("write `{meant}`"))
                .edit(written.span, meant),
            None => diagnostic.help(format!(
                "the lints are `{}`",
                lint::names().collect::<Vec<_>>().join("`, `")
            )),
        });
        None
    }

    /// Returns true if a lint is reported in the entry that is being read.
    pub(super) fn is_reported(&self, lint: Lint) -> bool {
        self.levels.level(lint, &self.allowing.lints).is_some()
    }

    /// Reports a lint at its level in the entry that is being read, and where to allow it. Returns true if it is an error.
    pub(super) fn lint_report(&mut self, at_most: Level, diagnostic: Diagnostic) -> bool {
        match lint::find(diagnostic.code) {
            Some(lint) => {
                let permission = permission(&self.levels, lint, self.allowing.in_table);
                self.lint_at_level(at_most, diagnostic.help(permission))
            }
            None => false,
        }
    }

    /// Reports a lint at its level in the entry that is being read. Returns true if it is an error.
    pub(super) fn lint_at_level(&mut self, at_most: Level, mut diagnostic: Diagnostic) -> bool {
        let allow = &self.allowing.lints;
        let found = lint::find(diagnostic.code);
        let level = found.and_then(|lint| self.levels.level(lint, allow));
        let Some(level) = level else {
            return false;
        };
        diagnostic.level = level.min(at_most);
        let is_error = diagnostic.level == Level::Error;
        self.report(diagnostic);
        is_error
    }
}

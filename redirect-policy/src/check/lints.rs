//! The names of lints, in `lints` and in `allow`.

#[cfg(feature = "table")]
use crate::diagnostic::Level;
use crate::diagnostic::{Diagnostic, suggestion};
use crate::model::{LintLevel, Located, lint_names};
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
        if lint_names().any(|known| known == name) {
            let span = written.span;
            return Some(Located {
                value: name.to_owned(),
                span,
            });
        }
        let message = format!("there is no lint `{name}`");
        let diagnostic = Diagnostic::error("unknown-lint", written.span, message);
        self.report(match suggestion::nearest(name, lint_names()) {
            Some(meant) => diagnostic
                .label(format!("did you mean `{meant}`?"))
                .help(format!("write `{meant}`"))
                .edit(written.span, meant),
            None => diagnostic.help(format!(
                "the lints are `{}`",
                lint_names().collect::<Vec<_>>().join("`, `")
            )),
        });
        None
    }

    /// The level of a lint of the policy that is denied by default; nothing if it is silenced.
    #[cfg(feature = "table")]
    pub(super) fn level(&self, lint: &str, allow: &[Located<String>]) -> Option<Level> {
        if allow.iter().any(|name| name.value == lint) {
            return None;
        }
        let mut levels = self.checked.policy.lints.iter();
        match levels.find(|(name, _)| name.value == lint) {
            Some((_, LintLevel::Allow)) => None,
            Some((_, LintLevel::Warn)) => Some(Level::Warning),
            _ => Some(Level::Error),
        }
    }
}

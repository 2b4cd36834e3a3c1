//! `kinds`: choices that many patterns share, under a name.

use crate::diagnostic::Diagnostic;
use crate::pattern::Kinds;
use crate::yaml::{Entry, Scalar};

use super::Checker;

impl Checker<'_> {
    /// Reads the policy's own kinds.
    pub(super) fn own_kinds(&mut self, entry: &Entry) -> Kinds {
        let mut kinds = Kinds::default();
        for entry in self.entries(entry, "a map such as `{ locale: [en, de, pt-BR] }`") {
            let named = self.is_kind_name(&entry.key);
            let written = self.texts(entry, "a list of values such as `[en, de, pt-BR]`");
            let values: Vec<&str> = written.iter().map(|value| value.text.as_str()).collect();
            if values.is_empty() || !named {
                continue;
            }
            if let Err((number, error)) = kinds.add(&entry.key.text, &values) {
                if let Some(written) = written.get(number) {
                    self.pattern_errors(written, vec![error]);
                }
            }
        }
        kinds
    }

    /// Returns true if a name can be that of a kind.
    fn is_kind_name(&mut self, written: &Scalar) -> bool {
        let name = written.text.as_str();
        let plain = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let (message, help) = if !plain {
            (
                format!("`{name}` can't be the name of a kind"),
                "write a letter, then letters and digits, such as `locale`",
            )
        } else if Kinds::is_taken(name) {
            (
                format!("there is a kind `{name}` already"),
                "give it another name",
            )
        } else {
            return true;
        };
        self.report(Diagnostic::error("bad-kind-name", written.span, message).help(help));
        false
    }
}

//! The coverage of old URLs as numbers, and as a diagnostic.

use super::prefixes::prefixes;
use super::{SHOWN, identity};
use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Inventory, Located};

/// Counts of the listed old URLs of a policy, by their fate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageReport {
    /// Number of listed URLs.
    pub urls: usize,
    /// Those that reach no rule and are neither live nor dropped.
    pub uncovered: Vec<Located<String>>,
    /// Patterns that would take many of these, each with how many.
    pub prefixes: Vec<(String, usize)>,
    /// Number of URLs that only a rule for every path answers.
    pub only_by_catch_all: usize,
    /// Number of URLs that only a handler is asked about, which may pass on.
    pub only_by_handler: usize,
}

impl CoverageReport {
    pub(super) fn add(&mut self, other: CoverageReport) {
        self.urls += other.urls;
        self.uncovered.extend(other.uncovered);
        self.only_by_catch_all += other.only_by_catch_all;
        self.only_by_handler += other.only_by_handler;
    }

    /// Finds the prefixes.
    pub(super) fn finish(&mut self) {
        let paths: Vec<String> = self
            .uncovered
            .iter()
            .map(|url| identity(&url.value).0)
            .collect();
        self.prefixes = prefixes(paths.iter().map(String::as_str));
    }
}

/// Reports the uncovered URLs of one inventory.
pub(super) fn uncovered(site: &mut Linter<'_>, inventory: &Inventory, found: &CoverageReport) {
    let Some(first) = found.uncovered.first() else {
        return;
    };
    let count = found.uncovered.len();
    let message = match count {
        1 => format!("1 of {} old URLs reaches no rule", found.urls),
        _ => format!("{count} of {} old URLs reach no rule", found.urls),
    };
    let mut diagnostic = Diagnostic::lint(lint::UNCOVERED_URL, inventory.span, message)
        .label(format!("`{}` reaches none", first.value))
        .related(first.span, "the first of them");
    if count > 1 {
        let some: Vec<String> = found
            .uncovered
            .iter()
            .take(SHOWN)
            .map(|url| format!("`{}`", url.value))
            .collect();
        let more = match count.saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!("\nand {more} more"),
        };
        diagnostic = diagnostic.help(format!("these are\n{}{more}", some.join("\n")));
    }
    if !found.prefixes.is_empty() {
        let prefixes: Vec<String> = found
            .prefixes
            .iter()
            .map(|(prefix, count)| format!("`{prefix}` ({count})"))
            .collect();
        diagnostic = diagnostic.help(format!(
            "sources that would take many: {}",
            prefixes.join(", ")
        ));
    }
    diagnostic = diagnostic.help("or name them under `live`, or under `dropped` with a reason");
    if found.only_by_catch_all + found.only_by_handler > 0 {
        diagnostic = diagnostic.help(format!(
            "of the others, {} are answered only by a rule that takes every path, and {} only by a handler",
            found.only_by_catch_all, found.only_by_handler
        ));
    }
    site.report(None, diagnostic);
}

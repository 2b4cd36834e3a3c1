//! The lints there are.

use super::LintLevel;

/// The lints with the level that each has unless told otherwise; the list is closed.
pub const LINTS: [(&str, LintLevel); 16] = [
    ("unreachable-rule", LintLevel::Deny),
    ("duplicate-source", LintLevel::Deny),
    ("duplicate-id", LintLevel::Deny),
    ("foreign-notation", LintLevel::Deny),
    ("loop", LintLevel::Deny),
    ("chain", LintLevel::Warn),
    ("open-redirect", LintLevel::Deny),
    ("failed-example", LintLevel::Deny),
    ("uncovered-url", LintLevel::Deny),
    ("redirected-live-url", LintLevel::Deny),
    ("dead-destination", LintLevel::Deny),
    ("catch-all", LintLevel::Warn),
    ("permanent-temporary", LintLevel::Deny),
    ("permanent-conditional", LintLevel::Warn),
    ("unused-parameter", LintLevel::Warn),
    ("query-leaves-site", LintLevel::Warn),
];

/// The names of the lints.
pub fn lint_names() -> impl Iterator<Item = &'static str> {
    LINTS.iter().map(|(name, _)| *name)
}

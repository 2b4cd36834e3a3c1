//! `duplicate-source`: an earlier rule has the same source and the same conditions.

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::Rule;

/// Returns true if two rules ask for the same of a request.
pub(super) fn is_duplicate(first: &Rule, second: &Rule) -> bool {
    first.source.items == second.source.items
        && first.fold_case == second.fold_case
        && first.when == second.when
        && first.unless == second.unless
        && first.except == second.except
}

/// Reports a rule whose requests are all taken by another like it, such as `request`.
pub(super) fn report(site: &mut Linter<'_>, rule: &Rule, first: &Rule, request: &str) {
    // Rows of one table were compared while it was read.
    if rule.from_table && first.from_table && rule.span.file == first.span.file {
        return;
    }
    let source = &rule.source.text;
    let conditions = match !rule.is_conditional() {
        true => "",
        false => " with the same conditions",
    };
    let diagnostic = Diagnostic::lint(
        lint::DUPLICATE_SOURCE,
        rule.source_span,
        format!(
            "the source `{source}` is there already{conditions}, in line {}",
            site.line(first.source_span)
        ),
    )
    .label("never reached")
    .related(
        first.source_span,
        format!("first matched here, such as {request}"),
    )
    .help("remove one of the two rules, or give this one a condition that the first does not have");
    site.report(Some(rule), diagnostic);
}

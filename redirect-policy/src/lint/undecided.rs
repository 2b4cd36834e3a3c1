//! `undecided`: questions that the budget left open, said once.

use super::Lint;
use crate::diagnostic::Diagnostic;
use crate::proof::site::Site;
use crate::source::Span;

/// The most rules of one question that are named.
const SHOWN: usize = 10;

/// A question that was not decided.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// The lint that would have told.
    pub(super) lint: Lint,
    /// The rule that it is about, if it is about one.
    pub(super) rule: Option<usize>,
    pub(super) span: Span,
}

/// One diagnostic for all questions that were not decided; `None` if there are none.
pub(super) fn summary(site: &Site<'_>, open: &[Open]) -> Option<Diagnostic> {
    let first = open.first()?;
    let message = match open.len() {
        1 => "the proofs' budget left a question undecided".to_owned(),
        more => format!("the proofs' budget left {more} questions undecided"),
    };
    let mut diagnostic =
        Diagnostic::lint(super::UNDECIDED, first.span, message).label("the first of them");
    let mut lints: Vec<&str> = open.iter().map(|one| one.lint.name).collect();
    lints.sort_unstable();
    lints.dedup();
    for lint in lints {
        let mut about: Vec<&Open> = open.iter().filter(|one| one.lint.name == lint).collect();
        about.sort_by_key(|one| (one.rule, one.span));
        diagnostic = diagnostic.help(told(site, lint, &about));
    }
    Some(diagnostic.help(
        "look at these yourself; fewer rules that overlap, or narrower kinds, are decided sooner",
    ))
}

/// A question with the rules that it is about.
fn told(site: &Site<'_>, lint: &str, about: &[&Open]) -> String {
    let name = |one: &&Open| {
        let rule = site.rule(one.rule?)?;
        Some(format!(
            "`{}` (line {})",
            rule.source.text,
            site.line(one.span)
        ))
    };
    let mut names: Vec<String> = about.iter().take(SHOWN).filter_map(name).collect();
    if about.len() > SHOWN {
        names.push(format!("{} more", about.len() - SHOWN));
    }
    let last = names.pop();
    let of = match (names.is_empty(), last) {
        (true, None) => String::new(),
        (true, Some(last)) => format!(" of {last}"),
        (false, last) => format!(" of {} and {}", names.join(", "), last.unwrap_or_default()),
    };
    format!("`{lint}`{of}: {}", question(lint))
}

/// The question that a lint answers.
fn question(lint: &str) -> &'static str {
    match lint {
        "unreachable-rule" => "whether the rule can ever match",
        "self-redirect" => "whether the rule ever leads elsewhere",
        "loop" => "whether every redirect comes to an end at once",
        "failed-example" => "whether the examples get their answers",
        "uncovered-url" => "whether all old URLs reach a rule",
        "redirected-live-url" => "whether live URLs are redirected",
        "dead-destination" => "whether the destination is live",
        "catch-all" => "whether the rule swallows what every site must serve",
        "open-redirect" => "whether a request could choose where the location leads",
        _ => "whether there is something to say",
    }
}

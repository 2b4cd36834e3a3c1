//! All warnings in one text: how many of each lint, then a line for each of the first.

use std::collections::BTreeMap;

use super::{Diagnostic, Level};
use crate::source::Sources;

/// The most warnings that have a line.
const LINES: usize = 20;

/// Returns all warnings as one text, or `None` where there are none: the count of each lint on the first line, then
/// `file:line:column: warning[lint]: message; what to write` for each of the first twenty, those of the rarest lint
/// first, so that a thousand of one kind hide none of another.
pub fn summarize_warnings(diagnostics: &[Diagnostic], sources: &Sources) -> Option<String> {
    let mut warnings: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|found| found.level == Level::Warning)
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for warning in &warnings {
        *counts.entry(warning.code).or_default() += 1;
    }
    let count = |code: &str| counts.get(code).copied().unwrap_or(0);
    warnings.sort_by_key(|warning| (count(warning.code), warning.code, warning.span));
    let mut by_count: Vec<(&str, usize)> =
        counts.iter().map(|(code, count)| (*code, *count)).collect();
    by_count.sort_by_key(|(code, count)| (*count, *code));
    let counts: Vec<String> = by_count
        .iter()
        .map(|(code, count)| format!("{count} {code}"))
        .collect();
    let s = match warnings.len() {
        0 => return None,
        1 => "",
        _ => "s",
    };
    let mut text = format!("{} warning{s}: {}", warnings.len(), counts.join(", "));
    for warning in warnings.iter().take(LINES) {
        text.push('\n');
        text.push_str(&line(warning, sources));
    }
    let rest = warnings.len().saturating_sub(LINES);
    if rest > 0 {
        text.push_str(&format!(
            "\nand {rest} more, which `redirects check` shows in full"
        ));
    }
    Some(text)
}

/// One diagnostic on one line.
fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let (line, column) = sources.position(diagnostic.span);
    let file = sources
        .file(diagnostic.span.file)
        .map_or("", |file| &file.from_here);
    let mut text = format!(
        "{file}:{line}:{column}: warning[{}]: {}",
        diagnostic.code, diagnostic.message
    );
    if let Some(help) = diagnostic.help.first() {
        text.push_str("; ");
        text.push_str(help);
    }
    text.replace(['\n', '\r'], " ")
}

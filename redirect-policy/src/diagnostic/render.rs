//! Diagnostics as the compiler shows them, in the shape that editors click.

mod line;

use super::lint::Lint;
use super::{Diagnostic, Level};
use crate::source::{Sources, Span};
use line::Excerpt;

/// The most faults of form that are shown; the rest is counted.
const SHOWN: usize = 20;
/// The most reports of one lint that are shown; the rest is counted.
const SHOWN_OF_LINT: usize = 10;

impl Diagnostic {
    /// The diagnostic as text: the message, then place, line, carets, other places and help. The word "error" is left to
    /// whoever shows it.
    ///
    /// ```
    /// use redirect_policy::{diagnostic::Diagnostic, source::{Sources, Span}};
    /// let mut sources = Sources::default();
    /// let file = sources.insert("redirects.yml", "rule: []\n");
    /// let span = Span { file, start: 0, end: 4 };
    /// let unknown = Diagnostic::error("unknown-key", span, "unknown key `rule`").help("did you mean `rules`?");
    /// assert_eq!(unknown.render(&sources), "\
    /// unknown key `rule`
    ///  --> redirects.yml:1:1
    ///   |
    /// 1 | rule: []
    ///   | ^^^^
    ///   = help: did you mean `rules`?");
    /// ```
    pub fn render(&self, sources: &Sources) -> String {
        let gutter = self.gutter(sources);
        let mut lines = vec![match super::lint::find(self.code) {
            Some(lint) => format!("{} [{}]", self.message, lint.name),
            None => self.message.clone(),
        }];
        snippet(
            &mut lines,
            sources,
            gutter,
            self.span,
            "-->",
            '^',
            &self.label,
        );
        for place in &self.related {
            snippet(
                &mut lines,
                sources,
                gutter,
                place.span,
                ":::",
                '-',
                &place.label,
            );
        }
        for help in &self.help {
            // Further lines of one help stand under its first.
            let indent = format!("\n{:gutter$}         ", "");
            lines.push(format!(
                "{:gutter$} = help: {}",
                "",
                help.replace('\n', &indent)
            ));
        }
        lines.join("\n")
    }

    /// Returns the number of digits of the greatest line number.
    fn gutter(&self, sources: &Sources) -> usize {
        let spans = self.related.iter().map(|place| place.span);
        spans
            .chain([self.span])
            .map(|span| sources.position(span).0.to_string().len())
            .max()
            .unwrap_or(1)
    }
}

/// One place: its name, its line and what is underlined.
fn snippet(
    lines: &mut Vec<String>,
    sources: &Sources,
    gutter: usize,
    span: Span,
    arrow: &str,
    underline: char,
    label: &str,
) {
    let Some(file) = sources.file(span.file) else {
        return;
    };
    let (line, column) = sources.position(span);
    lines.push(format!(
        "{:gutter$}{arrow} {}:{line}:{column}",
        "", file.from_here
    ));
    if file.text.is_empty() || file.hidden {
        if !label.is_empty() {
            lines.push(format!("{:gutter$} = {label}", ""));
        }
        return;
    }
    let offset = usize::try_from(span.start).unwrap_or(usize::MAX);
    let (begin, text) = file.line_around(offset);
    let end = usize::try_from(span.end).unwrap_or(usize::MAX);
    let excerpt = Excerpt::new(
        text,
        offset.saturating_sub(begin)..end.saturating_sub(begin),
    );
    lines.push(format!("{:gutter$} |", ""));
    lines.push(
        format!("{line:>gutter$} | {}", excerpt.text)
            .trim_end()
            .to_owned(),
    );
    let carets = underline.to_string().repeat(excerpt.width);
    let marked = format!("{:gutter$} | {:2$}{carets} {label}", "", "", excerpt.indent);
    lines.push(marked.trim_end().to_owned());
}

/// All diagnostics as text, each with its level: faults of form in the order of files and places, then the lints, the
/// rarest first. The same diagnostic is shown once; what goes beyond the limit of its lint is counted.
pub fn render_all(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) -> Vec<(Level, String)> {
    diagnostics.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    diagnostics.dedup();
    let mut texts = Vec::new();
    for level in [Level::Error, Level::Warning] {
        let of_level = diagnostics.iter().filter(|found| found.level == level);
        for (lint, found) in by_lint(of_level) {
            let limit = match lint {
                Some(_) => SHOWN_OF_LINT,
                None => SHOWN,
            };
            let shown = found.iter().take(limit);
            texts.extend(shown.map(|found| (level, found.render(sources))));
            let more = found.len().saturating_sub(limit);
            if more > 0 {
                texts.push((level, rest(more, level, lint)));
            }
        }
    }
    texts
}

/// Diagnostics by their lint, the rarest first; before them those that are faults of form.
fn by_lint<'d>(
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
) -> Vec<(Option<Lint>, Vec<&'d Diagnostic>)> {
    let mut groups: Vec<(Option<Lint>, Vec<&Diagnostic>)> = Vec::new();
    for found in diagnostics {
        let lint = super::lint::find(found.code);
        match groups.iter_mut().find(|(known, _)| *known == lint) {
            Some((_, group)) => group.push(found),
            None => groups.push((lint, vec![found])),
        }
    }
    groups.sort_by_key(|(lint, group)| (lint.is_some(), group.len()));
    groups
}

/// Says how many diagnostics are not shown.
fn rest(more: usize, level: Level, lint: Option<Lint>) -> String {
    let noun = match level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let plural = if more == 1 { "" } else { "s" };
    match lint {
        Some(lint) => format!("and {more} more {noun}{plural} [{}]", lint.name),
        None => format!("and {more} more {noun}{plural}"),
    }
}

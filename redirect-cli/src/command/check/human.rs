//! Diagnostics as people read them: the compiler's text in colours, and a line that sums up.

use std::io::{self, Write};

use anstyle::Style;
use redirect_policy::diagnostic::{Diagnostic, Level};
use redirect_policy::source::Sources;

use super::word;
use crate::Exit;
use crate::command::window::window;
use crate::policy_file::Loaded;
use crate::style::{ERROR, FRAME, GOOD, RESET, STRONG, WARNING};

/// Writes all diagnostics of a policy.
pub(crate) fn diagnostics(loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &loaded.compiled.diagnostics {
        writeln!(out, "{}", styled(diagnostic, &loaded.sources))?;
    }
    Ok(())
}

/// A diagnostic as the compiler shows it, with styles, and an empty line.
pub(crate) fn styled(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let style = of_level(diagnostic.level);
    let text = diagnostic.render(sources);
    let mut lines = text.lines();
    let message = lines.next().unwrap_or_default();
    let mut styled = format!(
        "{style}{}{RESET}{STRONG}: {message}{RESET}\n",
        word(diagnostic.level)
    );
    for line in lines {
        styled.push_str(&frame(line, style));
        styled.push('\n');
    }
    styled
}

/// A line below the message: the gutter, and what stands right of it.
fn frame(line: &str, carets: Style) -> String {
    let indent = line.len() - line.trim_start().len();
    let (gutter, rest) = line.split_at_checked(indent).unwrap_or(("", line));
    for arrow in ["-->", ":::", "= help:", "="] {
        if let Some(rest) = rest.strip_prefix(arrow) {
            return format!("{gutter}{FRAME}{arrow}{RESET}{rest}");
        }
    }
    match line.split_once('|') {
        Some((number, marks)) if number.trim().is_empty() => {
            format!("{FRAME}{number}|{RESET}{}", underlined(marks, carets))
        }
        Some((number, text)) if number.trim().parse::<u32>().is_ok() => {
            format!("{FRAME}{number}|{RESET}{text}")
        }
        _ => line.to_owned(),
    }
}

/// The carets below a line, with their label.
fn underlined(marks: &str, carets: Style) -> String {
    let blank = marks.len() - marks.trim_start().len();
    let (space, rest) = marks.split_at_checked(blank).unwrap_or(("", marks));
    match rest.chars().next() {
        Some('^') => format!("{space}{carets}{rest}{RESET}"),
        Some('-') => format!("{space}{FRAME}{rest}{RESET}"),
        _ => marks.to_owned(),
    }
}

fn of_level(level: Level) -> Style {
    match level {
        Level::Error => ERROR,
        Level::Warning => WARNING,
    }
}

/// Numbers of policies, rules and findings, for the summary.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) rules: usize,
    /// Rules whose `until` has passed.
    pub(crate) over: usize,
    pub(crate) files: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
}

/// Counts what is in policies and what was found; `now` is in seconds since 1970.
pub(crate) fn count(policies: &[Loaded], now: i64) -> Count {
    let mut count = Count::default();
    for loaded in policies {
        let at_level = |level| {
            let found = loaded.compiled.diagnostics.iter();
            found.filter(|found| found.level == level).count()
        };
        let rules = &loaded.compiled.policy.rules;
        let over = rules
            .iter()
            .filter(|rule| window(&rule.when, now) == "over");
        count.rules += rules.len();
        count.over += over.count();
        count.files += loaded.sources.files().len();
        count.errors += at_level(Level::Error);
        count.warnings += at_level(Level::Warning);
    }
    count
}

/// One line: what was checked and what was found; `now` is in seconds since 1970.
pub(crate) fn summary(policies: &[Loaded], exit: Exit, now: i64) -> String {
    let count = count(policies, now);
    let what = match policies {
        [one] => one.path.display().to_string(),
        several => format!("{} policies", several.len()),
    };
    let style = match (count.errors, exit) {
        (0, Exit::Clean) if count.warnings > 0 => WARNING,
        (0, Exit::Clean) => GOOD,
        _ => ERROR,
    };
    let found = match (count.errors, count.warnings) {
        (0, 0) => "nothing found".to_owned(),
        (0, warnings) => plural(warnings, "warning"),
        (errors, 0) => plural(errors, "error"),
        (errors, warnings) => {
            format!(
                "{}, {}",
                plural(errors, "error"),
                plural(warnings, "warning")
            )
        }
    };
    let rules = match count.errors {
        0 => plural(count.rules, "rule"),
        // Rules with a fault of form are not counted.
        _ => format!("{} without a fault of form", plural(count.rules, "rule")),
    };
    let over = match count.over {
        0 => String::new(),
        over => format!(", {over} of them over"),
    };
    let files = plural(count.files, "file");
    format!("{style}{found}{RESET} in {what} ({rules}{over}, {files})")
}

/// A number with its noun.
pub(crate) fn plural(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        more => format!("{more} {noun}s"),
    }
}

//! Diagnostics as annotations of GitHub Actions: workflow commands on standard output.

use std::io::{self, Write};

use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::source::{Sources, Span};

use super::word;
use crate::policy_file::Loaded;

/// Writes one command for each diagnostic.
pub(super) fn write(policies: &[Loaded], out: &mut dyn Write) -> io::Result<()> {
    for loaded in policies {
        for diagnostic in &loaded.compiled.diagnostics {
            writeln!(out, "{}", command(diagnostic, &loaded.sources))?;
        }
    }
    Ok(())
}

fn command(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let span = diagnostic.span;
    let file = sources.file(span.file);
    let file = file.map_or("", |file| file.shown.as_str());
    let (line, column) = sources.position(span);
    let (end_line, end_column) = sources.position(Span {
        start: span.end,
        ..span
    });
    let mut text = diagnostic.message.clone();
    for help in &diagnostic.help {
        text.push('\n');
        text.push_str(help);
    }
    // An annotation that spans lines has no columns.
    let columns = match line == end_line {
        true => format!(",col={column},endColumn={end_column}"),
        false => String::new(),
    };
    format!(
        "::{} file={},line={line},endLine={end_line}{columns},title={}::{}",
        word(diagnostic.level),
        property(file),
        property(diagnostic.code),
        message(&text)
    )
}

/// Text behind `::`, in which `%` and ends of lines have a meaning.
fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property, in which `:` and `,` have one too.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

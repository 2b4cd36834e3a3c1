//! Diagnostics as a JUnit report: one test suite a policy, one failed test case a diagnostic.

use std::io::{self, Write};

use redirect_policy::diagnostic::{Diagnostic, Level};

use super::word;
use crate::Exit;
use crate::policy_file::Loaded;

/// Writes the report. Warnings are failures where they count as found.
pub(super) fn write(policies: &[Loaded], exit: Exit, out: &mut dyn Write) -> io::Result<()> {
    let denied = |found: &Diagnostic| match found.level {
        Level::Error => true,
        Level::Warning => exit == Exit::Found && !has_errors(policies),
    };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"redirects check\">")?;
    for loaded in policies {
        let diagnostics = &loaded.compiled.diagnostics;
        let failures = diagnostics.iter().filter(|found| denied(found)).count();
        let name = escaped(&loaded.path.display().to_string());
        let tests = diagnostics.len().max(1);
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
        )?;
        if diagnostics.is_empty() {
            writeln!(out, "    <testcase classname=\"{name}\" name=\"check\"/>")?;
        }
        for found in diagnostics {
            case(found, loaded, denied(found), out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn has_errors(policies: &[Loaded]) -> bool {
    policies.iter().any(|loaded| loaded.compiled.has_errors())
}

fn case(found: &Diagnostic, loaded: &Loaded, denied: bool, out: &mut dyn Write) -> io::Result<()> {
    let file = loaded.sources.file(found.span.file);
    let file = escaped(file.map_or("", |file| &file.shown));
    let (line, _) = loaded.sources.position(found.span);
    let text = escaped(&found.render(&loaded.sources));
    let (code, message) = (escaped(found.code), escaped(&found.message));
    let level = word(found.level);
    writeln!(
        out,
        "    <testcase classname=\"{file}\" name=\"{code} in line {line}\" file=\"{file}\" line=\"{line}\">"
    )?;
    match denied {
        true => writeln!(
            out,
            "      <failure type=\"{code}\" message=\"{message}\">{level}: {text}</failure>"
        )?,
        false => writeln!(out, "      <system-out>{level}: {text}</system-out>")?,
    }
    writeln!(out, "    </testcase>")
}

/// Text in XML 1.0; characters that it cannot hold become U+FFFD.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' => xml.push_str("&#10;"),
            '\t' => xml.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            other => xml.push(other),
        }
    }
    xml
}

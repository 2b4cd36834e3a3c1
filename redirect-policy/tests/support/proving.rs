//! Policies compiled from text, for tests of proofs.

use redirect_policy::diagnostic::{Diagnostic, Level};
use redirect_policy::lint::LintArguments;
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile_with};

/// A policy file of these rules (a YAML list, each line indented at will) and further keys of the policy.
pub fn file(rules: &str, keys: &str) -> String {
    let indented = |text: &str, by: usize| -> String {
        text.lines()
            .map(|line| format!("{:by$}{line}\n", ""))
            .collect()
    };
    format!(
        "redirectionPolicy:\n  version: 0.0.1\n  rules:\n{}{}",
        indented(rules, 4),
        indented(keys, 2)
    )
}

/// Compiles a policy with its sources.
pub fn compiled_with(rules: &str, keys: &str, arguments: &LintArguments) -> (Compiled, Sources) {
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(rules, keys));
    let compiled = compile_with(&mut sources, number, arguments);
    (compiled, sources)
}

/// Returns the diagnostics of a policy.
pub fn diagnostics(rules: &str, keys: &str) -> Vec<Diagnostic> {
    compiled_with(rules, keys, &LintArguments::default())
        .0
        .diagnostics
}

/// The codes of what is said of rules, in order.
pub fn codes(rules: &str) -> Vec<&'static str> {
    codes_with(rules, "")
}

/// Returns the codes of a policy with further keys.
pub fn codes_with(rules: &str, keys: &str) -> Vec<&'static str> {
    let mut found = diagnostics(rules, keys);
    found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    found.iter().map(|diagnostic| diagnostic.code).collect()
}

/// All that is said of a policy, as it is shown.
pub fn shown(rules: &str, keys: &str) -> String {
    let (mut compiled, sources) = compiled_with(rules, keys, &LintArguments::default());
    redirect_policy::diagnostic::render_all(&mut compiled.diagnostics, &sources)
        .into_iter()
        .map(|(level, text)| {
            let level = match level {
                Level::Error => "error",
                Level::Warning => "warning",
            };
            format!("{level}: {text}\n")
        })
        .collect()
}

/// One-line rules from `source -> destination` lines; without an arrow a 410, `source -> handler:NAME` asks.
/// A line may end in `| key: value, ...` for further keys.
pub fn rules(lines: &[&str]) -> String {
    lines
        .iter()
        .map(|line| {
            let (front, keys) = line.split_once(" | ").unwrap_or((line, ""));
            let (source, answer) = match front.split_once(" -> ") {
                None => (front, "statusCode: 410".to_owned()),
                Some((source, "stop")) => (source, "action: stop".to_owned()),
                Some((source, destination)) => (source, format!("destination: '{destination}'")),
            };
            let keys = if keys.is_empty() {
                String::new()
            } else {
                format!(", {keys}")
            };
            format!("- {{ source: '{}', {answer}{keys} }}\n", source.trim())
        })
        .collect()
}

//! Bytes of YAML against the compiler.

use redirect_policy::diagnostic::{Level, render_all};
use redirect_policy::lint::LintArguments;
use redirect_policy::source::Sources;
use redirect_policy::{Budget, compile_within};

/// Number of steps that the proofs have.
const STEPS: u64 = 100_000;

/// Checks that a text is compiled or refused, and that all that is said of it can be shown.
///
/// # Panics
/// If it is not.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    // No file of this machine is read.
    let mut sources = Sources::new("/nowhere/at/all");
    let file = sources.insert("redirects.yml", text);
    sources.insert("rows.csv", "source,destination\n/row,/there\n");
    sources.insert("more.yml", "- { source: /more, destination: /there }\n");
    let budget = Budget::of_steps(STEPS);
    let mut compiled = compile_within(&mut sources, file, &LintArguments::default(), budget);
    for one in &compiled.diagnostics {
        assert!(!one.message.is_empty(), "{one:?}");
        for place in one.places() {
            let length = sources.file(place.file).map(|file| file.text.len());
            let ends = usize::try_from(place.end).expect("a place");
            assert!(length.is_some_and(|length| ends <= length), "{one:?}");
        }
        assert!(one.json(&sources).starts_with('{'), "{one:?}");
    }
    let has_errors = compiled.has_errors();
    assert_eq!(compiled.table.is_none(), has_errors, "{text}");
    let rendered = render_all(&mut compiled.diagnostics, &sources);
    let tells_error = rendered.iter().any(|(level, _)| *level == Level::Error);
    assert_eq!(tells_error, has_errors, "{text}");
    if let Some(table) = compiled.table {
        let policy = redirect_runtime::Policy::from_bytes(table).expect("a table");
        testkit::tables::ask(&policy);
    }
}

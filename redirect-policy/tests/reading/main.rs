//! The file as written: values, and the place of each in every way that YAML writes them.

mod damage;
mod faults;
mod files;
mod places;
mod values;

use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::source::{Sources, Span};
use redirect_policy::yaml::{Node, Reading, Scalar, Style, Value, read};

fn read_text(text: &str) -> (Sources, Reading) {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    let reading = read(&sources, file);
    (sources, reading)
}

fn good(text: &str) -> (Sources, Node) {
    let (sources, reading) = read_text(text);
    assert_eq!(reading.diagnostics, [], "{text:?}");
    (sources, reading.root.expect("a document"))
}

/// The codes of the diagnostics, each with its line and column and the text that it underlines.
fn faults(text: &str) -> Vec<(&'static str, usize, usize, String)> {
    let (sources, reading) = read_text(text);
    let describe = |found: &Diagnostic| {
        let (line, column) = sources.position(found.span);
        (found.code, line, column, under(&sources, found.span))
    };
    reading.diagnostics.iter().map(describe).collect()
}

fn under(sources: &Sources, span: Span) -> String {
    sources.file(span.file).unwrap().text[span.start as usize..span.end as usize].to_owned()
}

/// Every scalar of a document in order: its text, and where it stands.
fn scalars(node: &Node, found: &mut Vec<Scalar>) {
    match &node.value {
        Value::Scalar(scalar) => found.push(scalar.clone()),
        Value::List(elements) => elements.iter().for_each(|element| scalars(element, found)),
        Value::Map(entries) => {
            for entry in entries {
                found.push(entry.key.clone());
                scalars(&entry.value, found);
            }
        }
    }
}

fn all_scalars(node: &Node) -> Vec<Scalar> {
    let mut found = Vec::new();
    scalars(node, &mut found);
    found
}

fn fault(text: &str) -> Diagnostic {
    let (_, reading) = read_text(text);
    assert_eq!(
        reading.diagnostics.len(),
        1,
        "{text:?}: {:?}",
        reading.diagnostics
    );
    reading.diagnostics[0].clone()
}

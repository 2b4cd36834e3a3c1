//! The pattern language, case by case: what is accepted and how it is read, what is refused and where the carets stand.

mod advice;
mod conditions;
mod damage;
mod destinations;
mod names;
mod sources;

use redirect_policy::model::{HostPattern, LanguagePattern};
use redirect_policy::pattern::{
    Class, Item, Kind, Part, Pattern, PatternError, Piece, SourceOptions, Template, check_bindings,
    check_names, parse_destination, parse_host, parse_kind, parse_language, parse_source,
    parse_value,
};

fn source(text: &str) -> Result<Pattern, Vec<PatternError>> {
    parse_source(text, &SourceOptions::default())
}

fn sound(text: &str) -> Pattern {
    source(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"))
}

/// `code at text` for each error.
fn faults<T>(text: &str, read: Result<T, Vec<PatternError>>) -> Vec<String> {
    let errors = read.err().unwrap_or_default();
    errors
        .iter()
        .map(|error| format!("{} at {}", error.code, &text[error.at.clone()]))
        .collect()
}

/// Items in the notation of the language, canonical, with groups in square brackets.
fn notation(items: &[Item]) -> String {
    items
        .iter()
        .map(|item| match item {
            Item::Literal(text) => text.clone(),
            Item::Parameter(parameter) => format!("<{}>", parameter.name),
            Item::Wildcard { .. } => "<*>".to_owned(),
            Item::Group(items) => format!("[{}]", notation(items)),
        })
        .collect()
}

/// Pieces likewise, each part of the URL after a space.
fn piece_notation(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal { text, part } => {
                if text.starts_with(['?', '#']) && *part != Part::Path {
                    out.push(' ');
                }
                out.push_str(text);
            }
            Piece::Parameter { name, .. } => out.push_str(&format!("<{name}>")),
            Piece::Group(pieces) => out.push_str(&format!("[{}]", piece_notation(pieces))),
        }
    }
    out
}

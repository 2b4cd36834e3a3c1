//! Sources whose literals hold delimiters, as they are looked for by requests that hold some encoded.

use redirect_runtime::canonical::delimiters::is_delimiter;

use crate::pattern::{Class, Item, Kind, Parameter};

/// Returns true if some literal of a source holds a delimiter.
pub(super) fn has_delimiter(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Literal(text) => text.bytes().any(is_delimiter),
        Item::Group(items) => has_delimiter(items),
        Item::Parameter(_) | Item::Wildcard { .. } => false,
    })
}

/// A source that matches, decoded, all paths that another matches with some delimiters encoded: its kinds take any text
/// without `/`, or with it.
pub(super) fn widened(items: &[Item]) -> Vec<Item> {
    let wide = |parameter: &Parameter| match parameter.kind {
        _ if parameter.kind.spans() => parameter.clone(),
        _ => Parameter {
            kind: Kind::Class {
                class: Class::Segment,
                min: 1,
                max: None,
            },
            ..parameter.clone()
        },
    };
    let widen = |item: &Item| match item {
        Item::Parameter(parameter) => Item::Parameter(wide(parameter)),
        Item::Group(items) => Item::Group(widened(items)),
        Item::Literal(_) | Item::Wildcard { .. } => item.clone(),
    };
    items.iter().map(widen).collect()
}

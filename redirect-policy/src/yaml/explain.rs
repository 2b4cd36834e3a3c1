//! Faults of files that are valid YAML, but use what no policy has: tags, anchors, aliases, merge keys, keys that are no text.

use std::ops::Range;

use super::{Node, Reader, Scalar, Style, Value};
use crate::diagnostic::Diagnostic;

/// A tag stands before a value.
pub(super) fn tag(reader: &Reader<'_>, token: &Range<usize>) -> Diagnostic {
    let text = reader.text().get(token.clone()).unwrap_or("!");
    let span = reader.span(token.start, token.end);
    Diagnostic::error(
        "yaml-tag",
        span,
        format!("`{text}` is a YAML tag, and a policy has none"),
    )
    .help(format!(
        "remove `{text}`, or put the whole value in single quotes if the `!` is part of it"
    ))
}

/// An anchor stands before a value.
pub(super) fn anchor(reader: &Reader<'_>, token: &Range<usize>) -> Diagnostic {
    let text = reader.text().get(token.clone()).unwrap_or("&");
    let span = reader.span(token.start, token.end);
    Diagnostic::error(
        "yaml-alias",
        span,
        format!("`{text}` is a YAML anchor, and a policy has none"),
    )
    .help(format!(
        "remove `{text}`: what many rules share goes into `defaults` or a `group`; if the `&` is part of the value, \
         put the whole value in single quotes"
    ))
}

/// An alias stands in place of a value.
pub(super) fn alias(reader: &Reader<'_>, token: &Range<usize>) -> Diagnostic {
    let text = reader.text().get(token.clone()).unwrap_or("*");
    let span = reader.span(token.start, token.end);
    Diagnostic::error(
        "yaml-alias",
        span,
        format!("`{text}` is a YAML alias, and a policy has none"),
    )
    .help(format!(
        "write the value itself in place of `{text}` (what many rules share goes into `defaults` or a `group`); if \
         the `*` is part of the value, put the whole value in single quotes"
    ))
}

/// Returns true if a key is `<<` without quotes.
pub(super) fn is_merge_key(key: &Node) -> bool {
    matches!(&key.value, Value::Scalar(key) if key.style == Style::Plain && key.text == "<<")
}

pub(super) fn merge_key(key: &Scalar) -> Diagnostic {
    Diagnostic::error(
        "yaml-merge",
        key.span,
        "`<<` merges another map into this one, which a policy does not allow",
    )
    .help("write the keys themselves; what many rules share goes into `defaults` or a `group`")
}

/// A key is a list or a map, often braces that were meant as text.
pub(super) fn key_shape(key: &Node) -> Diagnostic {
    let message = format!("{} cannot be a key", key.shape());
    Diagnostic::error("yaml-key", key.span, message)
        .help("put text that begins with `{` or `[` in single quotes")
}

//! Cells of CSV files, as RFC 4180 writes them.

/// A cell in quotes, whatever it holds.
pub(crate) fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// A cell in quotes only where it needs them.
pub(crate) fn cell(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => quoted(text),
        false => text.to_owned(),
    }
}

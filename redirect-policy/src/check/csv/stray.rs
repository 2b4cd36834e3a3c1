//! Rows that are no rows of the table: its header again, titles, sums, remarks, cells between other separators.

use crate::check::Checker;
use crate::diagnostic::Diagnostic;

use super::Table;
use super::column::COLUMNS;
use super::column::{DESTINATION, SOURCE};
use super::header::SEPARATORS;
use super::sheet::Sheet;

impl Checker<'_> {
    /// Returns true if a row is none of the table's; reports it.
    pub(super) fn is_stray(&mut self, table: &Table<'_>, sheet: &Sheet<'_>) -> bool {
        let cell = |column| table.index(column).map_or("", |index| sheet.cell(index));
        let (source, destination) = (cell(SOURCE), cell(DESTINATION));
        if source.starts_with('/') || source.starts_with("http") || source.is_empty() {
            return false;
        }
        let (message, help) = if source.eq_ignore_ascii_case(COLUMNS[SOURCE]) {
            ("this row names the columns again", "remove this row")
        } else if !(could_be_address(source) || could_be_address(destination)) {
            (
                "this row holds no address",
                "remove it if it is a title, a sum or a remark; a path begins with `/`",
            )
        } else {
            return false;
        };
        self.report(Diagnostic::error("bad-row", sheet.cell_span(0), message).help(help));
        true
    }
}

/// Returns true if somebody could have meant an address, or a spreadsheet made one into something else.
fn could_be_address(cell: &str) -> bool {
    cell.contains(['/', '.', ':', '=', '"', '\''])
        || cell.starts_with(|c: char| c.is_ascii_digit()) && !cell.contains(' ') && cell.len() > 3
}

/// The name of the separator that stands in a row instead of commas, and the row with commas.
pub(super) fn other_separator(sheet: &Sheet<'_>, columns: usize) -> Option<(&'static str, String)> {
    let line = (sheet.width() == 1).then(|| sheet.cell(0))?;
    let (separator, name) = SEPARATORS
        .iter()
        .find(|(separator, _)| line.split(*separator).count() == columns)?;
    Some((*name, line.replace(*separator, ",")))
}

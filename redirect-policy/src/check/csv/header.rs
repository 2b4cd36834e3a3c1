//! The first row of a table, which names the columns.

use crate::check::{Checker, values};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::source::Span;

use super::Table;
use super::column::COLUMNS;
use super::sheet::Sheet;

/// The most words that the name of a column has.
const MOST_WORDS: usize = 3;

/// Characters that may stand between columns instead of commas, with their names.
pub(super) const SEPARATORS: [(char, &str); 3] =
    [(';', "semicolons"), ('\t', "tabs"), ('|', "`|`")];

impl Checker<'_> {
    /// Reads the first row, which names the columns in any order. Returns true if the rows can be read.
    pub(super) fn header(&mut self, table: &mut Table<'_>, sheet: &mut Sheet<'_>) -> bool {
        if !sheet.advance() {
            self.report(
                Diagnostic::error("empty-file", sheet.cell_span(0), "this table is empty")
                    .help("the first row names the columns: `source,destination`"),
            );
            return false;
        }
        let before = self.errors;
        if looks_like_rows(sheet) {
            self.report(
                Diagnostic::error(
                    "missing-column",
                    sheet.cell_span(0),
                    "the first row must name the columns, this is a row of data",
                )
                .help("put the line `source,destination` in front of it"),
            );
            return false;
        }
        if let Some((message, help)) = no_header(sheet) {
            if message == NAMES_NONE {
                self.sources.hide(sheet.cell_span(0).file);
            }
            self.report(
                Diagnostic::error("missing-column", sheet.cell_span(0), message).help(help),
            );
            return false;
        }
        for index in 0..sheet.width() {
            self.column_name(table, sheet, index);
        }
        for (name, column) in COLUMNS.iter().zip(table.columns).take(2) {
            if column.is_none() && self.errors == before {
                self.missing_column(name, sheet);
            }
        }
        self.errors == before
    }

    fn missing_column(&mut self, name: &str, sheet: &Sheet<'_>) {
        let message = format!("the table has no column `{name}`");
        self.report(
            Diagnostic::error("missing-column", sheet.cell_span(0), message).help(format!(
                "add `{name}` to the first row, and a value to each other row"
            )),
        );
    }

    fn column_name(&mut self, table: &mut Table<'_>, sheet: &Sheet<'_>, index: usize) {
        let name = sheet.cell(index);
        let span = sheet.cell_span(index);
        let known = COLUMNS.iter().position(|column| *column == name);
        let slot = known.and_then(|known| table.columns.get_mut(known));
        match slot {
            Some(Some(_)) => {
                let message = format!("the column `{name}` is there twice");
                self.report(
                    Diagnostic::error("duplicate-column", span, message)
                        .help("remove one of the two"),
                );
            }
            Some(slot) => *slot = Some(index),
            None => self.unknown_column(name, span),
        }
    }

    fn unknown_column(&mut self, name: &str, span: Span) {
        if name.is_empty() {
            let message = "this column has no name";
            self.report(
                Diagnostic::error("unknown-column", span, message)
                    .help("remove the column, or the comma too many"),
            );
            return;
        }
        let message = format!("a table has no column `{name}`");
        let diagnostic = Diagnostic::error("unknown-column", span, message);
        self.report(match meant(name) {
            Some(meant) => diagnostic
                .label(format!("did you mean `{meant}`?"))
                .help(format!("write `{meant}`")),
            None => diagnostic.help(format!(
                "remove the column, or give it one of the names `{}`",
                COLUMNS.join("`, `")
            )),
        });
    }
}

/// The column that a name probably stands for.
fn meant(name: &str) -> Option<&'static str> {
    // `Source URL`, `Redirect from`, `old_path`: one word says which it is.
    let mut words = name
        .split([' ', '_', '-', '.', '/'])
        .map(str::to_ascii_lowercase);
    let column = |word: String| match word.as_str() {
        "from" | "old" | "source" | "origin" => Some("source"),
        "to" | "new" | "target" | "destination" => Some("destination"),
        "status" | "code" => Some("statusCode"),
        "domain" | "host" | "hostname" => Some("host"),
        _ => None,
    };
    // A title has more words than the name of a column.
    let is_name = !name.contains([';', '\t', '|', ',']) && words.clone().count() <= MOST_WORDS;
    let elsewhere = words.find_map(column).filter(|_| is_name);
    elsewhere.or_else(|| suggestion::nearest(name, COLUMNS))
}

/// Said of a file that may be no table at all, so that its text is not shown.
const NAMES_NONE: &str = "the first row must name the columns, and this one names none of them";

/// The fault of a first row none of whose cells is meant as the name of a column, and what helps.
fn no_header(sheet: &Sheet<'_>) -> Option<(String, String)> {
    if (0..sheet.width()).any(|index| meant(sheet.cell(index)).is_some()) {
        return None;
    }
    let line = sheet.cell(0);
    let separator = SEPARATORS.iter().find(|(separator, _)| {
        let mut cells = line.split(*separator);
        cells.any(|cell| cell.len() < line.len() && meant(cell.trim()).is_some())
    });
    if let Some((_, name)) = separator {
        let message = format!("the columns of this table are separated by {name}, not by commas");
        let help = "save it as CSV with commas: `source,destination`".to_owned();
        return Some((message, help));
    }
    if line
        .split(',')
        .any(|cell| cell.len() < line.len() && meant(cell.trim()).is_some())
    {
        let message = "the first row stands in quotes as a whole, so that it is one cell";
        let help = "remove the quotes around this row, and around each row like it";
        return Some((message.to_owned(), help.to_owned()));
    }
    let help = match line {
        _ if line.contains('\0') => "save the file as UTF-8: it seems to be UTF-16",
        _ if line.starts_with("sep=") => "remove this line, so that the columns are named first",
        _ => "make `source,destination` the first row",
    };
    Some((NAMES_NONE.to_owned(), help.to_owned()))
}

/// Returns true if a row that should name columns holds URLs.
fn looks_like_rows(sheet: &Sheet<'_>) -> bool {
    let cell = sheet.cell(0);
    cell.starts_with('/') || values::is_absolute(cell)
}

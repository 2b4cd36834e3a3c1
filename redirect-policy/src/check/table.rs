//! `table`: a file of rows, each a rule of literal text.
//!
//! Spaces around a value are trimmed, rows whose cells are all empty are left out. The rows are unordered data: those
//! with more keys in their query are tried first, and of equals those with a host.

mod answer;
mod request;
mod row;
mod sheet;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;

use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Node, Scalar};
use crate::pattern::Origin;
use crate::policy::{Condition, Located, Rule};
use crate::suggest;

use super::Checker;
use super::fields;
use super::rule::Remarks;
use super::scope::Scope;
use sheet::Sheet;

/// The columns that a table can have.
const COLUMNS: [&str; 4] = ["source", "destination", "statusCode", "host"];

/// What all rows of a table have in common, and what has been read of them.
struct Table<'t> {
    scope: &'t Scope,
    remarks: Remarks,
    unless: Rc<Vec<Condition>>,
    /// The places of the columns in a row, in the order of [`COLUMNS`].
    columns: [Option<usize>; 4],
    /// The conditions of each host, as the rows write it; none if it is faulty.
    hosts: HashMap<String, Option<Host>>,
    /// The origins of destinations, as the rows write them: a table has few of them.
    origins: HashMap<String, Origin>,
    /// What the rows before match, with their places.
    seen: HashMap<String, Span>,
    rows: Vec<Row>,
}

/// A host of some rows.
#[derive(Clone)]
struct Host {
    canonical: String,
    when: Rc<Vec<Condition>>,
}

/// A row as a rule, with what decides its place among the others.
struct Row {
    keys: usize,
    has_host: bool,
    rule: Rule,
}

impl Checker<'_> {
    /// Checks a table and adds its rows to the rules.
    pub(super) fn table(&mut self, node: &Node, outer: &Scope) {
        let before = self.errors;
        let Some(fields) = self.fields(node, &fields::TABLE) else {
            return;
        };
        let mut scope = self.scope(outer, &fields);
        let unless = self.unless(&fields, &scope);
        let remarks = self.remarks(&fields);
        let written = fields
            .find("table")
            .and_then(|entry| self.text(entry, "the path of a file such as `legacy.csv`"));
        // Rows of a table that is wrong itself are checked, but not judged further.
        scope.faulty |= self.errors > before;
        let Some(file) = written.and_then(|written| self.beside(written)) else {
            return;
        };
        let Some(text) = self.sources.file(file).map(|file| file.text.clone()) else {
            return;
        };
        let mut table = Table {
            scope: &scope,
            remarks,
            unless: unless.all.into(),
            columns: [None; 4],
            hosts: HashMap::new(),
            origins: HashMap::new(),
            seen: HashMap::new(),
            rows: Vec::new(),
        };
        self.sheet(&mut table, &mut Sheet::new(file, &text));
        if scope.faulty {
            return;
        }
        table
            .rows
            .sort_by_key(|row| (Reverse(row.keys), !row.has_host));
        let rules = table.rows.into_iter().map(|row| row.rule);
        self.checked.policy.rules.extend(rules);
    }

    fn sheet(&mut self, table: &mut Table<'_>, sheet: &mut Sheet<'_>) {
        if !self.header(table, sheet) {
            return;
        }
        let columns = sheet.width();
        while sheet.advance() {
            if self.sound(sheet, columns) {
                self.row(table, sheet);
            }
        }
    }

    /// Reads the first row, which names the columns in any order; whether the rows can be read.
    fn header(&mut self, table: &mut Table<'_>, sheet: &mut Sheet<'_>) -> bool {
        if !sheet.advance() {
            self.report(
                Diagnostic::error("empty-file", sheet.place(0), "this table is empty")
                    .help("the first row names the columns: `source,destination`"),
            );
            return false;
        }
        let before = self.errors;
        if looks_like_rows(sheet) {
            self.report(
                Diagnostic::error(
                    "missing-column",
                    sheet.place(0),
                    "the first row must name the columns, this is a row of data",
                )
                .help("put the line `source,destination` in front of it"),
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
            Diagnostic::error("missing-column", sheet.place(0), message).help(format!(
                "add `{name}` to the first row, and a value to each other row"
            )),
        );
    }

    fn column_name(&mut self, table: &mut Table<'_>, sheet: &Sheet<'_>, index: usize) {
        let name = sheet.cell(index);
        let place = sheet.place(index);
        let known = COLUMNS.iter().position(|column| *column == name);
        let slot = known.and_then(|known| table.columns.get_mut(known));
        match slot {
            Some(Some(_)) => {
                let message = format!("the column `{name}` is there twice");
                self.report(
                    Diagnostic::error("duplicate-column", place, message)
                        .help("remove one of the two"),
                );
            }
            Some(slot) => *slot = Some(index),
            None => self.unknown_column(name, place),
        }
    }

    fn unknown_column(&mut self, name: &str, place: Span) {
        if name.is_empty() {
            let message = "this column has no name";
            self.report(
                Diagnostic::error("unknown-column", place, message)
                    .help("remove the column, or the comma too many"),
            );
            return;
        }
        let message = format!("a table has no column `{name}`");
        let diagnostic = Diagnostic::error("unknown-column", place, message);
        let elsewhere = match name.to_ascii_lowercase().as_str() {
            "from" | "old" => Some("source"),
            "to" | "new" | "target" => Some("destination"),
            "status" | "code" => Some("statusCode"),
            "domain" => Some("host"),
            _ => None,
        };
        let meant = elsewhere.or_else(|| suggest::nearest(name, COLUMNS));
        self.report(match meant {
            Some(meant) => diagnostic
                .label(format!("did you mean `{meant}`?"))
                .help(format!("write `{meant}`")),
            None if name.contains([';', '\t', '|']) => {
                diagnostic.help("separate the columns by commas: `source,destination`")
            }
            None => diagnostic.help(format!("the columns are `{}`", COLUMNS.join("`, `"))),
        });
    }

    /// Whether a row has the shape of the header; quotes that swallow lines are reported too.
    fn sound(&mut self, sheet: &Sheet<'_>, columns: usize) -> bool {
        if sheet.is_blank() {
            return false;
        }
        if let Some((place, message)) = sheet.damaged_quote() {
            self.report(
                Diagnostic::error("bad-row", place, message)
                    .help("close the quote before the next comma; a quote inside a quoted cell is written twice"),
            );
            return false;
        }
        let cells = sheet.width();
        if cells == columns {
            return true;
        }
        let plural = if cells == 1 { "" } else { "s" };
        let message = format!("this row has {cells} cell{plural}, the first row names {columns}");
        let (place, help) = if cells > columns {
            let help = "remove the cells too many; a cell with a comma is written in quotes";
            (sheet.place(columns), help)
        } else {
            let help = "add the commas that are missing, also for cells that stay empty";
            (sheet.place(cells.saturating_sub(1)), help)
        };
        self.report(Diagnostic::error("bad-row", place, message).help(help));
        false
    }

    /// The values of one column of any table, empty ones left out.
    pub(super) fn column(
        &mut self,
        file: u32,
        text: &str,
        column: &Scalar,
    ) -> Option<Vec<Located<String>>> {
        let mut sheet = Sheet::new(file, text);
        sheet.advance();
        let names: Vec<String> = (0..sheet.width())
            .map(|index| sheet.cell(index).to_owned())
            .collect();
        let Some(index) = names.iter().position(|name| *name == column.text) else {
            let message = format!("the table has no column `{}`", column.text);
            let known = names.iter().map(String::as_str);
            let help = match suggest::nearest(&column.text, known) {
                Some(meant) => format!("write `{meant}`"),
                None => format!("its columns are `{}`", names.join("`, `")),
            };
            self.report(Diagnostic::error("missing-column", column.span, message).help(help));
            return None;
        };
        let mut values = Vec::new();
        while sheet.advance() {
            if self.sound(&sheet, names.len()) && !sheet.cell(index).is_empty() {
                values.push(Located {
                    value: sheet.cell(index).to_owned(),
                    span: sheet.place(index),
                });
            }
        }
        Some(values)
    }
}

/// Whether a row that should name columns holds URLs.
fn looks_like_rows(sheet: &Sheet<'_>) -> bool {
    let cell = sheet.cell(0);
    cell.starts_with('/') || super::values::is_absolute(cell)
}

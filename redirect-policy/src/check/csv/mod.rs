//! `table`: a file of rows, each a rule of literal text.
//!
//! Spaces around a value are trimmed, rows whose cells are all empty are left out. The rows are unordered data: those
//! with more keys in their query are tried first, and of equals those with a host.

mod answer;
mod cell;
mod column;
mod header;
mod request;
mod row;
mod sheet;
mod stray;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;

use crate::diagnostic::{Diagnostic, suggestion};
use crate::model::{Condition, Located, Prefix, Rule};
use crate::pattern::Origin;
use crate::source::Span;
use crate::yaml::{Node, Scalar};

use super::prefix::GroupPrefix;
use super::remarks::Remarks;
use super::scope::Scope;
use super::{Allowing, Checker, keys};
pub(super) use sheet::Sheet;

/// Settings that all rows of a table share, and the rows that have been read.
struct Table<'t> {
    scope: &'t Scope,
    remarks: Remarks,
    unless: Rc<Vec<Vec<Condition>>>,
    /// The conditions where a row names no host: one of these choices.
    choices: Vec<Rc<Vec<Condition>>>,
    /// The prefix of the sources.
    prefix: Option<Rc<Prefix>>,
    /// The number of the table among the entries.
    entry: u32,
    /// The places of the columns in a row, in the order of [`COLUMNS`](column::COLUMNS).
    columns: [Option<usize>; 4],
    /// The conditions of each host, as the rows write it; none if it is faulty.
    hosts: HashMap<String, Option<Host>>,
    /// The origins of destinations, as the rows write them: a table has few of them.
    origins: HashMap<String, Origin>,
    /// The requests that earlier rows match, with the rows' places.
    seen: HashMap<String, Span>,
    rows: Vec<Row>,
}

/// A host of some rows.
#[derive(Clone)]
struct Host {
    canonical: String,
    /// The conditions: one of these choices.
    choices: Vec<Rc<Vec<Condition>>>,
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
        let Some(fields) = self.fields(node, &keys::TABLE) else {
            return;
        };
        let remarks = self.remarks(&fields);
        self.allowing = Allowing {
            lints: remarks.allow.clone(),
            in_table: Some(true),
        };
        let mut scope = self.scope(outer, &fields);
        let unless = self.unless(&fields, &scope);
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
            unless: unless.lists.into(),
            choices: scope
                .choices
                .iter()
                .map(|choice| Rc::clone(&choice.when))
                .collect(),
            prefix: scope.prefix.as_deref().map(GroupPrefix::of_rules),
            entry: self.next_entry(),
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
        let header = sheet.cell_span(0);
        let mut is_empty = true;
        while sheet.advance() {
            is_empty &= sheet.is_blank();
            if self.sound(sheet, columns) && !self.is_stray(table, sheet) {
                self.row(table, sheet);
            }
        }
        if is_empty {
            self.report(
                Diagnostic::error(
                    "empty-file",
                    header,
                    "this table names its columns, but has no rows",
                )
                .help("add rows below the first one, or remove the `table` from the policy"),
            );
        }
    }

    /// Returns true if a row has the shape of the header; reports quotes that swallow lines, too.
    pub(super) fn sound(&mut self, sheet: &Sheet<'_>, columns: usize) -> bool {
        if sheet.is_blank() {
            return false;
        }
        if let Some((span, message)) = sheet.damaged_quote() {
            self.report(
                Diagnostic::error("bad-row", span, message)
                    .help("close the quote before the next comma; a quote inside a quoted cell is written twice"),
            );
            return false;
        }
        let cells = sheet.width();
        if cells == columns {
            return true;
        }
        if let Some((separator, row)) = stray::other_separator(sheet, columns) {
            let message =
                format!("the cells of this row are separated by {separator}, not by commas");
            self.report(
                Diagnostic::error("bad-row", sheet.cell_span(0), message)
                    .help(format!("write `{row}`")),
            );
            return false;
        }
        let plural = if cells == 1 { "" } else { "s" };
        let message = format!("this row has {cells} cell{plural}, the first row names {columns}");
        let (span, help) = if cells > columns {
            let help = "remove the cells too many; a cell with a comma is written in quotes";
            (sheet.cell_span(columns), help)
        } else {
            let help = "add the commas that are missing, also for cells that stay empty";
            (sheet.cell_span(cells.saturating_sub(1)), help)
        };
        self.report(Diagnostic::error("bad-row", span, message).help(help));
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
            let help = match suggestion::nearest(&column.text, known) {
                Some(meant) => format!("write `{meant}`"),
                None if are_names(&names) => format!("its columns are `{}`", names.join("`, `")),
                None => "its first row names no columns: see whether it is the file that is meant"
                    .to_owned(),
            };
            self.report(Diagnostic::error("missing-column", column.span, message).help(help));
            return None;
        };
        let mut values = Vec::new();
        while sheet.advance() {
            if self.sound(&sheet, names.len()) && !sheet.cell(index).is_empty() {
                values.push(Located {
                    value: sheet.cell(index).to_owned(),
                    span: sheet.cell_span(index),
                });
            }
        }
        Some(values)
    }
}

/// Returns true if the cells of a first row are names of columns, and not the text of a file of another kind.
fn are_names(cells: &[String]) -> bool {
    let is_name = |cell: &String| {
        cell.len() <= 40
            && cell
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.'))
    };
    cells.len() > 1 && cells.iter().all(is_name)
}

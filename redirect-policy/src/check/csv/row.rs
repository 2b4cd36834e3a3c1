//! One row of a table: its cells, checked, to a rule.

use std::fmt::Write;
use std::rc::Rc;

use crate::check::Checker;
use crate::check::exceptions::relevant;
use crate::check::foreign_notation::foreign_row;
use crate::diagnostic::{Diagnostic, Level};
use crate::lint;
use crate::model::{Condition, Rule, ValuePattern};
use crate::pattern::{self, Item, Pattern};

use super::column::{DESTINATION, SOURCE};
use super::request::Pair;
use super::sheet::Sheet;
use super::{Host, Row, Table};

impl Table<'_> {
    /// The place of one of the known columns.
    pub(super) fn index(&self, column: usize) -> Option<usize> {
        self.columns.get(column).copied().flatten()
    }
}

impl Checker<'_> {
    /// Checks one row and keeps it if it is whole.
    pub(super) fn row(&mut self, table: &mut Table<'_>, sheet: &Sheet<'_>) {
        let (Some(source), Some(destination)) = (table.index(SOURCE), table.index(DESTINATION))
        else {
            return;
        };
        if self.is_foreign_row(sheet, source, destination) {
            return;
        }
        let is_plain = self.is_plain_cell(sheet, destination);
        let action = is_plain.then(|| self.row_action(table, sheet, destination));
        let is_plain = self.is_plain_cell(sheet, source);
        let written = is_plain.then(|| self.row_source(sheet, source));
        let (action, written) = (action.flatten(), written.flatten());
        let host = match &written {
            Some(written) => self.row_host(table, sheet, source, written),
            None => Ok(None),
        };
        let pairs = match &written {
            Some(written) => self.row_query(sheet, source, written.query),
            None => None,
        };
        let (Some(action), Some(written), Ok(host), Some(pairs)) = (action, written, host, pairs)
        else {
            return;
        };
        let mut pattern = Pattern::literal(written.path);
        if table.scope.trailing_slash_optional {
            optional_slash(&mut pattern);
        }
        let host = host.as_ref();
        if self.row_seen(table, sheet, source, &pattern, host, &pairs) {
            return;
        }
        if let Some(prefix) = &table.scope.prefix {
            match prefix.source.followed_by(&pattern) {
                Ok(joined) => pattern = joined,
                Err(error) => return self.cell_error(sheet, source, error),
            }
        }
        let id = match &table.remarks.id {
            Some(id) => id.clone(),
            None if table.prefix.is_some() => pattern.text.clone(),
            None => sheet.cell(source).to_owned(),
        };
        let rule = Rule {
            id,
            explicit_id: table.remarks.id.is_some(),
            source_span: sheet.cell_span(source),
            span: sheet.cell_span(0),
            fold_case: table.scope.fold_case,
            response_options: Rc::clone(&table.scope.response_options),
            unless: Rc::clone(&table.unless),
            except: relevant(&table.scope.except, &pattern, table.scope.fold_case),
            note: table.remarks.note.clone(),
            allow: table.remarks.allow.clone(),
            from_table: true,
            entry: table.entry,
            prefix: table.prefix.clone(),
            ..Rule::new(pattern, action)
        };
        let choices = host.map_or_else(|| table.choices.clone(), |host| host.choices.clone());
        let (keys, has_host) = (pairs.len(), host.is_some());
        for when in choices {
            let one = Rule {
                when: conditions(&when, &pairs),
                ..rule.clone()
            };
            let rules = match rule.prefix {
                Some(_) => self.hosts_of(one),
                None => vec![one],
            };
            table.rows.extend(rules.into_iter().map(|rule| Row {
                keys,
                has_host,
                rule,
            }));
        }
    }

    /// Returns true if a row is a pattern of another system; reports it.
    fn is_foreign_row(&mut self, sheet: &Sheet<'_>, source: usize, destination: usize) -> bool {
        let (from, to) = (sheet.cell(source), sheet.cell(destination));
        match foreign_row(from, to, sheet.cell_span(source)) {
            Some(diagnostic) => {
                let level = match may_be_text(from, to) {
                    true => Level::Warning,
                    false => Level::Error,
                };
                self.lint_report(level, diagnostic)
            }
            None => false,
        }
    }

    pub(super) fn cell_error(
        &mut self,
        sheet: &Sheet<'_>,
        index: usize,
        error: pattern::PatternError,
    ) {
        let span = sheet.part(index, error.at);
        let mut diagnostic = Diagnostic::error(error.code, span, error.message).label(error.label);
        diagnostic.help.extend(error.help);
        self.report(diagnostic);
    }

    /// Returns true if an earlier row matches the same request; reports that as the lint `duplicate-source`. Only an
    /// error drops the row.
    fn row_seen(
        &mut self,
        table: &mut Table<'_>,
        sheet: &Sheet<'_>,
        source: usize,
        pattern: &Pattern,
        host: Option<&Host>,
        pairs: &[Pair],
    ) -> bool {
        let identity = identity(pattern, host, pairs, table.scope.fold_case);
        let span = sheet.cell_span(source);
        let Some(first) = table.seen.get(&identity) else {
            table.seen.insert(identity, span);
            return false;
        };
        let (line, _) = self.sources.position(*first);
        let message = format!(
            "the source `{}` is in this table already, in line {line}",
            sheet.cell(source)
        );
        let diagnostic = Diagnostic::lint(lint::DUPLICATE_SOURCE, span, message)
            .related(*first, "the first row")
            .help("remove one of the two rows");
        self.lint_report(Level::Error, diagnostic)
    }
}

/// A final `/` may be missing, or be there though it is not written; the root stays.
fn optional_slash(pattern: &mut Pattern) {
    if let [Item::Literal(text)] = pattern.items.as_mut_slice() {
        if text == "/" {
            return;
        }
        if text.ends_with('/') {
            text.pop();
        }
        let slash = Item::Literal("/".to_owned());
        pattern.items.push(Item::Group(vec![slash]));
    }
}

/// The conditions of a row: those of the table and its host, and the keys of its query.
fn conditions(shared: &Rc<Vec<Condition>>, pairs: &[Pair]) -> Rc<Vec<Condition>> {
    if pairs.is_empty() {
        return Rc::clone(shared);
    }
    let mut when = Vec::clone(shared);
    when.extend(pairs.iter().map(|(key, value)| {
        let items = match value.is_empty() {
            true => Vec::new(),
            false => vec![Item::Literal(value.clone())],
        };
        let pattern = Pattern {
            text: value.clone(),
            items,
        };
        Condition::Query {
            key: key.clone(),
            value: ValuePattern::OneOf(vec![pattern]),
        }
    }));
    Rc::new(when)
}

/// A key that rows have in common where they match the same requests.
fn identity(pattern: &Pattern, host: Option<&Host>, pairs: &[Pair], fold: bool) -> String {
    let mut identity = String::with_capacity(64);
    for item in &pattern.items {
        match item {
            Item::Literal(text) => identity.push_str(text),
            // The one group of a row is its optional slash.
            _ => identity.push_str("(/)"),
        }
    }
    if fold {
        identity.make_ascii_lowercase();
    }
    let mut pairs: Vec<_> = pairs.iter().collect();
    pairs.sort_unstable();
    let host = host.map_or("", |host| host.canonical.as_str());
    // Lengths keep the parts apart, whatever characters they hold.
    let _ = write!(identity, " {} {host}", identity.len());
    for (key, value) in pairs {
        let value = match fold {
            true => value.to_ascii_lowercase(),
            false => value.clone(),
        };
        let _ = write!(identity, " {} {key} {} {value}", key.len(), value.len());
    }
    identity
}

/// True for a last segment such as `:active` that both cells have: real tables hold names like that (selectors of CSS),
/// as text.
fn may_be_text(source: &str, destination: &str) -> bool {
    let (Some((front, last)), Some((_, there))) =
        (source.rsplit_once('/'), destination.rsplit_once('/'))
    else {
        return false;
    };
    last == there && last.starts_with(':') && !front.contains([':', '*', '(', '[', '{', '<', '$'])
}

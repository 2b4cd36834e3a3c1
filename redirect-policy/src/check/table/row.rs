//! One row of a table: its cells, checked, to a rule.

use std::fmt::Write;
use std::rc::Rc;

use redirect_runtime::canonical;

use crate::check::matchers::form_decoded;
use crate::check::values::is_absolute;
use crate::check::{Checker, scope::Scope};
use crate::diagnostic::{Diagnostic, Level};
use crate::pattern::{self, Item, Pattern, Template};
use crate::policy::{Action, Condition, HostPattern, Rule, ValuePattern};

use super::sheet::Sheet;
use super::{Host, Row, Table};

const SOURCE: usize = 0;
const DESTINATION: usize = 1;
const STATUS: usize = 2;
const HOST: usize = 3;

/// The source of a row in its parts, each with its place in the cell.
struct Source<'r> {
    host: Option<&'r str>,
    path: &'r str,
    query: Option<&'r str>,
}

/// A key of a query with its canonical value.
type Pair = (String, String);

impl Table<'_> {
    /// The place of one of the known columns.
    fn index(&self, column: usize) -> Option<usize> {
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
        let action = self.row_action(table, sheet, destination);
        let written = self.row_source(sheet, source);
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
        let id = match (&table.remarks.id, host) {
            (Some(id), _) => id.clone(),
            (None, Some(host)) if written.host.is_none() => {
                format!("{}{}", host.canonical, sheet.cell(source))
            }
            (None, _) => sheet.cell(source).to_owned(),
        };
        let row = Row {
            keys: pairs.len(),
            has_host: host.is_some(),
            rule: Rule {
                id,
                explicit_id: table.remarks.id.is_some(),
                source: pattern,
                source_span: sheet.place(source),
                span: sheet.place(0),
                action,
                fold_case: table.scope.fold_case,
                terms: Rc::clone(&table.scope.terms),
                when: conditions(table.scope, host, pairs),
                unless: Rc::clone(&table.unless),
                note: table.remarks.note.clone(),
                examples: Vec::new(),
                allow: table.remarks.allow.clone(),
                from_table: true,
            },
        };
        table.rows.push(row);
    }

    /// What a row does: its status decides whether there must be a destination.
    fn row_action(
        &mut self,
        table: &mut Table<'_>,
        sheet: &Sheet<'_>,
        destination: usize,
    ) -> Option<Action> {
        let status = self.row_status(table, sheet)?;
        let written = sheet.cell(destination);
        if let 410 | 451 = status {
            if written.is_empty() {
                return Some(Action::Gone {
                    status,
                    handler: None,
                    on_failure: None,
                });
            }
            let message = format!("a row that answers {status} has no destination");
            self.report(
                Diagnostic::error("destination-without-redirect", sheet.place(destination), message)
                    .help("empty this cell, or write a status such as 301"),
            );
            return None;
        }
        if written.is_empty() {
            let message = format!("a row that answers {status} has no destination");
            self.report(
                Diagnostic::error("missing-destination", sheet.place(destination), message).help(
                    "fill this cell, or write 410 in the column `statusCode` if the page is gone; leave the row out while its destination is not known",
                ),
            );
            return None;
        }
        let template = self.row_template(table, sheet, destination, written)?;
        Some(Action::Redirect {
            status,
            destination: template,
            destination_span: sheet.place(destination),
            handler: None,
            on_failure: None,
            permanent_after: None,
        })
    }

    fn row_template(
        &mut self,
        table: &mut Table<'_>,
        sheet: &Sheet<'_>,
        destination: usize,
        written: &str,
    ) -> Option<Template> {
        if let Some(template) = with_known_origin(table, written) {
            return Some(template);
        }
        match Template::literal(written) {
            Ok(template) => {
                if let (Some(origin), Some((prefix, _))) = (&template.origin, divided(written)) {
                    // A query or fragment can begin before the first slash.
                    if !prefix.contains(['?', '#', '\\']) {
                        table.origins.insert(prefix.to_owned(), origin.clone());
                    }
                }
                Some(template)
            }
            Err(errors) => {
                for error in errors {
                    self.cell_error(sheet, destination, error);
                }
                None
            }
        }
    }

    fn cell_error(&mut self, sheet: &Sheet<'_>, index: usize, error: pattern::PatternError) {
        let span = sheet.part(index, error.at);
        let mut diagnostic =
            Diagnostic::error(error.code, span, error.message).label(error.label);
        diagnostic.help.extend(error.help);
        self.report(diagnostic);
    }

    fn row_status(&mut self, table: &Table<'_>, sheet: &Sheet<'_>) -> Option<u16> {
        let column = table.index(STATUS);
        let written = column.map(|column| sheet.cell(column)).unwrap_or_default();
        let (Some(column), false) = (column, written.is_empty()) else {
            return Some(table.scope.status.as_ref().map_or(301, |status| status.value));
        };
        if let Ok(status @ (301 | 302 | 303 | 307 | 308 | 410 | 451)) = written.parse() {
            return Some(status);
        }
        let message = format!("`statusCode` cannot be `{written}`");
        self.report(
            Diagnostic::error("bad-status", sheet.place(column), message)
                .help("write 301, 302, 303, 307, 308, 410 or 451, or nothing for the table's own"),
        );
        None
    }

    /// The parts of the source cell.
    fn row_source<'r>(&mut self, sheet: &'r Sheet<'_>, source: usize) -> Option<Source<'r>> {
        let written = sheet.cell(source);
        let before_fragment = written.find('#').unwrap_or(written.len());
        if before_fragment < written.len() {
            let message = "a source has no fragment, browsers never send it";
            let span = sheet.part(source, before_fragment..written.len());
            self.report(
                Diagnostic::error("query-or-fragment-in-source", span, message)
                    .help("remove it; a `#` that belongs to the path is written `%23`"),
            );
            return None;
        }
        let (host, target) = match is_absolute(written) {
            true => split_origin(written),
            false => (None, written),
        };
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let path = if host.is_some() && path.is_empty() {
            "/"
        } else {
            path
        };
        if !path.starts_with('/') {
            self.no_path(sheet, source, written);
            return None;
        }
        Some(Source { host, path, query })
    }

    fn no_path(&mut self, sheet: &Sheet<'_>, source: usize, written: &str) {
        let (code, message, help) = match written.is_empty() {
            true => (
                "empty",
                "this row has no source".to_owned(),
                "write a path such as `/old`, or remove the row".to_owned(),
            ),
            false => (
                "source-must-start-with-slash",
                format!("the source `{written}` does not begin with `/`"),
                format!("write `/{written}`"),
            ),
        };
        self.report(Diagnostic::error(code, sheet.place(source), message).help(help));
    }

    /// The host of a row, from its own column or from an absolute source.
    fn row_host(
        &mut self,
        table: &mut Table<'_>,
        sheet: &Sheet<'_>,
        source: usize,
        written: &Source<'_>,
    ) -> Result<Option<Host>, ()> {
        let column = table.index(HOST);
        let named = column
            .map(|column| (column, sheet.cell(column)))
            .filter(|(_, host)| !host.is_empty());
        let inline = written.host.map(|host| (source, host));
        let (index, host) = match (named, inline) {
            (None, None) => return Ok(None),
            (Some((column, named)), Some((_, inline))) if !named.eq_ignore_ascii_case(inline) => {
                let message = format!("the row says `{named}` here, and `{inline}` in its source");
                self.report(
                    Diagnostic::error("conflicting-keys", sheet.place(column), message)
                        .related(sheet.place(source), "the source")
                        .help("name the host in one of the two"),
                );
                return Err(());
            }
            (Some(found), _) | (None, Some(found)) => found,
        };
        if let Some(known) = table.hosts.get(host) {
            return known.clone().map(Some).ok_or(());
        }
        let found = self.new_host(table.scope, sheet, index, host);
        table.hosts.insert(host.to_owned(), found.clone());
        found.map(Some).ok_or(())
    }

    /// A host that no row before has named: its faults are reported once.
    fn new_host(
        &mut self,
        scope: &Scope,
        sheet: &Sheet<'_>,
        index: usize,
        host: &str,
    ) -> Option<Host> {
        match pattern::parse_host(host) {
            Ok(HostPattern::Exact(canonical)) => {
                let mut when = Vec::clone(&scope.when);
                let exact = HostPattern::Exact(canonical.clone());
                when.push(Condition::Host(vec![exact]));
                return Some(Host {
                    canonical,
                    when: Rc::new(when),
                });
            }
            Ok(_) => {
                let message = format!("`{host}` stands for many hosts, rows are literal text");
                self.report(
                    Diagnostic::error("bad-host", sheet.place(index), message)
                        .help("name one host, or put `when: { host: ... }` beside the table"),
                );
            }
            Err(errors) => {
                // The host of an absolute source stands after its `//`.
                let offset = sheet.cell(index).find(host).unwrap_or_default();
                for mut error in errors {
                    error.at = error.at.start + offset..error.at.end + offset;
                    self.cell_error(sheet, index, error);
                }
            }
        }
        None
    }

    /// The keys of the source's query in their order, with canonical values.
    fn row_query(
        &mut self,
        sheet: &Sheet<'_>,
        source: usize,
        query: Option<&str>,
    ) -> Option<Vec<Pair>> {
        let mut pairs: Vec<Pair> = Vec::new();
        for pair in query.unwrap_or_default().split('&') {
            if pair.is_empty() {
                continue;
            }
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = form_decoded(key);
            if pairs.iter().any(|(given, _)| *given == key) {
                let message = format!("the query of this source has the key `{key}` twice");
                self.report(
                    Diagnostic::error("repeated-query-key", sheet.place(source), message).help(
                        "leave one of them: the first value of a key counts, all are used up",
                    ),
                );
                return None;
            }
            pairs.push((key, canonical_value(value)));
        }
        Some(pairs)
    }

    /// Whether an earlier row matches the same; reported as the lint `duplicate-source`. Only an error drops the row.
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
        let place = sheet.place(source);
        let Some(first) = table.seen.get(&identity) else {
            table.seen.insert(identity, place);
            return false;
        };
        let Some(level) = self.level("duplicate-source", &table.remarks.allow) else {
            return false;
        };
        let (line, _) = self.sources.position(*first);
        let message = format!(
            "the source `{}` is in this table already, in line {line}",
            sheet.cell(source)
        );
        let mut diagnostic = Diagnostic::error("duplicate-source", place, message)
            .related(*first, "the first row")
            .help("remove one of the two rows");
        diagnostic.level = level;
        self.report(diagnostic);
        level == Level::Error
    }
}

/// The template of an absolute destination whose origin an earlier row had: only its path is read.
fn with_known_origin(table: &Table<'_>, written: &str) -> Option<Template> {
    let (prefix, path) = divided(written)?;
    let origin = table.origins.get(prefix)?;
    // What is wrong with a path alone may be right after an origin, and has another place: that is read as a whole.
    let mut template = Template::literal(path).ok()?;
    written.clone_into(&mut template.text);
    template.origin = Some(origin.clone());
    Some(template)
}

/// Scheme and authority of an absolute URL, and its path if that is written.
fn divided(url: &str) -> Option<(&str, &str)> {
    let scheme = if url.starts_with("https://") {
        "https://".len()
    } else if url.starts_with("http://") {
        "http://".len()
    } else {
        return None;
    };
    let path = url.get(scheme..)?.find('/')?;
    url.split_at_checked(scheme + path)
}

/// The host and the rest of an absolute URL.
fn split_origin(url: &str) -> (Option<&str>, &str) {
    let rest = url.split_once("//").map_or("", |(_, rest)| rest);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, target) = rest.split_at_checked(end).unwrap_or((rest, ""));
    (Some(host), target)
}

/// A value of a query in canonical form, `+` read as a space.
fn canonical_value(value: &str) -> String {
    let mut canonical = String::with_capacity(value.len());
    canonical::push_characters(&value.replace('+', "%20"), &mut canonical);
    canonical
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

/// The conditions of a row: those of the table, its host, the keys of its query.
fn conditions(scope: &Scope, host: Option<&Host>, pairs: Vec<Pair>) -> Rc<Vec<Condition>> {
    let shared = host.map_or(&scope.when, |host| &host.when);
    if pairs.is_empty() {
        return Rc::clone(shared);
    }
    let mut when = Vec::clone(shared);
    when.extend(pairs.into_iter().map(|(key, value)| {
        let items = match value.is_empty() {
            true => Vec::new(),
            false => vec![Item::Literal(value.clone())],
        };
        let pattern = Pattern { text: value, items };
        let value = ValuePattern::OneOf(vec![pattern]);
        Condition::Query { key, value }
    }));
    Rc::new(when)
}

/// A text that is the same for rows that match the same requests.
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
        let _ = write!(identity, " {} {key} {} {value}", key.len(), value.len());
    }
    identity
}

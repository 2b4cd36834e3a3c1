//! The requests that a row matches: the parts of its source, and its host.

use std::rc::Rc;

use redirect_runtime::request::query::canonical_value;

use crate::check::Checker;
use crate::check::scope::Scope;
use crate::check::values::is_absolute;
use crate::diagnostic::Diagnostic;
use crate::model::condition::query::form_decoded;
use crate::model::{Condition, HostPattern};
use crate::pattern;

use super::column::HOST;
use super::sheet::Sheet;
use super::{Host, Table};

/// The source of a row in its parts.
pub(super) struct Source<'r> {
    pub(super) host: Option<&'r str>,
    pub(super) path: &'r str,
    pub(super) query: Option<&'r str>,
}

/// A key of a query with its canonical value.
pub(super) type Pair = (String, String);

impl Checker<'_> {
    /// The parts of the source cell.
    pub(super) fn row_source<'r>(
        &mut self,
        sheet: &'r Sheet<'_>,
        source: usize,
    ) -> Option<Source<'r>> {
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
                with_slash(written),
            ),
        };
        self.report(Diagnostic::error(code, sheet.cell_span(source), message).help(help));
    }

    /// The host of a row, from its own column or from an absolute source.
    pub(super) fn row_host(
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
                    Diagnostic::error("conflicting-keys", sheet.cell_span(column), message)
                        .related(sheet.cell_span(source), "the source")
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
                let exact = HostPattern::Exact(canonical.clone());
                self.known_host(sheet.cell_span(index), &exact);
                let exact = Condition::Host(vec![exact]);
                let choices = scope.choices.iter().map(|choice| {
                    let mut when = Vec::clone(&choice.when);
                    when.push(exact.clone());
                    Rc::new(when)
                });
                return Some(Host {
                    choices: choices.collect(),
                    canonical,
                });
            }
            Ok(_) => {
                let message = format!("`{host}` stands for many hosts, rows are literal text");
                self.report(
                    Diagnostic::error("bad-host", sheet.cell_span(index), message)
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
    pub(super) fn row_query(
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
                    Diagnostic::error("repeated-query-key", sheet.cell_span(source), message).help(
                        "leave one of them: the first value of a key counts, all are used up",
                    ),
                );
                return None;
            }
            pairs.push((key, canonical_value(value).into_owned()));
        }
        Some(pairs)
    }
}

/// Writes a source that lacks its slash as it should have been.
fn with_slash(written: &str) -> String {
    let scheme = ["https:", "http:"].into_iter().find_map(|scheme| {
        let rest = written.strip_prefix(scheme)?;
        Some((scheme, rest.trim_start_matches(['/', '\\'])))
    });
    let first = written.split(['/', '?']).next().unwrap_or_default();
    match scheme {
        Some((scheme, rest)) => format!("write `{scheme}//{rest}`"),
        None if first.contains('.') && first.len() < written.len() => {
            format!("write `/{written}`, or `https://{written}` if `{first}` is a host")
        }
        None => format!("write `/{written}`"),
    }
}

/// The host and the rest of an absolute URL.
fn split_origin(url: &str) -> (Option<&str>, &str) {
    let rest = url.split_once("//").map_or("", |(_, rest)| rest);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, target) = rest.split_at_checked(end).unwrap_or((rest, ""));
    (Some(host), target)
}

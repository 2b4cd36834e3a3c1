//! A row's answer: its status and its destination.

use crate::check::Checker;
use crate::diagnostic::Diagnostic;
use crate::model::Action;
use crate::pattern::Template;

use super::Table;
use super::cell::means_nothing;
use super::column::STATUS;
use super::sheet::Sheet;

impl Checker<'_> {
    /// Reads a row's action: its status decides if there must be a destination.
    pub(super) fn row_action(
        &mut self,
        table: &mut Table<'_>,
        sheet: &Sheet<'_>,
        destination: usize,
    ) -> Option<Action> {
        let written = sheet.cell(destination);
        let column = table.index(STATUS);
        if column.is_some_and(|column| sheet.cell(column).eq_ignore_ascii_case("stop")) {
            if written.is_empty() {
                return Some(Action::Stop);
            }
            let message = "a row that lets the site answer has no destination";
            self.report(
                Diagnostic::error(
                    "destination-without-redirect",
                    sheet.cell_span(destination),
                    message,
                )
                .help("empty this cell, or write a status such as 301"),
            );
            return None;
        }
        let status = self.row_status(table, sheet)?;
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
                Diagnostic::error(
                    "destination-without-redirect",
                    sheet.cell_span(destination),
                    message,
                )
                .help("empty this cell, or write a status such as 301"),
            );
            return None;
        }
        if written.is_empty() {
            let message = format!("a row that answers {status} has no destination");
            self.report(
                Diagnostic::error("missing-destination", sheet.cell_span(destination), message).help(
                    "fill this cell, or write 410 in the column `statusCode` if the page is gone; leave the row out while its destination is not known",
                ),
            );
            return None;
        }
        if means_nothing(written) {
            let message = format!("`{written}` is no address");
            self.report(
                Diagnostic::error("bad-cell", sheet.cell_span(destination), message).help(
                    "empty this cell, and write 410 in the column `statusCode` if the page is gone; leave the row out while its destination is not known",
                ),
            );
            return None;
        }
        let template = self.row_template(table, sheet, destination, written)?;
        let template = match &table.scope.prefix {
            Some(prefix) => prefix.before(&template)?.template,
            None => template,
        };
        Some(Action::Redirect {
            status,
            destination: template,
            destination_span: sheet.cell_span(destination),
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

    fn row_status(&mut self, table: &Table<'_>, sheet: &Sheet<'_>) -> Option<u16> {
        let column = table.index(STATUS);
        let written = column.map(|column| sheet.cell(column)).unwrap_or_default();
        let (Some(column), false) = (column, written.is_empty()) else {
            return Some(
                table
                    .scope
                    .status
                    .as_ref()
                    .map_or(301, |status| status.value),
            );
        };
        if let Some(status) = written.parse().ok().and_then(known_status) {
            return Some(status);
        }
        let message = format!("`statusCode` cannot be `{written}`");
        let help = match meant_status(written) {
            Some(status) => format!("write {status}, as a whole number"),
            _ => {
                "write 301, 302, 303, 307, 308, 410, 451 or `stop`, or nothing for the table's own"
                    .into()
            }
        };
        self.report(Diagnostic::error("bad-status", sheet.cell_span(column), message).help(help));
        None
    }
}

fn known_status(number: u16) -> Option<u16> {
    matches!(number, 301 | 302 | 303 | 307 | 308 | 410 | 451).then_some(number)
}

/// The status in a cell such as `301.0`, `3.01E+02`, `301 Moved Permanently`: spreadsheets and people write more than
/// its number.
fn meant_status(written: &str) -> Option<u16> {
    let plain: String = written
        .chars()
        .map(|c| match c {
            ',' => '.',
            '\u{ff10}'..='\u{ff19}' => {
                char::from_u32(u32::from(c) - 0xff10 + u32::from('0')).unwrap_or(c)
            }
            c => c,
        })
        .collect();
    let number = plain.parse::<f64>().ok().map(|number| number.to_string());
    let plain = number.unwrap_or(plain);
    let mut runs = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|run| run.parse().ok().and_then(known_status));
    runs.next().filter(|_| runs.next().is_none())
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

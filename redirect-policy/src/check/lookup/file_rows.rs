//! The rows of a lookup that are in a CSV file: compiled in, or a snapshot that is at hand.

use redirect_runtime::snapshot::{EARLIEST, as_of};

use crate::check::Checker;
use crate::check::coverage::span;
use crate::check::csv::Sheet;
use crate::diagnostic::Diagnostic;
use crate::model::{Column, Lookup, LookupRow as Row};
use crate::source::Span;
use crate::yaml::Scalar;

use super::rows::Seen;

impl Checker<'_> {
    /// The rows of a CSV file; its columns are found by name, others are passed over.
    pub(super) fn compiled_rows(&mut self, written: &Scalar, lookup: &Lookup) -> Option<Vec<Row>> {
        let file = self.beside(written)?;
        self.file_rows(file, lookup)
    }

    /// The rows of a CSV file that is open.
    pub(super) fn file_rows(&mut self, file: u32, lookup: &Lookup) -> Option<Vec<Row>> {
        let text = self.sources.file(file).map(|file| file.text.clone())?;
        let mut sheet = Sheet::new(file, &text);
        sheet.advance();
        if lookup.served.is_some() {
            self.is_whole(file, &text)?;
            // A snapshot's first line may say when its export began to read.
            if sheet.cell(0).starts_with('#') {
                self.as_of(&sheet)?;
                sheet.advance();
            }
        }
        let header: Vec<String> = (0..sheet.width())
            .map(|index| sheet.cell(index).to_owned())
            .collect();
        let all: Vec<&Column> = lookup.key.iter().chain(&lookup.values).collect();
        let mut indices = Vec::with_capacity(all.len());
        for column in &all {
            let name = &column.column;
            let Some(index) = header.iter().position(|known| known == name) else {
                let message = format!(
                    "the file of the lookup `{}` has no column `{name}`",
                    lookup.name.value
                );
                self.report(Diagnostic::error("missing-column", sheet.cell_span(0), message).help(format!(
                    "its columns are `{}`; where one is named otherwise, write `columns: {{ {}: ... }}` in the policy",
                    header.join("`, `"),
                    column.name.value
                )));
                return None;
            };
            if let Some(again) = header
                .iter()
                .skip(index + 1)
                .position(|known| known == name)
            {
                let message = format!("the column `{name}` is there twice");
                let span = sheet.cell_span(index + 1 + again);
                self.report(
                    Diagnostic::error("duplicate-column", span, message)
                        .related(sheet.cell_span(index), "first here")
                        .help("leave one of the two out, or give it another name"),
                );
                return None;
            }
            indices.push(index);
        }
        let status_index = header.iter().position(|known| known == "statusCode");
        let mut rows = Vec::new();
        let mut seen = Seen::new();
        while sheet.advance() {
            if !self.sound(&sheet, header.len()) {
                continue;
            }
            let status = match status_index.map_or("", |at| sheet.cell(at)) {
                "" => None,
                "410" => Some(410),
                "451" => Some(451),
                other => {
                    let message = format!("a row of a lookup cannot have the status `{other}`");
                    let span = sheet.cell_span(status_index.unwrap_or_default());
                    self.report(Diagnostic::error("lookup-value", span, message).help(
                        "write 410 or 451, or leave it empty: then the rule's status counts",
                    ));
                    continue;
                }
            };
            let mut texts = Vec::with_capacity(all.len());
            for (number, (column, at)) in all.iter().zip(&indices).enumerate() {
                let is_value = number >= lookup.key.len();
                if is_value && status.is_some() && sheet.cell(*at).is_empty() {
                    texts.push(None);
                } else {
                    let Some(text) =
                        self.lookup_text(lookup, column, sheet.cell(*at), sheet.cell_span(*at))
                    else {
                        break;
                    };
                    texts.push(text);
                }
            }
            if texts.len() < all.len() {
                continue;
            }
            let values = texts.split_off(lookup.key.len());
            let key = texts.into_iter().map(Option::unwrap_or_default).collect();
            let span = indices
                .first()
                .map_or_else(Span::default, |at| sheet.cell_span(*at));
            self.add_row(
                Row {
                    key,
                    values,
                    status,
                    span,
                },
                &mut rows,
                &mut seen,
            );
        }
        Some(rows)
    }

    /// Reports a snapshot that ends within a line, as services do: what is missing of it is not known.
    fn is_whole(&mut self, file: u32, text: &str) -> Option<()> {
        if text.is_empty() || text.ends_with(['\n', '\r']) {
            return Some(());
        }
        let start = text.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let message = "the file ends within this line";
        self.report(
            Diagnostic::error("bad-row", span(file, start, text.len() - start), message).help(
                "export it again if it was cut short; else put a line break behind its last row",
            ),
        );
        None
    }

    /// Judges a first line such as `# as_of 1790000000000` as services do.
    fn as_of(&mut self, sheet: &Sheet<'_>) -> Option<()> {
        let help = match as_of(sheet.cell(0)) {
            Some(number) if number > EARLIEST && sheet.width() == 1 => return Some(()),
            Some(number) if number <= EARLIEST && number > EARLIEST / 1_000 => {
                format!("these are seconds: write `# as_of {}`", number * 1_000)
            }
            _ => "write one such as `# as_of 1790000000000`, or leave the line out".to_owned(),
        };
        let message = "a first line with `#` is `# as_of` and milliseconds since 1970";
        self.report(Diagnostic::error("bad-row", sheet.cell_span(0), message).help(help));
        None
    }
}

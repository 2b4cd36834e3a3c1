//! The rows of a CSV file, each cell with its place in the file.

use csv::{ReaderBuilder, StringRecord};

use crate::check::coverage::span;
use crate::source::Span;

/// A walk over the rows of a file.
pub(in crate::check) struct Sheet<'t> {
    file: u32,
    text: &'t str,
    /// Where the reader began: after a byte order mark.
    base: usize,
    reader: csv::Reader<&'t [u8]>,
    record: StringRecord,
    /// The cells of the row as they stand in the file, quotes and spaces left out.
    bounds: Vec<CellBounds>,
}

/// A cell in the file.
#[derive(Clone, Copy)]
struct CellBounds {
    start: usize,
    end: usize,
    fault: Option<&'static str>,
}

impl<'t> Sheet<'t> {
    pub(in crate::check) fn new(file: u32, text: &'t str) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(body.as_bytes());
        Sheet {
            file,
            text,
            base: text.len() - body.len(),
            reader,
            record: StringRecord::new(),
            bounds: Vec::new(),
        }
    }

    /// Goes to the next row, and returns false at the end. Lines without any character are no rows.
    pub(in crate::check) fn advance(&mut self) -> bool {
        let from = self.offset();
        self.bounds.clear();
        // Text in memory cannot fail to be read, and it is UTF-8.
        if !self.reader.read_record(&mut self.record).unwrap_or(false) {
            return false;
        }
        let to = self.offset();
        let raw = self.text.get(from..to).unwrap_or_default();
        // The reader leaves the end of one line, and empty lines, to the next row.
        let row = raw.trim_start_matches(['\r', '\n']);
        let start = from + raw.len() - row.len();
        if row.as_bytes().contains(&b'"') {
            self.quoted_bounds(row, start);
        } else {
            self.plain_bounds(start);
        }
        true
    }

    /// Where the reader stands in the file.
    fn offset(&self) -> usize {
        let read = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
        self.base.saturating_add(read)
    }

    fn plain_bounds(&mut self, start: usize) {
        let mut start = start;
        for cell in &self.record {
            self.bounds.push(trimmed(cell, start));
            start += cell.len() + 1;
        }
    }

    fn quoted_bounds(&mut self, row: &str, start: usize) {
        let mut at = 0;
        while self.bounds.len() < self.record.len() {
            let rest = row.get(at..).unwrap_or_default();
            let (length, bounds) = cell(rest, start + at);
            self.bounds.push(bounds);
            at += length + 1;
        }
    }

    /// Returns the number of cells in the row.
    pub(in crate::check) fn width(&self) -> usize {
        self.record.len()
    }

    /// The value of a cell without spaces around it; empty if there is none.
    pub(in crate::check) fn cell(&self, index: usize) -> &str {
        self.record.get(index).unwrap_or_default().trim()
    }

    /// Returns true if all cells are empty.
    pub(in crate::check) fn is_blank(&self) -> bool {
        self.record.iter().all(|cell| cell.trim().is_empty())
    }

    /// Where a cell stands, without quotes and spaces.
    pub(in crate::check) fn cell_span(&self, index: usize) -> Span {
        let bounds = self.bounds.get(index).copied().unwrap_or(CellBounds {
            start: self.base,
            end: self.base,
            fault: None,
        });
        span(self.file, bounds.start, bounds.end - bounds.start)
    }

    /// Where a part of a cell's value stands; the whole cell if it is written otherwise.
    pub(in crate::check) fn part(&self, index: usize, at: std::ops::Range<usize>) -> Span {
        let whole = self.cell_span(index);
        let value = self.cell(index);
        let written = self
            .bounds
            .get(index)
            .and_then(|bounds| self.text.get(bounds.start..bounds.end));
        let start = u32::try_from(at.start).ok();
        let length = u32::try_from(at.end.saturating_sub(at.start)).ok();
        match (written == Some(value), start, length) {
            (true, Some(start), Some(length)) => {
                let start = whole.start.saturating_add(start).min(whole.end);
                Span {
                    start,
                    end: start.saturating_add(length).min(whole.end),
                    ..whole
                }
            }
            _ => whole,
        }
    }

    /// A cell whose quotes do not say where it ends.
    pub(in crate::check) fn damaged_quote(&self) -> Option<(Span, &'static str)> {
        let (index, fault) = self
            .bounds
            .iter()
            .enumerate()
            .find_map(|(index, bounds)| Some((index, bounds.fault?)))?;
        Some((self.cell_span(index), fault))
    }
}

/// The length of the cell that `rest` begins with, and its bounds.
fn cell(rest: &str, start: usize) -> (usize, CellBounds) {
    let Some(body) = rest.strip_prefix('"') else {
        let length = rest.find([',', '\r', '\n']).unwrap_or(rest.len());
        return (
            length,
            trimmed(rest.get(..length).unwrap_or_default(), start),
        );
    };
    let Some(closing) = closing_quote(body) else {
        let line = body.find(['\r', '\n']).unwrap_or(body.len());
        let mut bounds = trimmed(body.get(..line).unwrap_or_default(), start + 1);
        bounds.fault = Some("this quote is never closed");
        return (rest.len(), bounds);
    };
    let value = body.get(..closing).unwrap_or_default();
    let mut bounds = trimmed(value, start + 1);
    let after = body.get(closing + 1..).unwrap_or_default();
    let more = after.find([',', '\r', '\n']).unwrap_or(after.len());
    if value.contains(['\r', '\n']) {
        let line = value.find(['\r', '\n']).unwrap_or(value.len());
        bounds = trimmed(value.get(..line).unwrap_or_default(), start + 1);
        bounds.fault = Some("this quoted cell goes on into the next line");
    } else if !after.get(..more).unwrap_or_default().trim().is_empty() {
        bounds.fault = Some("something follows the quoted text of this cell");
    }
    (closing + 2 + more, bounds)
}

/// Where the quote stands that closes a cell; two in a row stand for one and do not close.
fn closing_quote(body: &str) -> Option<usize> {
    let mut bytes = body.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'"' && bytes.next_if(|(_, next)| *next == b'"').is_none() {
            return Some(at);
        }
    }
    None
}

fn trimmed(cell: &str, start: usize) -> CellBounds {
    let begins = cell.trim_start();
    let start = start + cell.len() - begins.len();
    CellBounds {
        start,
        end: start + begins.trim_end().len(),
        fault: None,
    }
}

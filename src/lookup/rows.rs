//! Rows, and files of them that are held in memory.

use std::collections::HashMap;

use csv::StringRecord;

use super::{Contract, Key};

/// A source's answer to a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The values in the order of the policy, decoded; `None` where there is none.
    pub values: Vec<Option<String>>,
    /// A status of the row's own: 410 or 451.
    pub status: Option<u16>,
}

/// The rows of a CSV file.
#[derive(Debug, Default)]
pub(crate) struct Rows(HashMap<Key, Row>);

impl Rows {
    /// Reads a CSV file with a header line; columns are found by name, others are passed over.
    ///
    /// # Errors
    /// The line, where there is one, and the fault.
    pub(crate) fn read(contract: &Contract, text: &str) -> Result<Rows, (Option<u64>, String)> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let header = reader
            .headers()
            .map_err(|error| (Some(1), error.to_string()))?
            .clone();
        let places = |name: &str| -> Vec<usize> {
            let columns = header.iter().enumerate();
            let named = columns.filter(|(_, column)| column.trim() == name);
            named.map(|(place, _)| place).collect()
        };
        let needed = |name: &str| match places(name).as_slice() {
            [place] => Ok(*place),
            [] => {
                let has = header.iter().collect::<Vec<_>>().join("`, `");
                Err((Some(1), format!("has no column `{name}`; it has `{has}`")))
            }
            _ => Err((Some(1), format!("has the column `{name}` twice"))),
        };
        let key = contract
            .key
            .iter()
            .map(|column| needed(column.column))
            .collect::<Result<Vec<_>, _>>()?;
        let values = contract
            .values
            .iter()
            .map(|column| needed(column.column))
            .collect::<Result<Vec<_>, _>>()?;
        let status = places("statusCode").first().copied();
        let mut rows = HashMap::new();
        for record in reader.records() {
            let record = record
                .map_err(|error| (error.position().map(csv::Position::line), error.to_string()))?;
            let line = record.position().map(csv::Position::line);
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            sound(&record, header.len()).map_err(|fault| (line, fault))?;
            let cell = |at: usize| record.get(at).unwrap_or_default().trim();
            let mut parts = Vec::with_capacity(key.len());
            for (column, at) in contract.key.iter().zip(&key) {
                let text = cell(*at);
                column
                    .kind
                    .judge(text)
                    .map_err(|fault| (line, format!("`{}` {fault}", column.column)))?;
                parts.push(column.kind.canonical_part(text));
            }
            let row = Row {
                values: values
                    .iter()
                    .map(|at| Some(cell(*at).to_owned()).filter(|text| !text.is_empty()))
                    .collect(),
                status: status_of(status.map_or("", cell)).map_err(|fault| (line, fault))?,
            };
            if row.status.is_none() {
                contract.judge(&row.values).map_err(|fault| (line, fault))?;
            }
            let shown = parts.join(", ");
            if rows.insert(Key::from(parts), row).is_some() {
                return Err((line, format!("has the key `{shown}` twice")));
            }
        }
        Ok(Rows(rows))
    }

    pub(crate) fn get(&self, key: &Key) -> Option<&Row> {
        self.0.get(key)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Judges the form of a row: a cell for each column, and none that goes on into the next line, as one does whose quote
/// is not closed.
fn sound(record: &StringRecord, columns: usize) -> Result<(), String> {
    if record.iter().any(|cell| cell.contains(['\n', '\r'])) {
        return Err(
            "has a quoted cell that goes on into the next line; its quote may not be closed"
                .to_owned(),
        );
    }
    match record.len() {
        cells if cells == columns => Ok(()),
        cells => Err(format!(
            "has {cells} cells, but the first row names {columns}"
        )),
    }
}

/// The status of a row; only answers that need no values.
fn status_of(text: &str) -> Result<Option<u16>, String> {
    match text.trim() {
        "" => Ok(None),
        "410" => Ok(Some(410)),
        "451" => Ok(Some(451)),
        other => Err(format!(
            "`statusCode` is `{other}`; a row may say 410 or 451"
        )),
    }
}

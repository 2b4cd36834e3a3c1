//! SQLite files of lookups, which are asked on disk.

use std::path::Path;

use redirect_lookup_sqlite::{Column, Key as Part, Options, Row as Found, Shape, Snapshot};

use super::{Contract, Failure, Key, LookupError, Row};

/// Opens and checks a file that is asked on disk.
///
/// # Errors
/// The file's fault.
pub(super) fn open(contract: &Contract, path: &Path) -> Result<Snapshot, LookupError> {
    let columns = |columns: &[super::Column]| {
        let column = |one: &super::Column| Column {
            name: one.column.to_owned(),
            integer: one.kind.is_int(),
        };
        columns.iter().map(column).collect()
    };
    let shape = Shape {
        key: columns(contract.key),
        values: columns(contract.values),
    };
    let mut judge = |key: &[String], found: &Found| {
        for (part, column) in key.iter().zip(contract.key) {
            column
                .kind
                .judge(part)
                .map_err(|fault| format!("`{}` {fault}", column.column))?;
        }
        row(contract, found.clone()).map(|_| ())
    };
    Snapshot::open(path, &shape, &Options::default(), &mut judge)
        .map_err(|fault| LookupError::new(contract, path, fault.reason))
}

/// The row of a key; `None` if the file has none.
pub(super) async fn get(
    snapshot: &Snapshot,
    contract: &Contract,
    key: &Key,
) -> Result<Option<Row>, Failure> {
    let Some(parts) = parts(contract, key) else {
        return Ok(None);
    };
    let found = snapshot.get(&parts).await;
    let found = found.map_err(|error| Failure::File(error.to_string()))?;
    found
        .map(|found| row(contract, found).map_err(Failure::Value))
        .transpose()
}

/// The key as the file keeps it; `None` for a number that no file holds.
fn parts<'a>(contract: &Contract, key: &'a Key) -> Option<Vec<Part<'a>>> {
    let parts = contract.key.iter().zip(key.iter());
    let part = |(column, text): (&super::Column, &'a String)| {
        if column.kind.is_int() {
            text.parse().ok().map(Part::Integer)
        } else {
            Some(Part::Text(text))
        }
    };
    parts.map(part).collect()
}

/// A row that keeps to the contract.
fn row(contract: &Contract, found: Found) -> Result<Row, String> {
    match found.status {
        None => contract.judge(&found.values)?,
        Some(410 | 451) => {}
        Some(other) => {
            return Err(format!("`statusCode` is {other}; a row may say 410 or 451"));
        }
    }
    let values = contract.values.iter().zip(found.values);
    let values = values.map(|(column, value)| Some(column.kind.canonical_part(&value?)));
    Ok(Row {
        values: values.collect(),
        status: found.status,
    })
}

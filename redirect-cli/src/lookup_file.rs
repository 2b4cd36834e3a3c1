//! Files of lookups: as the compiler reads them, and as a service opens them.

use std::path::Path;

use redirect_lookup_sqlite::{Column, Options, Shape, Snapshot};
use redirect_policy::check::check;
use redirect_policy::model::{self, Lookup};
use redirect_policy::source::Sources;

use crate::Failure;
use crate::csv::quoted;

/// Has the files of a folder stand for the snapshots of a policy's lookups, so that their rows are checked and followed
/// as if they were compiled in. `file` is the policy.
///
/// # Errors
/// When a file is missing, is no snapshot, or no lookup has one.
pub fn stand_in(sources: &mut Sources, file: u32, folder: &Path) -> Result<(), Failure> {
    let declared = check(&mut sources.clone(), file).policy.lookups;
    let named = declared.iter().filter_map(|lookup| {
        let name = lookup.served.as_ref()?.snapshot.as_deref()?;
        Some((lookup, name))
    });
    let mut found = false;
    for (lookup, name) in named {
        found = true;
        let path = folder.join(name);
        let shown = path.to_string_lossy();
        let rows = match is_csv(&path) {
            true => sources.open(&shown).map_err(Failure::Message)?,
            false => sources.insert(&shown, csv_of(&path, lookup)?),
        };
        sources.stand_for(name, rows);
    }
    match found {
        true => Ok(()),
        false => Err(Failure::of(
            "`--data` names the folder of snapshots, but no lookup of the policy has a `snapshot`",
        )),
    }
}

/// True for a file that the service holds in memory.
pub fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "csv")
}

/// The columns that a lookup needs of a SQLite file.
pub fn shape(lookup: &Lookup) -> Shape {
    let key = |column: &model::Column| match column.kind.is_int() {
        true => Column::integer(column.column.as_str()),
        false => Column::text(column.column.as_str()),
    };
    Shape {
        key: lookup.key.iter().map(key).collect(),
        values: lookup
            .values
            .iter()
            .map(|column| Column::text(column.column.as_str()))
            .collect(),
    }
}

/// The rows of a SQLite file as a CSV file: a line of names, then a line a row.
fn csv_of(path: &Path, lookup: &Lookup) -> Result<String, Failure> {
    let shape = shape(lookup);
    let options = Options::default();
    let snapshot = Snapshot::open(path, &shape, &options, &mut |_, _| Ok(()))
        .map_err(|fault| Failure::of(fault.to_string()))?;
    let mut text = String::new();
    let names = shape.key.iter().chain(&shape.values);
    let names: Vec<&str> = names.map(|column| column.name.as_str()).collect();
    line(&mut text, names.into_iter().chain(["statusCode"]));
    let read = snapshot.judge_all(&mut |key, row| {
        let status = row.status.map(|status| status.to_string());
        let values = row.values.iter().map(|value| value.as_deref());
        let cells = values.chain([status.as_deref()]);
        let cells = cells.map(Option::unwrap_or_default);
        line(&mut text, key.iter().map(String::as_str).chain(cells));
        Ok(())
    });
    read.map_err(|fault| Failure::of(fault.to_string()))?;
    Ok(text)
}

/// Writes one line, every cell in quotes.
fn line<'c>(text: &mut String, cells: impl Iterator<Item = &'c str>) {
    let cells: Vec<String> = cells.map(quoted).collect();
    text.push_str(&cells.join(","));
    text.push('\n');
}

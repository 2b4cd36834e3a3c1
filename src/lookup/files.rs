//! The file of a lookup: opened, checked, swapped for a new one, and kept when the new one is wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, SystemTime};

use super::rows::{Row, Rows};
use super::{Contract, Failure, Key, LookupError};

/// A file that was found right, and is asked.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) path: PathBuf,
    pub(crate) rows: u64,
    /// When the export began to read, if the file says so.
    pub(crate) as_of: Option<SystemTime>,
    /// When the file was last written.
    pub(crate) modified: Option<SystemTime>,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Memory(Rows),
    #[cfg(feature = "sqlite")]
    Sqlite(redirect_lookup_sqlite::Snapshot),
}

/// The file that answers, the one before it, and what is wrong with the latest.
#[derive(Debug)]
pub(crate) struct Files {
    path: PathBuf,
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    current: Option<Arc<Opened>>,
    previous: Option<Arc<Opened>>,
    refused: Option<LookupError>,
    /// The file that was looked at last, right or wrong.
    seen: Option<Stamp>,
}

/// Size and times that tell one file from another at the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    number: u64,
}

impl Files {
    pub(crate) fn new(folder: &Path, name: &str) -> Files {
        Files {
            path: folder.join(name),
            state: RwLock::default(),
        }
    }

    /// The file that answers, if there is one.
    pub(crate) fn current(&self) -> Option<Arc<Opened>> {
        self.read().current.clone()
    }

    /// The earliest moment that an export of the files at hand began; `None` if one of them does not say.
    pub(crate) fn oldest(&self) -> Option<SystemTime> {
        let state = self.read();
        let current = state.current.as_ref()?.as_of?;
        match &state.previous {
            Some(previous) => previous.as_of.map(|as_of| as_of.min(current)),
            None => Some(current),
        }
    }

    /// The fault of the latest file, if it was refused.
    pub(crate) fn refused(&self) -> Option<LookupError> {
        self.read().refused.clone()
    }

    /// Opens the file at the place if it is another than the one looked at last; true if it answers from now on.
    /// Takes time linear in the file, on the caller's thread.
    ///
    /// # Errors
    /// The file's fault. The file before it goes on answering.
    pub(crate) fn refresh(&self, contract: &Contract, smaller: bool) -> Result<bool, LookupError> {
        let stamp = Stamp::of(&self.path);
        let last = {
            let state = self.read();
            if stamp.is_some() && stamp == state.seen && !(smaller && state.refused.is_some()) {
                return Ok(false);
            }
            state.current.as_ref().map(|opened| opened.rows)
        };
        let opened = open(contract, &self.path).and_then(|opened| {
            let fault = |reason: String| LookupError {
                reason,
                ..error(contract, &self.path)
            };
            if opened.rows < contract.min_rows {
                return Err(fault(format!(
                    "has {} rows; `minRows` asks for {}",
                    opened.rows, contract.min_rows
                )));
            }
            match last {
                Some(last) if !smaller && opened.rows < last / 2 => Err(fault(format!(
                    "has {} rows, under half of the {last} of the file before it",
                    opened.rows
                ))),
                _ => Ok(opened.read_by(SystemTime::now())),
            }
        });
        let mut state = self.write();
        state.seen = stamp;
        match opened {
            Ok(opened) => {
                state.refused = None;
                state.previous = state.current.replace(Arc::new(opened));
                Ok(true)
            }
            Err(error) => {
                state.refused = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Puts the file before the current one back; false if there is none. The current one is not opened again.
    pub(crate) fn rollback(&self) -> bool {
        let mut state = self.write();
        let Some(previous) = state.previous.take() else {
            return false;
        };
        state.previous = state.current.replace(previous);
        true
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Opened {
    /// Takes back what the file says of its export where that is later than `now`: a clock that is ahead must not bring
    /// invalidated rows back.
    fn read_by(mut self, now: SystemTime) -> Self {
        self.as_of = self.as_of.map(|as_of| as_of.min(now));
        self
    }

    /// The row of a key; `None` if the file has none.
    #[cfg_attr(not(feature = "sqlite"), allow(unused_variables))]
    pub(crate) async fn get(&self, contract: &Contract, key: &Key) -> Result<Option<Row>, Failure> {
        match &self.source {
            Source::Memory(rows) => Ok(rows.get(key).cloned()),
            #[cfg(feature = "sqlite")]
            Source::Sqlite(snapshot) => {
                let Some(parts) = sqlite::key(contract, key) else {
                    return Ok(None);
                };
                let row = snapshot
                    .get(&parts)
                    .await
                    .map_err(|error| Failure::File(error.to_string()))?;
                row.map(|row| sqlite::row(contract, row).map_err(Failure::Value))
                    .transpose()
            }
        }
    }

    /// Returns the age of the file, as far as it is known.
    pub(crate) fn age(&self, now: SystemTime) -> Option<Duration> {
        now.duration_since(self.as_of.or(self.modified)?).ok()
    }
}

/// Opens and checks a file by the ending of its name.
pub(crate) fn open(contract: &Contract, path: &Path) -> Result<Opened, LookupError> {
    let is_csv = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if is_csv {
        return read(contract, path);
    }
    #[cfg(feature = "sqlite")]
    return sqlite::open(contract, path);
    #[cfg(not(feature = "sqlite"))]
    Err(LookupError {
        reason: "is no .csv file; SQLite files need the feature `sqlite` of `redirects`".to_owned(),
        ..error(contract, path)
    })
}

fn read(contract: &Contract, path: &Path) -> Result<Opened, LookupError> {
    let fault = |line: Option<u64>, reason: String| LookupError {
        line,
        reason,
        ..error(contract, path)
    };
    let before = Stamp::of(path);
    let text = fs::read_to_string(path)
        .map_err(|error| fault(None, format!("cannot be read: {error}")))?;
    if Stamp::of(path) != before {
        return Err(fault(
            None,
            "was written while it was read; write a new file and rename it".to_owned(),
        ));
    }
    let (as_of, table) = as_of(&text).map_err(|reason| fault(Some(1), reason))?;
    let rows = Rows::read(contract, table).map_err(|(line, reason)| {
        // The line with the moment stands before those that the table counts.
        fault(line.map(|line| line + u64::from(as_of.is_some())), reason)
    })?;
    Ok(Opened {
        path: path.to_owned(),
        rows: rows.len() as u64,
        as_of,
        modified: before.and_then(|stamp| stamp.modified),
        source: Source::Memory(rows),
    })
}

/// The moment in a first line `# as_of 1795824000000` (milliseconds since 1970), and the text behind it.
fn as_of(text: &str) -> Result<(Option<SystemTime>, &str), String> {
    let text = text.trim_start_matches('\u{feff}');
    let Some(rest) = text.strip_prefix('#') else {
        return Ok((None, text));
    };
    let (line, table) = rest.split_once('\n').unwrap_or((rest, ""));
    let number = line.trim().strip_prefix("as_of").map(str::trim);
    let milliseconds = number
        .and_then(|number| number.parse::<u64>().ok())
        .filter(|at| *at > 100_000_000_000);
    let moment =
        milliseconds.and_then(|at| SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(at)));
    match moment {
        Some(moment) => Ok((Some(moment), table)),
        None => {
            Err("begins with `#` but not with `# as_of` and milliseconds since 1970".to_owned())
        }
    }
}

fn error(contract: &Contract, path: &Path) -> LookupError {
    LookupError {
        lookup: contract.name,
        path: path.to_owned(),
        line: None,
        reason: String::new(),
    }
}

impl Stamp {
    fn of(path: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let number = 0;
        Some(Stamp {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            number,
        })
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::path::Path;

    use redirect_lookup_sqlite::{Column, Key as Part, Options, Row as Found, Shape, Snapshot};

    use super::{Opened, Source, error};
    use crate::lookup::contract::{Class, Kind};
    use crate::lookup::rows::canonical;
    use crate::lookup::{Contract, Key, LookupError, Row};

    fn is_int(kind: Kind) -> bool {
        matches!(
            kind,
            Kind::Class {
                class: Class::Int,
                ..
            }
        )
    }

    pub(super) fn open(contract: &Contract, path: &Path) -> Result<Opened, LookupError> {
        let columns = |columns: &[crate::lookup::Column]| {
            let column = |one: &crate::lookup::Column| Column {
                name: one.column.to_owned(),
                integer: is_int(one.kind),
            };
            columns.iter().map(column).collect()
        };
        let shape = Shape {
            key: columns(contract.key),
            values: columns(contract.values),
        };
        let modified = std::fs::metadata(path)
            .and_then(|metadata| metadata.modified())
            .ok();
        let mut judge = |key: &[String], found: &Found| {
            for (part, column) in key.iter().zip(contract.key) {
                column
                    .kind
                    .judge(part)
                    .map_err(|fault| format!("`{}` {fault}", column.column))?;
            }
            row(contract, found.clone()).map(|_| ())
        };
        let snapshot =
            Snapshot::open(path, &shape, &Options::default(), &mut judge).map_err(|fault| {
                LookupError {
                    reason: fault.reason,
                    ..error(contract, path)
                }
            })?;
        Ok(Opened {
            path: path.to_owned(),
            rows: snapshot.rows(),
            as_of: snapshot.as_of(),
            modified,
            source: Source::Sqlite(snapshot),
        })
    }

    /// The key as the file keeps it; `None` for a number that no file holds.
    pub(super) fn key<'a>(contract: &Contract, key: &'a Key) -> Option<Vec<Part<'a>>> {
        let parts = contract.key.iter().zip(key.iter());
        let part = |(column, text): (&crate::lookup::Column, &'a String)| {
            if is_int(column.kind) {
                text.parse().ok().map(Part::Integer)
            } else {
                Some(Part::Text(text))
            }
        };
        parts.map(part).collect()
    }

    /// A row that keeps to the contract.
    pub(super) fn row(contract: &Contract, found: Found) -> Result<Row, String> {
        match found.status {
            None => contract.judge(&found.values)?,
            Some(410 | 451) => {}
            Some(other) => {
                return Err(format!("`statusCode` is {other}; a row may say 410 or 451"));
            }
        }
        let values = contract.values.iter().zip(found.values);
        // Whole numbers keep the spelling of the file.
        let values = values.map(|(column, value)| {
            value.map(|value| {
                if is_int(column.kind) {
                    canonical(column.kind, &value)
                } else {
                    value
                }
            })
        });
        Ok(Row {
            values: values.collect(),
            status: found.status,
        })
    }
}

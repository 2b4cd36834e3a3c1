//! A file that was found right, and is asked.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::rows::Rows;
#[cfg(feature = "sqlite")]
use super::sqlite_file;
use super::stamp::Stamp;
use super::{Contract, Failure, Key, LookupError, Row, csv_file};

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

/// Where its rows are.
#[derive(Debug)]
enum Source {
    Memory(Rows),
    #[cfg(feature = "sqlite")]
    Sqlite(redirect_lookup_sqlite::Snapshot),
}

impl Opened {
    /// Takes back what the file says of its export where that is later than `now`: a clock that is ahead must not bring
    /// invalidated rows back.
    pub(super) fn read_by(mut self, now: SystemTime) -> Self {
        self.as_of = self.as_of.map(|as_of| as_of.min(now));
        self
    }

    /// The row of a key; `None` if the file has none.
    #[cfg_attr(not(feature = "sqlite"), allow(unused_variables))]
    pub(crate) async fn get(&self, contract: &Contract, key: &Key) -> Result<Option<Row>, Failure> {
        match &self.source {
            Source::Memory(rows) => Ok(rows.get(key).cloned()),
            #[cfg(feature = "sqlite")]
            Source::Sqlite(snapshot) => sqlite_file::get(snapshot, contract, key).await,
        }
    }

    /// Returns the age of the file, as far as it is known.
    pub(crate) fn age(&self, now: SystemTime) -> Option<Duration> {
        now.duration_since(self.as_of.or(self.modified)?).ok()
    }
}

/// Opens and checks a file by the ending of its name.
pub(crate) fn open(contract: &Contract, path: &Path) -> Result<Opened, LookupError> {
    let modified = Stamp::of(path).and_then(|stamp| stamp.modified);
    let is_csv = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if is_csv {
        let (rows, as_of) = csv_file::read(contract, path)?;
        return Ok(Opened {
            path: path.to_owned(),
            rows: rows.len() as u64,
            as_of,
            modified,
            source: Source::Memory(rows),
        });
    }
    #[cfg(feature = "sqlite")]
    return sqlite_file::open(contract, path).map(|snapshot| Opened {
        path: path.to_owned(),
        rows: snapshot.rows(),
        as_of: snapshot.as_of(),
        modified,
        source: Source::Sqlite(snapshot),
    });
    #[cfg(not(feature = "sqlite"))]
    Err(LookupError::new(
        contract,
        path,
        "is no .csv file; SQLite files need the feature `sqlite` of `redirects`".to_owned(),
    ))
}

//! A file that answers keys with rows.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::time::{Duration, SystemTime};

use futures_channel::oneshot;
use rusqlite::Connection;

use crate::connection;
use crate::error::{OpenError, ReadError};
use crate::file::Held;
use crate::readers::{self, Answer, Query, Question};
use crate::row::{Key, Row, read, text};
use crate::schema;
use crate::shape::{STATUS, Shape, quoted};

/// Options for reading a snapshot.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Threads that read, each with a connection and a page cache of its own; 2 unless set.
    pub readers: usize,
    /// Reads that may wait; one more is [`ReadError::Busy`]. 1,024 unless set.
    pub queue: usize,
    /// Rows, spread over the file, that the caller judges when it is opened; 1,000 unless set.
    pub sample: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            readers: 2,
            queue: 1_024,
            sample: 1_000,
        }
    }
}

/// An opened file. Its threads end when it is dropped, once they have answered who waits.
#[derive(Debug)]
pub struct Snapshot {
    path: PathBuf,
    held: Arc<Held>,
    rows: u64,
    as_of: Option<SystemTime>,
    /// The statement that finds all rows.
    all: String,
    query: Query,
    questions: SyncSender<Question>,
}

/// The caller's own judgement of a row: its key as text, and what it gives.
pub type Judge<'a> = dyn FnMut(&[String], &Row) -> Result<(), String> + 'a;

impl Snapshot {
    /// Opens a file, checks its schema, steps over every row and has `judge` judge some of them. Takes time linear in
    /// the file: call it where waiting does no harm.
    ///
    /// # Errors
    /// The fault, in words that name the file and what to write instead.
    pub fn open(
        path: &Path,
        shape: &Shape,
        options: &Options,
        judge: &mut Judge<'_>,
    ) -> Result<Snapshot, OpenError> {
        let fault = |reason: String| OpenError::new(path, reason);
        if shape.key.is_empty() {
            return Err(fault("cannot be asked without a key".to_owned()));
        }
        let held = Arc::new(Held::open(path)?);
        let connection =
            connection::open(path).map_err(|error| fault(format!("cannot be opened: {error}")))?;
        let schema = schema::check(&connection, shape).map_err(fault)?;
        let as_of = schema::as_of(&connection).map_err(fault)?;
        let status = if schema.status {
            format!(", {}", quoted(STATUS))
        } else {
            String::new()
        };
        let all = format!("SELECT {}{status} FROM rows", shape.columns());
        let query = Query {
            sql: format!("{all} WHERE {}", shape.condition()),
            key: shape.key.len(),
            values: shape.values.len(),
            status: schema.status,
        };
        let rows = count(&connection).map_err(|error| fault(format!("cannot be read: {error}")))?;
        let spread = Spread {
            all: &all,
            query: &query,
            every: (rows / options.sample.max(1)).max(1),
        };
        spread.walk(&connection, judge).map_err(fault)?;
        let questions = readers::start(path, &held, &query, options.readers, options.queue)?;
        // All connections were opened by name: the name must have led to one file, and that file must have stood still.
        if !held.is_at(path) {
            return Err(fault(
                "was replaced or written while it was opened; try again".to_owned(),
            ));
        }
        let as_of =
            as_of.and_then(|at| SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(at)));
        Ok(Snapshot {
            path: path.to_owned(),
            held,
            rows,
            as_of,
            all,
            query,
            questions,
        })
    }

    /// Finds the row of a key: its parts in the order of the shape. `None` says that the file has none.
    ///
    /// # Errors
    /// Whatever kept the file from being asked; never that a key is missing.
    pub fn get(&self, key: &[Key<'_>]) -> impl Future<Output = Answer> + Send + use<> {
        let waiting = self.ask(key);
        async move {
            match waiting? {
                Some(answer) => answer.await.unwrap_or(Err(ReadError::Stopped)),
                None => Ok(None),
            }
        }
    }

    /// Does the work of [`Snapshot::get`] on the caller's own thread, with a connection opened for this one question.
    ///
    /// # Errors
    /// Those of [`Snapshot::get`].
    pub fn get_blocking(&self, key: &[Key<'_>]) -> Result<Option<Row>, ReadError> {
        let Some(key) = owned(key) else {
            return Ok(None);
        };
        let connection = connection::open(&self.path).map_err(ReadError::sqlite)?;
        if !self.held.is_at(&self.path) {
            return Err(ReadError::Changed);
        }
        let mut statement = connection
            .prepare(&self.query.sql)
            .map_err(ReadError::sqlite)?;
        readers::ask(&mut statement, &self.held, &self.query, &key)
    }

    /// Hands every row to `judge` and stops at its first fault. Linear in the file.
    ///
    /// # Errors
    /// The judge's fault, with the row's key, or the file's.
    pub fn judge_all(&self, judge: &mut Judge<'_>) -> Result<(), OpenError> {
        let fault = |reason: String| OpenError::new(&self.path, reason);
        let connection = connection::open(&self.path)
            .map_err(|error| fault(format!("cannot be opened: {error}")))?;
        let every = Spread {
            all: &self.all,
            query: &self.query,
            every: 1,
        };
        every.walk(&connection, judge).map_err(fault)?;
        if !self.held.is_at(&self.path) {
            return Err(fault(
                "was replaced or written while it was read; try again".to_owned(),
            ));
        }
        Ok(())
    }

    /// The number of rows.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The length of the file in bytes.
    pub fn length(&self) -> u64 {
        self.held.length()
    }

    /// When the export began to read, if the file says so.
    pub fn as_of(&self) -> Option<SystemTime> {
        self.as_of
    }

    /// The path that was opened; by now it may lead to a newer file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True while the file that was opened is as it was.
    pub fn is_unchanged(&self) -> bool {
        self.held.is_unchanged()
    }

    /// True while the path leads to the file that was opened.
    pub fn is_current(&self) -> bool {
        self.held.is_at(&self.path)
    }

    fn ask(&self, key: &[Key<'_>]) -> Result<Option<oneshot::Receiver<Answer>>, ReadError> {
        let Some(key) = owned(key) else {
            return Ok(None);
        };
        let (answer, waiting) = oneshot::channel();
        match self.questions.try_send(Question { key, answer }) {
            Ok(()) => Ok(Some(waiting)),
            Err(TrySendError::Full(_)) => Err(ReadError::Busy),
            Err(TrySendError::Disconnected(_)) => Err(ReadError::Stopped),
        }
    }
}

/// A walk over all rows that shows every n-th to a judge.
struct Spread<'a> {
    all: &'a str,
    query: &'a Query,
    every: u64,
}

impl Spread<'_> {
    fn walk(&self, connection: &Connection, judge: &mut Judge<'_>) -> Result<(), String> {
        let broken = |error: rusqlite::Error| format!("cannot be read: {error}");
        let mut statement = connection.prepare(self.all).map_err(broken)?;
        let mut rows = statement.query([]).map_err(broken)?;
        let mut number = 0_u64;
        while let Some(row) = rows.next().map_err(broken)? {
            number += 1;
            if (number - 1) % self.every != 0 {
                continue;
            }
            let mut key = Vec::with_capacity(self.query.key);
            for at in 0..self.query.key {
                let part =
                    text(row, at).map_err(|error| format!("has a wrong row {number}: {error}"))?;
                key.push(part.ok_or_else(|| format!("has a row without its key (row {number})"))?);
            }
            let shown = key.join(", ");
            let whole = read(row, self.query.key, self.query.values, self.query.status)
                .map_err(|error| format!("has a wrong row `{shown}`: {error}"))?;
            judge(&key, &whole).map_err(|fault| format!("has a wrong row `{shown}`: {fault}"))?;
        }
        Ok(())
    }
}

fn owned(key: &[Key<'_>]) -> Option<Vec<rusqlite::types::Value>> {
    key.iter().map(|part| part.owned()).collect()
}

fn count(connection: &Connection) -> rusqlite::Result<u64> {
    let rows: i64 = connection.query_row("SELECT count(*) FROM rows", [], |row| row.get(0))?;
    Ok(u64::try_from(rows).unwrap_or(0))
}

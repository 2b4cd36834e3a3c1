//! A file made row by row, and put into place whole or not at all.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, ErrorCode, ToSql, params_from_iter};

use crate::error::WriteError;
use crate::row::Key;
use crate::shape::{STATUS, Shape, quoted};

/// Writes a snapshot beside its place, and renames it there when it is whole. Dropped before that, it leaves nothing.
#[derive(Debug)]
pub struct Writer {
    connection: Option<Connection>,
    insert: String,
    shape: Shape,
    draft: PathBuf,
    path: PathBuf,
    rows: u64,
}

impl Writer {
    /// Begins a file for `path`; `as_of` is when the export began to read.
    ///
    /// # Errors
    /// [`WriteError::File`] if the folder cannot be written to.
    pub fn create(path: &Path, shape: &Shape, as_of: SystemTime) -> Result<Writer, WriteError> {
        let fault = |reason: String| WriteError::File(path.to_owned(), reason);
        let name = path
            .file_name()
            .ok_or_else(|| fault("it is no file name".to_owned()))?;
        let draft = path.with_file_name(format!(
            ".{}.{}.draft",
            name.to_string_lossy(),
            std::process::id()
        ));
        // A draft of a process that was killed, whose number came again.
        let _ = std::fs::remove_file(&draft);
        let connection = Connection::open(&draft).map_err(|error| fault(error.to_string()))?;
        let columns = shape.columns();
        let placeholders: Vec<String> = (1..=shape.all().count() + 1)
            .map(|at| format!("?{at}"))
            .collect();
        let mut writer = Writer {
            connection: None,
            insert: format!(
                "INSERT INTO rows ({columns}, {}) VALUES ({})",
                quoted(STATUS),
                placeholders.join(", ")
            ),
            shape: shape.clone(),
            draft,
            path: path.to_owned(),
            rows: 0,
        };
        writer
            .begin(&connection, as_of)
            .map_err(|error| fault(error.to_string()))?;
        writer.connection = Some(connection);
        Ok(writer)
    }

    fn begin(&self, connection: &Connection, as_of: SystemTime) -> rusqlite::Result<()> {
        // A draft that breaks is thrown away: it needs no journal, and is synced once at the end.
        connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")?;
        let mut columns = String::new();
        for column in &self.shape.key {
            let kind = if column.integer { "INTEGER" } else { "TEXT" };
            columns += &format!("{} {kind} NOT NULL, ", quoted(&column.name));
        }
        for column in &self.shape.values {
            columns += &format!("{} TEXT, ", quoted(&column.name));
        }
        let key: Vec<String> = self
            .shape
            .key
            .iter()
            .map(|column| quoted(&column.name))
            .collect();
        connection.execute_batch(&format!(
            "CREATE TABLE rows ({columns}{} INTEGER, PRIMARY KEY ({})) WITHOUT ROWID;
             CREATE TABLE about (name TEXT PRIMARY KEY, value);",
            quoted(STATUS),
            key.join(", ")
        ))?;
        let since = as_of
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_millis();
        let since = i64::try_from(since).unwrap_or(i64::MAX);
        connection.execute("INSERT INTO about VALUES ('as_of', ?1)", [since])?;
        Ok(())
    }

    /// Adds a row: key and values in the order of the shape, and a status of its own such as 410.
    ///
    /// # Errors
    /// [`WriteError::Duplicate`] for a key that is there, [`WriteError::Row`] for a row of another shape.
    pub fn row(
        &mut self,
        key: &[Key<'_>],
        values: &[Option<&str>],
        status: Option<u16>,
    ) -> Result<(), WriteError> {
        self.rows += 1;
        let number = self.rows;
        if key.len() != self.shape.key.len() || values.len() != self.shape.values.len() {
            let (keys, most) = (self.shape.key.len(), self.shape.values.len());
            return Err(WriteError::Row(
                number,
                format!("it needs {keys} key parts and {most} values"),
            ));
        }
        for (part, column) in key.iter().zip(&self.shape.key) {
            match part {
                Key::Integer(number_) if i64::try_from(*number_).is_err() => {
                    return Err(WriteError::Row(
                        number,
                        format!("`{number_}` is over {}", i64::MAX),
                    ));
                }
                Key::Text(_) if column.integer => {
                    return Err(WriteError::Row(
                        number,
                        format!("`{}` takes whole numbers", column.name),
                    ));
                }
                Key::Integer(_) if !column.integer => {
                    return Err(WriteError::Row(
                        number,
                        format!("`{}` takes text", column.name),
                    ));
                }
                _ => {}
            }
        }
        let Some(connection) = &self.connection else {
            return Err(WriteError::File(
                self.path.clone(),
                "it is finished".to_owned(),
            ));
        };
        let mut parameters: Vec<&dyn ToSql> = Vec::with_capacity(key.len() + values.len() + 1);
        parameters.extend(key.iter().map(|part| part as &dyn ToSql));
        parameters.extend(values.iter().map(|value| value as &dyn ToSql));
        parameters.push(&status);
        let added = connection
            .prepare(&self.insert)
            .and_then(|mut insert| insert.execute(params_from_iter(parameters)));
        match added {
            Ok(_) => Ok(()),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Err(WriteError::Duplicate(number))
            }
            Err(error) => Err(WriteError::File(self.path.clone(), error.to_string())),
        }
    }

    /// Writes what is left, syncs the file and renames it into place; gives the number of rows.
    ///
    /// # Errors
    /// [`WriteError::File`], for a full disk among others. What stood at the place before still stands there.
    pub fn finish(mut self) -> Result<u64, WriteError> {
        let fault = |reason: String| WriteError::File(self.path.clone(), reason);
        if let Some(connection) = self.connection.take() {
            connection
                .execute_batch("COMMIT")
                .map_err(|error| fault(error.to_string()))?;
            connection
                .close()
                .map_err(|(_, error)| fault(error.to_string()))?;
        }
        let synced = File::options()
            .write(true)
            .open(&self.draft)
            .and_then(|file| file.sync_all());
        synced.map_err(|error| fault(error.to_string()))?;
        std::fs::rename(&self.draft, &self.path).map_err(|error| fault(error.to_string()))?;
        // The rename itself is kept only once the folder is; some systems cannot sync a folder.
        if let Some(folder) = self.path.parent() {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(self.rows)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.connection = None;
        // Gone already when the file was put into place.
        let _ = std::fs::remove_file(&self.draft);
    }
}

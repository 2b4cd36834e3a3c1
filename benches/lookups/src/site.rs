//! The site: a fallback that answers at once, and the handlers that lookups stand for, written by hand.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use redirects::lookup::Found;
use redirects::{Answer, BoxError, Request};
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::routes::{
    Asked, Fallbacks, HandleBlocking, HandleBlockingTo, HandleMap, HandleMapTo, HandleSpawned,
    HandleSpawnedTo, Handlers, Remembered,
};
use crate::rows::{Row, ids, row};

/// The statement that finds a row.
pub const STATEMENT: &str = "SELECT nodeId, title FROM rows WHERE dbId = ?1";

/// The rows that handlers ask for, in memory and in a file.
pub struct Site {
    rows: HashMap<u64, Row>,
    file: Arc<Mutex<Connection>>,
}

impl Site {
    /// A site with all rows in memory, and a connection to the file in `folder`.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(folder: &Path) -> Result<Site, BoxError> {
        Ok(Site {
            rows: ids().map(|id| (id, row(id))).collect(),
            file: Arc::new(Mutex::new(open(folder.join("articles.sqlite"))?)),
        })
    }
}

/// A connection that only reads.
///
/// # Errors
/// When the file cannot be opened.
pub fn open(file: PathBuf) -> Result<Connection, rusqlite::Error> {
    Connection::open_with_flags(
        format!("file:{}?mode=ro&immutable=1", file.display()),
        OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
}

/// Asks the file, with the statement that the connection keeps.
///
/// # Errors
/// When the file cannot be read.
pub fn ask(file: &Connection, id: u64) -> Result<Option<Row>, BoxError> {
    let found = file
        .prepare_cached(STATEMENT)?
        .query_row([i64::try_from(id)?], |row| {
            Ok(Row {
                node_id: row.get(0)?,
                title: row.get(1)?,
            })
        });
    Ok(found.optional()?)
}

impl Handlers for Site {
    async fn handle_map(&self, asked: HandleMap<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(match self.rows.get(&asked.db_id.value()) {
            Some(row) => asked.to(HandleMapTo {
                title: row.title.as_str().into(),
                node_id: row.node_id.as_str().into(),
            }),
            None => Answer::passthrough(),
        })
    }

    async fn handle_blocking(
        &self,
        asked: HandleBlocking<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        let found = {
            let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            ask(&file, asked.db_id.value())?
        };
        Ok(match found {
            Some(row) => asked.to(HandleBlockingTo {
                title: row.title.into(),
                node_id: row.node_id.into(),
            }),
            None => Answer::passthrough(),
        })
    }

    async fn handle_spawned(
        &self,
        asked: HandleSpawned<'_>,
        _: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        let (file, id) = (Arc::clone(&self.file), asked.db_id.value());
        let found = tokio::task::spawn_blocking(move || {
            let file = file.lock().unwrap_or_else(PoisonError::into_inner);
            ask(&file, id)
        });
        Ok(match found.await?? {
            Some(row) => asked.to(HandleSpawnedTo {
                title: row.title.into(),
                node_id: row.node_id.into(),
            }),
            None => Answer::passthrough(),
        })
    }
}

impl Fallbacks for Site {
    async fn remembered(&self, db_id: u64) -> Result<Found<Remembered>, BoxError> {
        Ok(match self.rows.get(&db_id) {
            Some(Row { node_id, title }) => Found::Row(Remembered {
                node_id: node_id.clone(),
                title: title.clone(),
            }),
            None => Found::Missing,
        })
    }

    async fn asked(&self, db_id: u64) -> Result<Found<Asked>, BoxError> {
        Ok(match self.rows.get(&db_id) {
            Some(Row { node_id, title }) => Found::Row(Asked {
                node_id: node_id.clone(),
                title: title.clone(),
            }),
            None => Found::Missing,
        })
    }
}

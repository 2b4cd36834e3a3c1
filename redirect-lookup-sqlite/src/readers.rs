//! Threads that read, so that whoever asks never waits for a disk.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use futures_channel::oneshot;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Statement, params_from_iter};

use crate::connection;
use crate::error::{OpenError, ReadError};
use crate::file::Held;
use crate::row::{Row, read};

/// An answer on its way.
pub(crate) type Answer = Result<Option<Row>, ReadError>;

/// A key, and where its answer is waited for.
pub(crate) struct Question {
    pub(crate) key: Vec<Value>,
    pub(crate) answer: oneshot::Sender<Answer>,
}

/// The statement that finds one row, and how to read it.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    pub(crate) sql: String,
    /// Number of key columns before the values.
    pub(crate) key: usize,
    pub(crate) values: usize,
    pub(crate) status: bool,
}

/// Starts `count` readers, each with a connection of its own. They end when the sender is dropped.
pub(crate) fn start(
    path: &Path,
    held: &Arc<Held>,
    query: &Query,
    count: usize,
    queue: usize,
) -> Result<SyncSender<Question>, OpenError> {
    let (sender, receiver) = sync_channel(queue);
    let receiver = Arc::new(Mutex::new(receiver));
    for _ in 0..count.max(1) {
        let connection = connection::open(path)
            .map_err(|error| OpenError::new(path, format!("cannot be opened: {error}")))?;
        let (held, query, receiver) = (Arc::clone(held), query.clone(), Arc::clone(&receiver));
        thread::Builder::new()
            .name("lookup-reader".to_owned())
            .spawn(move || serve(&connection, &held, &query, &receiver))
            .map_err(|error| OpenError::new(path, format!("has no reader: {error}")))?;
    }
    Ok(sender)
}

fn serve(
    connection: &Connection,
    held: &Held,
    query: &Query,
    questions: &Mutex<Receiver<Question>>,
) {
    let Ok(mut statement) = connection.prepare(&query.sql) else {
        return;
    };
    loop {
        // The lock is given back before the file is read. A reader that panicked holds nothing that others need.
        let next = questions
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .recv();
        let Ok(question) = next else {
            return;
        };
        if !question.answer.is_canceled() {
            // Nobody may wait any more by now: the answer is for them alone.
            let _ = question
                .answer
                .send(ask(&mut statement, held, query, &question.key));
        }
    }
}

/// Finds a row, if the file is as it was before and after.
pub(crate) fn ask(
    statement: &mut Statement<'_>,
    held: &Held,
    query: &Query,
    key: &[Value],
) -> Answer {
    if !held.is_unchanged() {
        return Err(ReadError::Changed);
    }
    let found = find(statement, query, key);
    // Pages read while someone wrote may hold anything.
    if held.is_unchanged() {
        found
    } else {
        Err(ReadError::Changed)
    }
}

fn find(statement: &mut Statement<'_>, query: &Query, key: &[Value]) -> Answer {
    let row = statement.query_row(params_from_iter(key), |row| {
        Ok(read(row, query.key, query.values, query.status))
    });
    row.optional().map_err(ReadError::sqlite)?.transpose()
}

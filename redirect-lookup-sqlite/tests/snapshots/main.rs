//! Files that serve, and files that must not.

mod opening;
mod replacement;
mod rows;
mod writer;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redirect_lookup_sqlite::{Column, Key, OpenError, Options, Shape, Snapshot, Writer};

fn shape() -> Shape {
    Shape {
        key: vec![Column::integer("dbId")],
        values: vec![Column::text("nodeId"), Column::text("title")],
    }
}

fn as_of() -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(1_795_824_000_123)
}

fn write(path: &Path, rows: u64) {
    let mut writer = Writer::create(path, &shape(), as_of()).unwrap();
    for id in 0..rows {
        let node = format!("n{id}");
        let title = (id % 3 != 0).then(|| format!("title {id}"));
        writer
            .row(
                &[Key::Integer(id)],
                &[Some(&node), title.as_deref()],
                (id == 4).then_some(410),
            )
            .unwrap();
    }
    assert_eq!(writer.finish().unwrap(), rows);
}

fn open(path: &Path) -> Result<Snapshot, OpenError> {
    Snapshot::open(path, &shape(), &Options::default(), &mut |_, _| Ok(()))
}

fn reason(path: &Path) -> String {
    open(path).map(|_| ()).expect_err("a fault").reason
}

/// A folder, and the place of a file in it.
fn new_path() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a?b#c%41.sqlite");
    (folder, path)
}

/// A file made by hand, as an exporter would.
fn export(path: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
}

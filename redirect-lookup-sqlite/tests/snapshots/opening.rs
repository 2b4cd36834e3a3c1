//! Files that are opened, and those that are refused.

use std::fs;

use redirect_lookup_sqlite::{Key, Options, Row, Snapshot};

use crate::{export, new_path, open, reason, shape, write};

#[test]
fn a_sample_is_spread_and_judged() {
    let (_folder, path) = new_path();
    write(&path, 5_000);
    let mut ids = Vec::new();
    let mut options = Options::default();
    options.sample = 100;
    Snapshot::open(&path, &shape(), &options, &mut |key, _| {
        ids.push(key[0].parse::<u64>().unwrap());
        Ok(())
    })
    .unwrap();
    assert_eq!((ids.len(), ids[0], ids[99]), (100, 0, 4_950));
    let refused = Snapshot::open(&path, &shape(), &options, &mut |key, _| {
        if key[0] == "50" {
            Err("its `nodeId` is no int".to_owned())
        } else {
            Ok(())
        }
    });
    assert_eq!(
        refused.map(|_| ()).unwrap_err().reason,
        "has a wrong row `50`: its `nodeId` is no int"
    );
}

#[test]
fn files_that_must_not_serve_say_why() {
    let (folder, path) = new_path();
    let starts = |expected: &str| {
        let reason = reason(&path);
        assert!(reason.starts_with(expected), "{reason}");
        fs::remove_file(&path).unwrap_or(());
    };
    starts("cannot be opened: ");
    fs::write(&path, "dbId,nodeId\n1,n1\n").unwrap();
    starts("is no SQLite database: it has no header");
    fs::write(&path, vec![b'x'; 5_000]).unwrap();
    starts("is no SQLite database");
    write(&path, 5_000);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    starts("is cut short or still being written: ");
    export(
        &path,
        "PRAGMA journal_mode = WAL; CREATE TABLE rows (dbId INTEGER PRIMARY KEY, nodeId TEXT, title TEXT);",
    );
    starts("is in WAL mode");
    export(
        &path,
        "CREATE TABLE articles (dbId INTEGER PRIMARY KEY, nodeId TEXT, title TEXT);",
    );
    starts("has no table `rows`");
    export(
        &path,
        "CREATE TABLE rows (dbId INTEGER PRIMARY KEY, node TEXT, title TEXT);",
    );
    starts("has no column `nodeId` in its table `rows`; it has `dbId`, `node`, `title`");
    export(
        &path,
        "CREATE TABLE rows (dbId INTEGER, nodeId TEXT, title TEXT);",
    );
    starts("has no unique index over its key: `CREATE UNIQUE INDEX rows_key ON rows (\"dbId\")`");
    export(
        &path,
        "CREATE TABLE rows (dbId INTEGER, nodeId TEXT, title TEXT); CREATE UNIQUE INDEX k ON rows (dbId, nodeId);",
    );
    starts("has no unique index over its key");
    export(
        &path,
        "CREATE TABLE rows (dbId TEXT PRIMARY KEY, nodeId TEXT, title TEXT);",
    );
    starts("declares its key `dbId` as `TEXT`: whole numbers need INTEGER");
    export(
        &path,
        "CREATE TABLE rows (dbId INTEGER PRIMARY KEY, nodeId, title); INSERT INTO rows VALUES (1, x'00', 'a');",
    );
    starts("has a wrong row `1`: the row cannot be read: a BLOB");
    let seconds = "CREATE TABLE rows (dbId INTEGER PRIMARY KEY, nodeId TEXT, title TEXT);
                   CREATE TABLE about (name TEXT PRIMARY KEY, value); INSERT INTO about VALUES ('as_of', 1795824000);";
    export(&path, seconds);
    starts("has an `as_of` that is no INTEGER of milliseconds");
    drop(folder);
}

#[test]
fn whoever_exports_by_hand_is_understood() {
    let (_folder, path) = new_path();
    export(
        &path,
        "CREATE TABLE rows (id INTEGER PRIMARY KEY, DBID INT NOT NULL, title TEXT, nodeid TEXT);
                 CREATE UNIQUE INDEX k ON rows (dbid); INSERT INTO rows VALUES (1, 7, '', 'n7');",
    );
    let snapshot = open(&path).unwrap();
    let row = snapshot.get_blocking(&[Key::Integer(7)]).unwrap().unwrap();
    assert_eq!(
        row,
        Row {
            values: vec![Some("n7".to_owned()), None],
            status: None
        }
    );
    assert_eq!(snapshot.as_of(), None);
}

//! Files that serve, and files that must not.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redirect_lookup_sqlite::{
    Column, Key, OpenError, Options, ReadError, Row, Shape, Snapshot, WriteError, Writer,
};

fn shape() -> Shape {
    Shape {
        key: vec![Column::integer("dbId")],
        values: vec![Column::text("nodeId"), Column::text("title")],
    }
}

fn moment() -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(1_795_824_000_123)
}

fn write(path: &Path, rows: u64) {
    let mut writer = Writer::create(path, &shape(), moment()).unwrap();
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
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a?b#c%41.sqlite");
    (folder, path)
}

/// A file made by hand, as an exporter would.
fn made(path: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
}

#[tokio::test]
async fn rows_come_back() {
    let (_folder, path) = place();
    write(&path, 100);
    let snapshot = open(&path).unwrap();
    assert_eq!((snapshot.rows(), snapshot.as_of()), (100, Some(moment())));
    let row = |node: &str, title: Option<&str>, status| {
        Some(Row {
            values: vec![Some(node.to_owned()), title.map(str::to_owned)],
            status,
        })
    };
    assert_eq!(
        snapshot.get(&[Key::Integer(7)]).await,
        Ok(row("n7", Some("title 7"), None))
    );
    assert_eq!(
        snapshot.get(&[Key::Integer(9)]).await,
        Ok(row("n9", None, None))
    );
    assert_eq!(
        snapshot.get(&[Key::Integer(4)]).await,
        Ok(row("n4", Some("title 4"), Some(410)))
    );
    assert_eq!(snapshot.get(&[Key::Integer(100)]).await, Ok(None));
    assert_eq!(
        snapshot.get(&[Key::Integer(u64::MAX)]).await,
        Ok(None),
        "no file holds it: missing, no failure"
    );
    assert_eq!(
        snapshot.get_blocking(&[Key::Integer(7)]),
        Ok(row("n7", Some("title 7"), None))
    );
    let mut seen = 0;
    snapshot
        .judge_all(&mut |_, _| {
            seen += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, 100);
}

#[tokio::test]
async fn text_keys_compare_byte_by_byte() {
    let (_folder, path) = place();
    let shape = Shape {
        key: vec![Column::text("code"), Column::text("lang")],
        values: Vec::new(),
    };
    let mut writer = Writer::create(&path, &shape, moment()).unwrap();
    for key in ["007", "7", "a'b", "\u{b3d9}\u{b124}"] {
        writer
            .row(&[Key::Text(key), Key::Text("en")], &[], None)
            .unwrap();
    }
    writer.finish().unwrap();
    let snapshot = Snapshot::open(&path, &shape, &Options::default(), &mut |_, _| Ok(())).unwrap();
    for (code, lang, found) in [
        ("007", "en", true),
        ("07", "en", false),
        ("7", "EN", false),
        ("a'b", "en", true),
    ] {
        let answer = snapshot
            .get(&[Key::Text(code), Key::Text(lang)])
            .await
            .unwrap();
        assert_eq!(answer.is_some(), found, "{code} {lang}");
    }
}

#[test]
fn a_sample_is_spread_and_judged() {
    let (_folder, path) = place();
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
    let (folder, path) = place();
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
    made(
        &path,
        "PRAGMA journal_mode = WAL; CREATE TABLE rows (dbId INTEGER PRIMARY KEY, nodeId TEXT, title TEXT);",
    );
    starts("is in WAL mode");
    made(
        &path,
        "CREATE TABLE articles (dbId INTEGER PRIMARY KEY, nodeId TEXT, title TEXT);",
    );
    starts("has no table `rows`");
    made(
        &path,
        "CREATE TABLE rows (dbId INTEGER PRIMARY KEY, node TEXT, title TEXT);",
    );
    starts("has no column `nodeId` in its table `rows`; it has `dbId`, `node`, `title`");
    made(
        &path,
        "CREATE TABLE rows (dbId INTEGER, nodeId TEXT, title TEXT);",
    );
    starts("has no unique index over its key: `CREATE UNIQUE INDEX rows_key ON rows (\"dbId\")`");
    made(
        &path,
        "CREATE TABLE rows (dbId INTEGER, nodeId TEXT, title TEXT); CREATE UNIQUE INDEX k ON rows (dbId, nodeId);",
    );
    starts("has no unique index over its key");
    made(
        &path,
        "CREATE TABLE rows (dbId TEXT PRIMARY KEY, nodeId TEXT, title TEXT);",
    );
    starts("declares its key `dbId` as `TEXT`: whole numbers need INTEGER");
    made(
        &path,
        "CREATE TABLE rows (dbId INTEGER PRIMARY KEY, nodeId, title); INSERT INTO rows VALUES (1, x'00', 'a');",
    );
    starts("has a wrong row `1`: the row cannot be read: a BLOB");
    let seconds = "CREATE TABLE rows (dbId INTEGER PRIMARY KEY, nodeId TEXT, title TEXT);
                   CREATE TABLE about (name TEXT PRIMARY KEY, value); INSERT INTO about VALUES ('as_of', 1795824000);";
    made(&path, seconds);
    starts("has an `as_of` that is no INTEGER of milliseconds");
    drop(folder);
}

#[test]
fn whoever_exports_by_hand_is_understood() {
    let (_folder, path) = place();
    made(
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

#[tokio::test]
async fn a_file_overwritten_in_place_never_answers() {
    let (_folder, path) = place();
    write(&path, 2_000);
    let snapshot = open(&path).unwrap();
    assert!(snapshot.get(&[Key::Integer(7)]).await.unwrap().is_some());
    let bytes = fs::read(&path).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    fs::write(&path, &bytes).unwrap();
    assert_eq!(
        snapshot.get(&[Key::Integer(7)]).await,
        Err(ReadError::Changed)
    );
    assert_eq!(
        snapshot.get(&[Key::Integer(9_999)]).await,
        Err(ReadError::Changed),
        "never missing"
    );
    assert!(!snapshot.is_unchanged());
}

#[tokio::test]
async fn a_file_renamed_into_place_leaves_the_open_one_alone() {
    let (_folder, path) = place();
    write(&path, 2_000);
    let old = open(&path).unwrap();
    write(&path, 10);
    assert!(!old.is_current() && old.is_unchanged());
    assert!(old.get(&[Key::Integer(1_999)]).await.unwrap().is_some());
    let new = open(&path).unwrap();
    assert_eq!(new.get(&[Key::Integer(1_999)]).await, Ok(None));
    assert!(new.is_current());
    fs::remove_file(&path).unwrap();
    assert!(old.get(&[Key::Integer(1_999)]).await.unwrap().is_some());
}

#[test]
fn a_writer_leaves_nothing_behind() {
    let (folder, path) = place();
    let mut writer = Writer::create(&path, &shape(), moment()).unwrap();
    writer
        .row(&[Key::Integer(1)], &[Some("n1"), None], None)
        .unwrap();
    let again = writer.row(&[Key::Integer(1)], &[Some("n2"), None], None);
    assert!(matches!(again, Err(WriteError::Duplicate(2))));
    assert!(matches!(
        writer.row(&[Key::Text("x")], &[None, None], None),
        Err(WriteError::Row(3, _))
    ));
    assert!(matches!(
        writer.row(&[Key::Integer(2)], &[None], None),
        Err(WriteError::Row(4, _))
    ));
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    write(&path, 3);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = folder.path().join("nowhere").join("x.sqlite");
    assert!(matches!(
        Writer::create(&nowhere, &shape(), moment()),
        Err(WriteError::File(..))
    ));
}

#[tokio::test]
async fn many_ask_at_once_and_a_full_queue_is_no_answer() {
    let (_folder, path) = place();
    write(&path, 2_000);
    let mut options = Options::default();
    options.queue = 1;
    options.readers = 1;
    let snapshot = Snapshot::open(&path, &shape(), &options, &mut |_, _| Ok(())).unwrap();
    let asked: Vec<_> = (0..2_000)
        .map(|id| snapshot.get(&[Key::Integer(id)]))
        .collect();
    let (mut answered, mut busy) = (0, 0);
    for (id, answer) in asked.into_iter().enumerate() {
        match answer.await {
            Ok(row) => {
                assert_eq!(
                    row.unwrap().values[0].as_deref(),
                    Some(format!("n{id}").as_str())
                );
                answered += 1;
            }
            Err(ReadError::Busy) => busy += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(answered + busy, 2_000);
    assert!(answered > 0 && busy > 0, "{answered} {busy}");
    drop(snapshot);
}

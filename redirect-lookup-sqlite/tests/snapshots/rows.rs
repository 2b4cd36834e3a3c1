//! Rows by their keys.

use redirect_lookup_sqlite::{Column, Key, Options, ReadError, Row, Shape, Snapshot, Writer};

use crate::{as_of, new_path, open, shape, write};

#[tokio::test]
async fn rows_come_back() {
    let (_folder, path) = new_path();
    write(&path, 100);
    let snapshot = open(&path).unwrap();
    assert_eq!((snapshot.rows(), snapshot.as_of()), (100, Some(as_of())));
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
    let (_folder, path) = new_path();
    let shape = Shape {
        key: vec![Column::text("code"), Column::text("lang")],
        values: Vec::new(),
    };
    let mut writer = Writer::create(&path, &shape, as_of()).unwrap();
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

#[tokio::test]
async fn many_ask_at_once_and_a_full_queue_is_no_answer() {
    let (_folder, path) = new_path();
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

//! Files that are swapped, refused, rolled back and outlived.

use std::fs;

use redirects::lookup::{Failure, Found, LookupAnswer, Origin};

use crate::support::{key, moment, put, row, table};

fn found(node: &str) -> Result<LookupAnswer, Failure> {
    Ok(LookupAnswer {
        found: Found::Row(row(node)),
        origin: Origin::Snapshot,
        temporary: false,
    })
}

#[tokio::test]
async fn a_new_file_is_swapped_in_and_a_wrong_one_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.fallback = false);
    assert_eq!(table.find(&key(7), None).await, Err(Failure::NoFile));
    assert!(
        table
            .refresh()
            .unwrap_err()
            .to_string()
            .contains("articles.csv cannot be read")
    );

    put(folder.path(), None, "7,n7,,\n8,,,410\n007,x,,\n");
    let error = table.refresh().unwrap_err();
    assert_eq!(
        (error.line, error.reason.as_str()),
        (Some(4), "has the key `7` twice")
    );
    put(folder.path(), None, "7,n7,,\n8,,,410\n9,n9,a title,\n");
    assert_eq!(table.refresh(), Ok(true));
    assert_eq!(table.refresh(), Ok(false), "nothing is new");
    assert_eq!(table.find(&key(7), None).await, found("n7"));
    assert_eq!(table.find(&key(8), None).await.unwrap().found, Found::Gone);
    assert!(table.find(&key(10), None).await.unwrap().is_missing());

    for (rows, line, fault) in [
        ("7,n 7,,\n", 2, "`node_id` is `n 7`, which is no `alnum`"),
        (
            "7,,,\n",
            2,
            "`node_id` is empty; declare it as `\"nodeId?\"` if it may be",
        ),
        ("x,n7,,\n", 2, "`dbId` is `x`, which is no `int`"),
        ("7,n7,..,\n", 2, "`title` is `..`, a dot segment"),
        (
            "7,n7,,\n8,n8,,301\n",
            3,
            "`statusCode` is `301`; a row may say 410 or 451",
        ),
        (
            "7,n7,,\n8,n8\n",
            3,
            "has 2 cells, but the first row names 4",
        ),
        (
            "7,n7,\"a,\n8,n8,b,\n",
            2,
            "has a quoted cell that goes on into the next line; its quote may not be closed",
        ),
    ] {
        put(folder.path(), None, rows);
        let error = table.refresh().unwrap_err();
        assert_eq!((error.line, error.reason.as_str()), (Some(line), fault));
        assert_eq!(
            table.find(&key(9), None).await.unwrap().origin,
            Origin::Snapshot,
            "the last right file answers"
        );
    }
    assert!(table.status().refused.is_some());
    fs::write(folder.path().join("articles.csv"), "garbage").unwrap();
    assert!(table.refresh().is_err());
    assert_eq!(table.find(&key(7), None).await, found("n7"));
    assert_eq!(table.status().file.unwrap().rows, 3);
}

#[tokio::test]
async fn a_smaller_file_is_refused_unless_told_and_a_rollback_brings_the_last_one_back() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| {
        contract.fallback = false;
        contract.min_rows = 2;
    });
    let many: String = (0..100).map(|id| format!("{id},n{id},,\n")).collect();
    put(folder.path(), None, &many);
    assert_eq!(table.refresh(), Ok(true));
    put(folder.path(), None, "1,m1,,\n2,m2,,\n3,m3,,\n");
    assert!(
        table
            .refresh()
            .unwrap_err()
            .reason
            .contains("under half of the 100")
    );
    assert_eq!(table.refresh(), Ok(false), "a file is judged once");
    assert_eq!(table.accept_smaller(), Ok(true));
    assert_eq!(table.find(&key(1), None).await, found("m1"));
    assert!(table.rollback());
    assert_eq!(table.find(&key(1), None).await, found("n1"));
    assert_eq!(
        table.refresh(),
        Ok(false),
        "what was rolled back does not come again by itself"
    );
    put(folder.path(), None, "1,x1,,\n");
    assert!(
        table
            .accept_smaller()
            .unwrap_err()
            .reason
            .contains("`minRows` asks for 2")
    );
}

#[tokio::test]
async fn an_old_file_answers_for_the_time_being_only() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.max_age = Some(3_600));
    put(folder.path(), Some(moment(-7_200)), "7,n7,,\n");
    table.refresh().unwrap();
    assert!(table.find(&key(7), None).await.unwrap().temporary);
    put(folder.path(), Some(moment(-60)), "7,n7,,\n");
    table.refresh().unwrap();
    assert!(!table.find(&key(7), None).await.unwrap().temporary);
}

#[tokio::test]
async fn a_file_of_sqlite_overwritten_in_place_gives_no_answer() {
    use redirect_lookup_sqlite::{Column, Key, Shape, Writer};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.sqlite");
    let shape = Shape {
        key: vec![Column::integer("dbId")],
        values: vec![Column::text("node_id"), Column::text("title")],
    };
    let mut writer = Writer::create(&path, &shape, std::time::SystemTime::now()).unwrap();
    for id in 0..1_000 {
        writer
            .row(&[Key::Integer(id)], &[Some(&format!("n{id}")), None], None)
            .unwrap();
    }
    writer.finish().unwrap();
    let table = table(folder.path(), |contract| {
        contract.snapshot = Some("articles.sqlite");
        contract.fallback = false;
    });
    assert_eq!(table.refresh(), Ok(true));
    assert_eq!(table.find(&key(7), None).await, found("n7"));
    assert!(table.find(&key(1_000), None).await.unwrap().is_missing());
    assert!(
        table
            .find(&[u64::MAX.to_string()].into(), None)
            .await
            .unwrap()
            .is_missing()
    );
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(matches!(
        table.find(&key(7), None).await,
        Err(Failure::File(_))
    ));
    assert!(table.refresh().unwrap_err().reason.contains("is cut short"));
}

#[tokio::test]
async fn a_file_is_read_as_the_tool_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.fallback = false);
    put(folder.path(), None, " 7 , n7 ,, 410 \n,,,\n8, n8 ,,\n");
    assert_eq!(table.refresh(), Ok(true));
    assert_eq!(table.find(&key(7), None).await.unwrap().found, Found::Gone);
    assert_eq!(table.find(&key(8), None).await, found("n8"));
    assert_eq!(table.status().file.unwrap().rows, 2);
    let twice = "dbId,node_id,title,title\n7,n7,a,b\n";
    fs::write(folder.path().join("articles.csv"), twice).unwrap();
    let error = table.refresh().unwrap_err();
    assert_eq!(
        (error.line, error.reason.as_str()),
        (Some(1), "has the column `title` twice")
    );
}

//! `redirects snapshot` makes files that services open, and `check --data` proves them.

mod support;

use std::path::Path;
use std::time::{Duration, SystemTime};

use redirect_cli::Exit;
use redirect_lookup_sqlite::{Column, Key, Options, Shape, Snapshot, Writer};
use support::{Folder, Ran, objects, ran};

const POLICY: &str = "tests/policies/served.yml";
const SOUND: &str = "# as_of 1790000000000
dbId,node_id,title,c,statusCode,other
007,n7w2,a red bicycle,kr,,x
8,x1,old,,,
9,,,,410,
";

fn made(rows: &str, file: &str, more: &[&str]) -> Ran {
    ran(&[&["snapshot", rows, file, "--policy", POLICY], more].concat())
}

fn opened(file: &str) -> Snapshot {
    let shape = Shape {
        key: vec![Column::integer("dbId")],
        values: ["node_id", "title", "c"].map(Column::text).to_vec(),
    };
    let options = Options::default();
    Snapshot::open(Path::new(file), &shape, &options, &mut |_, _| Ok(())).expect("a snapshot")
}

#[test]
fn a_file_is_made_as_services_open_it() {
    let folder = Folder::new("snapshot");
    let rows = folder.write("rows.csv", SOUND);
    let file = format!("{}/articles.sqlite", folder.path());
    let made = made(&rows, &file, &[]);
    assert_eq!((made.exit, made.err.as_str()), (Exit::Clean, ""));
    assert!(
        made.out.ends_with(": 3 rows, as of 2026-09-21T14:13:20Z\n"),
        "{}",
        made.out
    );
    let snapshot = opened(&file);
    let as_of = SystemTime::UNIX_EPOCH + Duration::from_millis(1_790_000_000_000);
    assert_eq!((snapshot.rows(), snapshot.as_of()), (3, Some(as_of)));
    let row = |key| {
        snapshot
            .get_blocking(&[Key::Integer(key)])
            .expect("an answer")
    };
    let first = row(7).expect("a row");
    assert_eq!(first.values[1].as_deref(), Some("a red bicycle"));
    assert_eq!(row(9).expect("a row").status, Some(410));
    assert_eq!(row(10), None);
}

#[test]
fn a_wrong_row_is_told_at_its_place_and_the_old_file_stays() {
    let folder = Folder::new("snapshot-wrong");
    let file = format!("{}/articles.sqlite", folder.path());
    assert_eq!(
        made(&folder.write("rows.csv", SOUND), &file, &[]).exit,
        Exit::Clean
    );
    for (wrong, told) in [
        ("10,n1,..,,,\n", "`title` is `..`"),
        ("10,n1,a,us,,\n", "`c` is `us`, which is no `kr|jp`"),
        ("ten,n1,a,,,\n", "`dbId` is `ten`"),
        ("7,n1,a,,,\n", "the key `7` is given twice"),
        ("10,n1,a,,404,\n", "cannot have the status `404`"),
    ] {
        let rows = folder.write("wrong.csv", &format!("{SOUND}{wrong}"));
        let made = made(&rows, &file, &[]);
        assert_eq!(made.exit, Exit::Found, "{wrong}");
        assert!(made.err.contains(told), "{wrong}: {}", made.err);
        assert!(made.err.contains("wrong.csv:6:"), "{wrong}: {}", made.err);
        assert_eq!(opened(&file).rows(), 3, "{wrong}");
    }
    let kept = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(kept, 3, "no draft is left");
}

#[test]
fn what_is_not_known_is_asked_for() {
    let folder = Folder::new("snapshot-unknown");
    let file = format!("{}/other.sqlite", folder.path());
    let rows = folder.write("rows.csv", SOUND);
    let unnamed = made(&rows, &file, &[]);
    assert_eq!(unnamed.exit, Exit::Unknown);
    assert!(
        unnamed.err.contains("`--lookup articles`"),
        "{}",
        unnamed.err
    );
    assert_eq!(
        made(&rows, &file, &["--lookup", "articles"]).exit,
        Exit::Clean
    );
    let undated = SOUND.split_once('\n').expect("lines").1;
    let undated = folder.write("undated.csv", undated);
    let unknown = made(&undated, &file, &["--lookup", "articles"]);
    assert_eq!(unknown.exit, Exit::Unknown);
    assert!(unknown.err.contains("--as-of"), "{}", unknown.err);
    let dated = ["--lookup", "articles", "--as-of", "2027-01-01"];
    assert!(
        made(&undated, &file, &dated)
            .out
            .contains("2027-01-01T00:00:00Z")
    );
    let csv = made(&rows, "articles.csv", &[]);
    assert!(csv.err.contains("rename it into place"), "{}", csv.err);
}

#[test]
fn files_are_proved_as_if_they_were_compiled_in() {
    let folder = Folder::new("snapshot-data");
    let rows = folder.write("rows.csv", SOUND);
    let data = ["check", "--policy", POLICY, "--format", "json", "--data"];
    let checked = || ran(&[&data[..], &[folder.path().as_str()]].concat());
    let missing = checked();
    assert_eq!(missing.exit, Exit::Unknown);
    assert!(missing.err.contains("articles.sqlite"), "{}", missing.err);
    let file = format!("{}/articles.sqlite", folder.path());
    assert_eq!(made(&rows, &file, &[]).exit, Exit::Clean);
    let found = objects(&checked().out);
    assert_eq!(found[0]["lint"], "chain");
    let message = found[0]["message"].as_str().expect("text");
    assert!(message.contains("`/articles/8`"), "{message}");
    // Without the file nothing is known of its rows.
    assert_eq!(ran(&["check", POLICY, "--deny-warnings"]).exit, Exit::Clean);
    let few: String = SOUND.split_inclusive('\n').take(3).collect();
    let refused = made(&folder.write("few.csv", &few), &file, &[]);
    assert_eq!(refused.exit, Exit::Found);
    let told = "`articles.sqlite` has 1 row, and needs 2";
    assert!(refused.err.contains(told), "{}", refused.err);
    let nothing = ran(&["check", "tests/policies/sound.yml", "--data", "."]);
    assert_eq!(nothing.exit, Exit::Unknown);
}

/// A policy whose lookup `ids` has this snapshot; one of its examples needs the row of 7.
fn served(folder: &Folder, snapshot: &str) -> String {
    folder.write(
        "redirects.yml",
        &format!(
            "redirectionPolicy:
  version: 0.0.1
  lookups:
    ids: {{ key: {{ old: int }}, values: {{ new: int }}, snapshot: {snapshot} }}
  rules:
    - source: \"/a/:old<int>\"
      destination: \"/a/:new\"
      lookup: ids
      onFailure: {{ statusCode: 503 }}
      examples:
        - {{ request: /a/7, lookup: {{ ids: \"7\" }} }}
"
        ),
    )
}

/// Writes a file of SQLite as an exporter does that knows nothing of kinds.
fn sqlite(path: &str, rows: &[(u64, &str)]) {
    let shape = Shape {
        key: vec![Column::integer("old")],
        values: vec![Column::text("new")],
    };
    let mut writer = Writer::create(Path::new(path), &shape, SystemTime::now()).expect("a file");
    for (old, new) in rows {
        let row = writer.row(&[Key::Integer(*old)], &[Some(*new)], None);
        row.expect("a row");
    }
    writer.finish().expect("a file");
}

#[test]
fn faults_planted_in_files_are_told_at_their_rows() {
    let folder = Folder::new("planted-rows");
    let file = format!("{}/ids.sqlite", folder.path());
    for (rows, told, line) in [
        (
            vec![(7, "8"), (9, "x")],
            "`new` is `x`, which is no `int`",
            3,
        ),
        (vec![(7, "8"), (9, "..")], "`new` is `..`", 3),
        (vec![(7, "8"), (9, "")], "`new` is empty here", 3),
        (
            vec![(1, "2"), (7, "9"), (9, "7")],
            "`/a/7` comes back to itself",
            3,
        ),
        (vec![(1, "2"), (7, "9"), (9, "12")], "`/a/7` to `/a/9`", 3),
    ] {
        sqlite(&file, &rows);
        let lines = rows.iter().map(|(old, new)| format!("{old},{new}\n"));
        folder.write(
            "ids.csv",
            &format!("old,new\n{}", lines.collect::<String>()),
        );
        for snapshot in ["ids.csv", "ids.sqlite"] {
            let policy = served(&folder, snapshot);
            let found = ran(&["check", &policy, "--data", &folder.path()]);
            let place = format!("{snapshot}:{line}:");
            assert!(found.out.contains(told), "{rows:?}: {}", found.out);
            assert!(found.out.contains(&place), "{rows:?}: {}", found.out);
        }
    }
    let policy = served(&folder, "ids.csv");
    folder.write("ids.csv", "old,new\n7,8\n9,1");
    let cut = ran(&["check", &policy, "--data", &folder.path()]);
    assert_eq!(cut.exit, Exit::Found);
    assert!(cut.out.contains("ids.csv:3:1"), "{}", cut.out);
    assert!(cut.out.contains("ends within this line"), "{}", cut.out);
}

#[test]
fn an_example_is_passed_over_where_the_file_lacks_its_row() {
    let folder = Folder::new("rows-of-examples");
    let policy = served(&folder, "ids.csv");
    let checked = || {
        let folder = folder.path();
        ran(&["check", &policy, "--deny-warnings", "--data", &folder])
    };
    folder.write("ids.csv", "old,new\n8,10\n");
    let lacks = checked();
    assert_eq!(lacks.exit, Exit::Clean, "{}", lacks.out);
    folder.write("ids.csv", "old,new\n7,10\n");
    let has = checked();
    assert_eq!(has.exit, Exit::Clean, "{}", has.out);
    // Without a file nothing is passed over.
    let other = std::fs::read_to_string(&policy).expect("a policy");
    folder.write("redirects.yml", &other.replace("\"7\" }", "\"8\" }"));
    let wrong = ran(&["check", &policy]);
    assert_eq!(wrong.exit, Exit::Found, "{}", wrong.out);
    assert!(wrong.out.contains("failed-example"), "{}", wrong.out);
}

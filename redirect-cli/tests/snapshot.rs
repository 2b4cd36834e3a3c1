//! `redirects snapshot` makes files that services open, and `check --data` proves them.

mod support;

use std::path::Path;
use std::time::{Duration, SystemTime};

use redirect_cli::Exit;
use redirect_lookup_sqlite::{Column, Key, Options, Shape, Snapshot};
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
    let few = SOUND.lines().take(3).collect::<Vec<_>>().join("\n");
    let refused = made(&folder.write("few.csv", &few), &file, &[]);
    assert_eq!(refused.exit, Exit::Found);
    let told = "`articles.sqlite` has 1 row, and needs 2";
    assert!(refused.err.contains(told), "{}", refused.err);
    let nothing = ran(&["check", "tests/policies/sound.yml", "--data", "."]);
    assert_eq!(nothing.exit, Exit::Unknown);
}

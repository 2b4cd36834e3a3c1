//! A disk that is full while new files are written: the old ones answer, and nothing half is taken for a file.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use redirect_lookup_sqlite::{Column, Key, Shape, Writer};
use redirects::lookup::{Found, Table};

use crate::support::{key, put, table};

/// Names the folder in the process whose files cannot grow beyond 32 KiB.
const FOLDER: &str = "REDIRECTS_FULL_DISK";
/// Rows that take more than that.
const MANY: u64 = 4_000;

fn shape() -> Shape {
    Shape {
        key: vec![Column::integer("dbId")],
        values: vec![Column::text("node_id"), Column::text("title")],
    }
}

fn write_sqlite(place: &Path, node: &str) -> Result<(), String> {
    let told = |error: redirect_lookup_sqlite::WriteError| error.to_string();
    let mut writer = Writer::create(place, &shape(), SystemTime::now()).map_err(told)?;
    for id in 0..MANY {
        let values = [Some(node), Some("a title")];
        writer
            .row(&[Key::Integer(id)], &values, None)
            .map_err(told)?;
    }
    writer.finish().map_err(told)?;
    Ok(())
}

fn rows(node: &str) -> String {
    let rows = (0..MANY).map(|id| format!("{id},{node},a title,\n"));
    rows.collect()
}

fn csv(node: &str) -> String {
    format!("dbId,node_id,title,statusCode\n{}", rows(node))
}

#[test]
fn the_old_files_answer_while_the_disk_is_full() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return on_a_full_disk(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), None, &rows("old"));
    write_sqlite(&folder.path().join("articles.sqlite"), "old").unwrap();
    // A file that may not grow fails its writer as a full disk does, and takes no rights to set up.
    let script = r#"trap '' XFSZ; ulimit -f 64; exec "$0" "$@""#;
    let child = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "full_disk::the_old_files_answer_while_the_disk_is_full",
        ])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stdout);
    assert!(
        child.status.success() && told.contains("1 passed"),
        "{told}"
    );
}

fn on_a_full_disk(folder: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    let names = ["articles.csv", "articles.sqlite"];
    let tables = names.map(|name| {
        table(folder, |contract| {
            contract.snapshot = Some(name);
            contract.fallback = false;
        })
    });
    let answers = |table: &std::sync::Arc<Table>| {
        let found = runtime.block_on(table.find(&key(7), None)).unwrap().found;
        let Found::Row(row) = found else {
            panic!("{found:?}")
        };
        assert_eq!(row.values[0].as_deref(), Some("old"));
    };
    for table in &tables {
        assert_eq!(table.refresh(), Ok(true));
        answers(table);
    }

    // Whoever minds errors puts nothing into place.
    let draft = folder.join("draft");
    assert!(std::fs::write(&draft, csv("new")).is_err());
    std::fs::remove_file(&draft).unwrap();
    let fault = write_sqlite(&folder.join("articles.sqlite"), "new").unwrap_err();
    assert!(fault.contains("articles.sqlite"), "{fault}");
    let left = std::fs::read_dir(folder).unwrap();
    assert_eq!(left.count(), names.len(), "no draft stays behind");
    for table in &tables {
        assert_eq!(table.refresh(), Ok(false));
        answers(table);
    }

    // Whoever does not is not believed.
    let whole = std::fs::read(folder.join("articles.sqlite")).unwrap();
    for (name, bytes) in names.into_iter().zip([csv("new").into_bytes(), whole]) {
        assert!(std::fs::write(&draft, bytes).is_err());
        std::fs::rename(&draft, folder.join(name)).unwrap();
    }
    for table in &tables {
        let fault = table.refresh().unwrap_err();
        assert!(fault.reason.contains("cut short"), "{fault}");
        answers(table);
    }
}

//! The rows: numbers of articles, their ids of today and their titles.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use redirect_lookup_sqlite::{Column, Key, Shape, WriteError, Writer};
use redirects::BoxError;

/// Number of rows.
pub const ROWS: u64 = 100_000;

const COLOURS: [&str; 8] = [
    "red", "green", "blue", "black", "white", "yellow", "orange", "violet",
];
const THINGS: [&str; 8] = [
    "bicycle", "chair", "wardrobe", "guitar", "lamp", "sofa", "camera", "kettle",
];

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The id of today.
    pub node_id: String,
    /// The title of today.
    pub title: String,
}

/// The row of an article. Numbers begin at 1,000,000, as those of a site that is in use.
pub fn row(db_id: u64) -> Row {
    let pick = |words: &[&'static str; 8], number: u64| words[(number % 8) as usize];
    Row {
        node_id: format!("n{:x}", db_id.wrapping_mul(2_654_435_761) % 0xffff_ffff),
        title: format!(
            "{}-{}-{}",
            pick(&COLOURS, db_id),
            pick(&THINGS, db_id / 8),
            db_id % 97
        ),
    }
}

/// The numbers of all articles.
pub fn ids() -> impl Iterator<Item = u64> {
    1_000_000..1_000_000 + ROWS
}

/// The numbers in an order that caches cannot foresee: a walk with a stride that has no divisor in common with the number
/// of rows.
pub fn shuffled() -> impl Iterator<Item = u64> {
    (0..ROWS).map(|at| 1_000_000 + at * 61_803 % ROWS)
}

/// The rows as a CSV file.
pub fn csv() -> String {
    let mut text = String::from("dbId,nodeId,title\n");
    for id in ids() {
        let Row { node_id, title } = row(id);
        let _ = writeln!(text, "{id},{node_id},{title}");
    }
    text
}

/// Writes the files of the policy's lookups into a folder.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write(folder: &Path) -> Result<(), BoxError> {
    let milliseconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let text = format!("# as_of {milliseconds}\n{}", csv());
    std::fs::write(folder.join("articles.csv"), text)?;
    write_sqlite(&folder.join("articles.sqlite"))?;
    Ok(())
}

fn write_sqlite(place: &Path) -> Result<(), WriteError> {
    let shape = Shape {
        key: vec![Column::integer("dbId")],
        values: vec![Column::text("nodeId"), Column::text("title")],
    };
    let mut writer = Writer::create(place, &shape, SystemTime::now())?;
    for id in ids() {
        let Row { node_id, title } = row(id);
        writer.row(&[Key::Integer(id)], &[Some(&node_id), Some(&title)], None)?;
    }
    writer.finish().map(|_| ())
}

//! A lookup of articles, and fallbacks that behave as they are told.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use redirect_runtime::pattern::program::{self, CLASS, END};
use redirects::BoxError;
use redirects::lookup::{Column, Contract, Fallback, Found, Key, Kind, Row, Table};

const INT: Kind = Kind {
    program: &[CLASS, 0, program::INT, 1, 19, END],
    name: "int",
};
const ALNUM: Kind = Kind {
    program: &[CLASS, 0, program::ALNUM, 1, 0, END],
    name: "alnum",
};
const SEGMENT: Kind = Kind {
    program: &[CLASS, 0, program::SEGMENT, 1, 0, END],
    name: "segment",
};

/// Articles by their number: a node, and a title that may be empty.
pub(crate) const ARTICLES: Contract = Contract {
    name: "articles",
    key: &[Column {
        name: "dbId",
        column: "dbId",
        kind: INT,
        optional: false,
    }],
    values: &[
        Column {
            name: "nodeId",
            column: "node_id",
            kind: ALNUM,
            optional: false,
        },
        Column {
            name: "title",
            column: "title",
            kind: SEGMENT,
            optional: true,
        },
    ],
    snapshot: Some("articles.csv"),
    fallback: true,
    deadline: 200,
    in_flight: 256,
    missing: 60,
    cache: Some((1_000, 60)),
    max_age: None,
    min_rows: 0,
};

/// A table whose contract differs from [`ARTICLES`].
pub(crate) fn table(folder: &Path, change: impl FnOnce(&mut Contract)) -> Arc<Table> {
    let mut contract = ARTICLES;
    change(&mut contract);
    Table::new(Box::leak(Box::new(contract)), folder)
}

pub(crate) fn key(id: u64) -> Key {
    [id.to_string()].into()
}

pub(crate) fn row(node: &str) -> Row {
    Row {
        values: vec![Some(node.to_owned()), None],
        status: None,
    }
}

/// Writes a file as an exporter does: beside its place, then renamed.
pub(crate) fn put(folder: &Path, as_of: Option<u64>, rows: &str) {
    let first = as_of.map_or(String::new(), |at| format!("# as_of {at}\n"));
    let draft = folder.join("draft");
    std::fs::write(
        &draft,
        format!("{first}dbId,node_id,title,statusCode\n{rows}"),
    )
    .unwrap();
    std::fs::rename(draft, folder.join("articles.csv")).unwrap();
}

/// Milliseconds since 1970, some seconds from now.
pub(crate) fn moment(seconds: i64) -> u64 {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    u64::try_from(now.as_millis())
        .unwrap()
        .saturating_add_signed(seconds * 1_000)
}

/// A fallback that counts how often it is asked.
pub(crate) fn counting<F>(
    answer: impl Fn(Key) -> F + Clone + Send + Sync + 'static,
) -> (Fallback, Arc<AtomicUsize>)
where
    F: Future<Output = Result<Found<Row>, BoxError>> + Send + 'static,
{
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let fallback = Fallback::new(move |key| {
        count.fetch_add(1, Ordering::SeqCst);
        Box::pin(answer(key))
    });
    (fallback, asked)
}

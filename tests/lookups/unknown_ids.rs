//! A client that counts through ids: what it costs is bounded, counted, and at nobody else's expense.

use redirects::lookup::{Found, Origin};

use crate::support::{counting, key, row, table};

/// Ids of articles, all of which fit the cache.
const KNOWN: u64 = 100;
/// Ids after which every memory is full.
const FILLING: u64 = 30_000;

/// Unknown ids; `REDIRECTS_CASES=20` asks for a million.
fn unknown() -> u64 {
    let cases = std::env::var("REDIRECTS_CASES").ok();
    50_000 * cases.map_or(1, |cases| cases.parse().unwrap())
}

#[test]
fn unknown_ids_neither_grow_memory_nor_push_rows_out() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.snapshot = None);
    let (fallback, asked) = counting(|key| async move {
        let id: u64 = key[0].parse()?;
        Ok(match id < KNOWN {
            true => Found::Row(row(&format!("n{id}"))),
            false => Found::Missing,
        })
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let ask = async |ids: std::ops::Range<u64>| {
        for id in ids {
            table.find(&key(id), Some(&fallback)).await.unwrap();
        }
    };
    let end = KNOWN + FILLING + unknown();
    runtime.block_on(ask(0..KNOWN + FILLING));
    let used = allocation_counter::measure(|| runtime.block_on(ask(KNOWN + FILLING..end)));
    // A table of a memory may grow once more: that does not depend on how many ids come.
    assert!(
        used.bytes_current < 400_000,
        "{} bytes more are held after {} more ids",
        used.bytes_current,
        unknown()
    );

    let status = table.status();
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst) as u64, end);
    assert_eq!(status.answers.missing, end - KNOWN);
    assert!(
        (5_000..=10_000).contains(&status.remembered_missing),
        "{status:?}"
    );
    assert_eq!((status.cached as u64, status.in_flight), (KNOWN, 0));
    runtime.block_on(async {
        for id in 0..KNOWN {
            let answer = table.find(&key(id), Some(&fallback)).await.unwrap();
            assert_eq!(answer.origin, Origin::Cache, "{id}");
        }
        let last = table.find(&key(end - 1), Some(&fallback)).await.unwrap();
        assert_eq!(last.origin, Origin::RememberedMissing);
    });
}

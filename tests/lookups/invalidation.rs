//! Rows that were taken back: neither the file nor memory nor a question under way brings them again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use redirects::lookup::{Failure, Found, Origin};
use tokio::sync::Notify;

use crate::support::{counting, key, moment, put, row, table};

#[tokio::test]
async fn the_file_is_shadowed_until_a_later_one_comes() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |_| {});
    put(folder.path(), Some(moment(-60)), "7,old,,\n8,old,,\n");
    table.refresh().unwrap();
    assert_eq!(
        table.find(&key(7), None).await.unwrap().found,
        Found::Row(row("old"))
    );
    table.invalidate([key(7)]);
    assert_eq!(
        table.find(&key(7), None).await,
        Err(Failure::Invalidated),
        "never missing, never old"
    );
    assert_eq!(
        table.find(&key(8), None).await.unwrap().found,
        Found::Row(row("old"))
    );
    let (fallback, _) = counting(|_| async { Ok(Found::Gone) });
    assert_eq!(
        table.find(&key(7), Some(&fallback)).await.unwrap().found,
        Found::Gone
    );
    // An export that began before the row was taken back may still hold it.
    put(folder.path(), Some(moment(-30)), "7,older,,\n8,new,,\n");
    table.refresh().unwrap();
    assert_eq!(table.find(&key(7), None).await, Err(Failure::Invalidated));
    put(folder.path(), Some(moment(30)), "7,newest,,\n8,new,,\n");
    table.refresh().unwrap();
    assert_eq!(
        table.find(&key(7), None).await.unwrap().found,
        Found::Row(row("newest"))
    );
    assert!(table.rollback());
    assert_eq!(
        table.find(&key(7), None).await,
        Err(Failure::Invalidated),
        "the file before is shadowed still"
    );
}

#[tokio::test]
async fn a_question_begun_before_is_neither_joined_nor_kept() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| {
        contract.snapshot = None;
        contract.deadline = 5_000;
    });
    let (go, answers) = (Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
    let (wait, count) = (Arc::clone(&go), Arc::clone(&answers));
    let (fallback, _) = counting(move |_| {
        let wait = Arc::clone(&wait);
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            if number == 0 {
                wait.notified().await;
            }
            Ok(Found::Row(row(&format!("n{number}"))))
        }
    });
    let early = {
        let (table, fallback) = (Arc::clone(&table), fallback.clone());
        tokio::spawn(async move { table.find(&key(7), Some(&fallback)).await })
    };
    while table.status().in_flight == 0 {
        tokio::task::yield_now().await;
    }
    table.invalidate([key(7)]);
    let later = table.find(&key(7), Some(&fallback)).await.unwrap();
    assert_eq!(
        (later.found, later.origin),
        (Found::Row(row("n1")), Origin::Fallback)
    );
    go.notify_one();
    assert_eq!(
        early.await.unwrap().unwrap().found,
        Found::Row(row("n0")),
        "whoever asked before may get it"
    );
    let kept = table.find(&key(7), Some(&fallback)).await.unwrap();
    assert_eq!(
        (kept.found, kept.origin),
        (Found::Row(row("n1")), Origin::Cache)
    );
}

#[tokio::test]
async fn too_many_keys_send_everything_to_the_fallback() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |_| {});
    put(folder.path(), Some(moment(-60)), "7,old,,\n");
    table.refresh().unwrap();
    table.invalidate((1_000..101_001).map(key));
    assert_eq!(table.find(&key(7), None).await, Err(Failure::Invalidated));
    let trace = table.trace(&key(7)).await;
    assert!(trace.invalidated && trace.snapshot.unwrap().is_some());
    let (fallback, _) = counting(|_| async { Ok(Found::Row(row("new"))) });
    assert_eq!(
        table.find(&key(7), Some(&fallback)).await.unwrap().found,
        Found::Row(row("new"))
    );
    assert_eq!(table.status().invalidated, usize::MAX);
}

/// Swaps, invalidations and questions in every order that threads find: an id that was taken back is never seen again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_taken_back_during_a_swap_is_not_seen_again() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |_| {});
    let rows: String = (0..200).map(|id| format!("{id},old,,\n")).collect();
    put(folder.path(), Some(moment(-600)), &rows);
    table.refresh().unwrap();
    let (fallback, _) = counting(|_| async { Ok(Found::Gone) });
    let swaps = {
        let (table, folder) = (Arc::clone(&table), folder.path().to_owned());
        tokio::task::spawn_blocking(move || {
            for number in 0..40 {
                put(&folder, Some(moment(-500 + number)), &rows);
                table.refresh().unwrap();
            }
        })
    };
    for id in 0..200 {
        assert_eq!(
            table.find(&key(id), Some(&fallback)).await.unwrap().found,
            Found::Row(row("old"))
        );
        table.invalidate([key(id)]);
        for _ in 0..5 {
            assert_eq!(
                table.find(&key(id), Some(&fallback)).await.unwrap().found,
                Found::Gone,
                "{id}"
            );
            tokio::task::yield_now().await;
        }
    }
    swaps.await.unwrap();
    for id in 0..200 {
        assert_eq!(
            table.find(&key(id), Some(&fallback)).await.unwrap().found,
            Found::Gone,
            "{id}"
        );
    }
}

#[tokio::test]
async fn a_file_with_a_clock_that_is_ahead_brings_nothing_back() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.fallback = false);
    put(folder.path(), Some(moment(3_600)), "7,old,,\n");
    table.refresh().unwrap();
    assert!(table.find(&key(7), None).await.is_ok());
    table.invalidate([key(7)]);
    let failure = table.find(&key(7), None).await.unwrap_err();
    assert_eq!(failure, Failure::Invalidated);
}

#[tokio::test]
async fn a_journal_is_replayed_as_far_as_the_file_may_not_know_it() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.fallback = false);
    assert_eq!(table.status().replayed, None);
    put(folder.path(), Some(moment(-60)), "7,n7,,\n8,n8,,\n9,n9,,\n");
    table.refresh().unwrap();
    let ago = |seconds| std::time::SystemTime::now() - std::time::Duration::from_secs(seconds);
    let replay = table.replay([(ago(30), key(8)), (ago(90), key(7)), (ago(40), key(9))]);
    assert_eq!((replay.keys, replay.passed_over), (2, 1));
    assert_eq!(replay.as_of, table.status().file.unwrap().as_of);
    assert!(table.find(&key(7), None).await.is_ok());
    assert_eq!(table.find(&key(8), None).await, Err(Failure::Invalidated));
    table.replay([(ago(10), key(8))]);
    let status = table.status();
    let replayed = status.replayed.unwrap();
    assert_eq!((replayed.keys, replayed.passed_over), (3, 1));
    assert_eq!(status.invalidated, 2);

    // An export of between the entries has seen the earlier one alone.
    put(folder.path(), Some(moment(-20)), "7,n7,,\n8,n8,,\n9,m9,,\n");
    table.refresh().unwrap();
    assert_eq!(
        table.find(&key(9), None).await.unwrap().found,
        Found::Row(row("m9"))
    );
    assert_eq!(table.find(&key(8), None).await, Err(Failure::Invalidated));
    // One that comes late is from before what was passed over.
    put(
        folder.path(),
        Some(moment(-120)),
        "7,n7,,\n8,n8,,\n9,n9,,\n",
    );
    table.refresh().unwrap();
    assert_eq!(table.find(&key(7), None).await, Err(Failure::Invalidated));
}

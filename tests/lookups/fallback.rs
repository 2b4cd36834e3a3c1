//! Fallbacks that are slow, wrong, away, or asked by everybody at once.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use redirects::lookup::{Failure, Found, Origin};
use tokio::sync::Notify;

use crate::support::{counting, key, row, table};

#[tokio::test]
async fn ten_thousand_requests_for_one_key_ask_once_though_the_first_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| {
        contract.snapshot = None;
        contract.deadline = 5_000;
    });
    let go = Arc::new(Notify::new());
    let wait = Arc::clone(&go);
    let (fallback, asked) = counting(move |_| {
        let wait = Arc::clone(&wait);
        async move {
            wait.notified().await;
            Ok(Found::Row(row("n7")))
        }
    });
    let begin = || {
        let (table, fallback) = (Arc::clone(&table), fallback.clone());
        tokio::spawn(async move { table.find(&key(7), Some(&fallback)).await })
    };
    let leader = begin();
    tokio::task::yield_now().await;
    let followers: Vec<_> = (0..10_000).map(|_| begin()).collect();
    tokio::task::yield_now().await;
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    go.notify_one();
    for follower in followers {
        assert_eq!(
            follower.await.unwrap().unwrap().found,
            Found::Row(row("n7"))
        );
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(
        table.find(&key(7), Some(&fallback)).await.unwrap().origin,
        Origin::Cache
    );
    assert_eq!(table.status().in_flight, 0);
}

#[tokio::test(start_paused = true)]
async fn whatever_fails_is_a_failure_and_five_of_them_open_the_breaker() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.snapshot = None);
    let (fallback, asked) = counting(|key| async move {
        match key[0].as_str() {
            "1" => Err("no route to host".into()),
            "2" => panic!("at {}", 2),
            "3" => std::future::pending().await,
            "4" => Ok(Found::Row(row("not alnum"))),
            _ => Ok(Found::Gone),
        }
    });
    let ask = |id| {
        let (table, fallback) = (Arc::clone(&table), fallback.clone());
        async move { table.find(&key(id), Some(&fallback)).await }
    };
    assert_eq!(
        ask(1).await,
        Err(Failure::Fallback("no route to host".to_owned()))
    );
    assert_eq!(ask(2).await, Err(Failure::Panic("at 2".to_owned())));
    assert_eq!(ask(3).await, Err(Failure::Deadline));
    assert!(
        matches!(ask(4).await, Err(Failure::Value(_))),
        "reached, so that the breaker counts no failure"
    );
    assert_eq!(ask(5).await.unwrap().found, Found::Gone);
    for _ in 0..5 {
        assert_eq!(
            ask(1).await,
            Err(Failure::Fallback("no route to host".to_owned()))
        );
    }
    let before = asked.load(Ordering::SeqCst);
    assert_eq!(ask(6).await, Err(Failure::BreakerOpen));
    assert_eq!(
        ask(5).await.unwrap().origin,
        Origin::Cache,
        "memory still answers"
    );
    assert_eq!(
        asked.load(Ordering::SeqCst),
        before,
        "nobody asks while it is open"
    );
    assert!(table.status().breaker_open);
}

#[tokio::test]
async fn missing_keys_are_remembered_apart_from_rows() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.snapshot = None);
    let (fallback, asked) = counting(|key| async move {
        Ok(if key[0] == "7" {
            Found::Row(row("n7"))
        } else {
            Found::Missing
        })
    });
    assert_eq!(
        table.find(&key(7), Some(&fallback)).await.unwrap().origin,
        Origin::Fallback
    );
    // Somebody counts through a million ids.
    for id in 1_000..101_000 {
        assert!(
            table
                .find(&key(id), Some(&fallback))
                .await
                .unwrap()
                .is_missing()
        );
    }
    assert_eq!(
        table.find(&key(7), Some(&fallback)).await.unwrap().origin,
        Origin::Cache
    );
    let before = asked.load(Ordering::SeqCst);
    assert!(
        table
            .find(&key(100_999), Some(&fallback))
            .await
            .unwrap()
            .is_missing()
    );
    assert_eq!(asked.load(Ordering::SeqCst), before);
    assert!(table.status().hit_rate().unwrap() > 0.0);
}

#[tokio::test]
async fn a_hanging_fallback_holds_no_more_than_its_cap() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| {
        contract.snapshot = None;
        contract.in_flight = 3;
        contract.deadline = 60_000;
    });
    let (fallback, _) = counting(|_| std::future::pending());
    let hanging: Vec<_> = (0..3)
        .map(|id| {
            let (table, fallback) = (Arc::clone(&table), fallback.clone());
            tokio::spawn(async move { table.find(&key(id), Some(&fallback)).await })
        })
        .collect();
    while table.status().in_flight < 3 {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        table.find(&key(9), Some(&fallback)).await,
        Err(Failure::InFlight)
    );
    for one in hanging {
        one.abort();
        let _ = one.await;
    }
    // Those who left gave their places back, and count for nothing.
    assert_eq!(table.status().in_flight, 0);
    assert!(!table.status().breaker_open);
    let (quick, _) = counting(|_| async { Ok(Found::Missing) });
    assert!(
        table
            .find(&key(9), Some(&quick))
            .await
            .unwrap()
            .is_missing()
    );
}

#[tokio::test]
async fn a_fallback_that_is_switched_off_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.snapshot = None);
    let (fallback, asked) = counting(|_| async { Ok(Found::Missing) });
    table.switch_fallback_off(true);
    assert_eq!(
        table.find(&key(6), Some(&fallback)).await,
        Err(Failure::SwitchedOff)
    );
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    table.switch_fallback_off(false);
    assert!(
        table
            .find(&key(6), Some(&fallback))
            .await
            .unwrap()
            .is_missing()
    );
}

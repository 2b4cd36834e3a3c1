//! Files that are swapped, rows that are taken back and questions under way, all at once from several threads.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use redirect_lookup_sqlite::{Column, Key as Part, Shape, Writer};
use redirects::lookup::{Failure, Found, LookupAnswer, Origin, Table};
use testkit::Random;

use crate::support::{counting, key, moment, put, row, table};

const IDS: usize = 20;

/// The edition of an article, by its id.
type Editions = Arc<[AtomicU64; IDS]>;

fn edition(answer: &LookupAnswer) -> u64 {
    let Found::Row(row) = &answer.found else {
        panic!("{answer:?}")
    };
    let node = row.values[0].as_deref().unwrap();
    node.strip_prefix('n').unwrap().parse().unwrap()
}

/// Whoever asks after an article was changed and invalidated sees that change or a later one: neither the file, nor one
/// that is swapped in or rolled back to meanwhile, nor a question that was under way brings an older one.
#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn nothing_older_than_an_invalidation_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let table = table(folder.path(), |contract| contract.deadline = 60_000);
    let (truth, told) = (Editions::default(), Editions::default());
    let known = Arc::clone(&truth);
    let (fallback, _) = counting(move |key| {
        let known = Arc::clone(&known);
        async move {
            let id: usize = key[0].parse()?;
            // It reads at once and answers later, so that what it says may be old by then.
            let edition = known[id].load(Ordering::SeqCst);
            tokio::time::sleep(Duration::from_micros(edition % 4 * 700)).await;
            Ok(Found::Row(row(&format!("n{edition}"))))
        }
    });
    let done = Arc::new(AtomicBool::new(false));
    let exports = {
        let (table, truth, done) = (Arc::clone(&table), Arc::clone(&truth), Arc::clone(&done));
        let folder = folder.path().to_owned();
        tokio::task::spawn_blocking(move || {
            let mut random = Random(7);
            while !done.load(Ordering::SeqCst) {
                let as_of = moment(0);
                let mut rows = String::new();
                for (id, edition) in truth.iter().enumerate() {
                    let edition = edition.load(Ordering::SeqCst);
                    rows.push_str(&format!("{id},n{edition},,\n"));
                    std::thread::sleep(Duration::from_micros(100));
                }
                put(&folder, Some(as_of), &rows);
                assert_eq!(table.refresh(), Ok(true));
                if random.chance(20) {
                    table.rollback();
                }
            }
        })
    };
    let answers: Arc<[AtomicUsize; 3]> = Arc::default();
    let readers: Vec<_> = (0..4)
        .map(|seed| {
            let (table, told, done) = (Arc::clone(&table), Arc::clone(&told), Arc::clone(&done));
            let (fallback, answers) = (fallback.clone(), Arc::clone(&answers));
            tokio::spawn(async move {
                let mut random = Random(seed);
                while !done.load(Ordering::SeqCst) {
                    let id = random.below(IDS);
                    let least = told[id].load(Ordering::SeqCst);
                    let answer = table.find(&key(id as u64), Some(&fallback)).await.unwrap();
                    let seen = edition(&answer);
                    assert!(seen >= least, "{id}: {answer:?}, though {least} was told");
                    let count = match answer.origin {
                        Origin::Snapshot => &answers[0],
                        Origin::Cache => &answers[1],
                        _ => &answers[2],
                    };
                    count.fetch_add(1, Ordering::SeqCst);
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    let mut random = Random(99);
    let seen = |enough: usize| {
        let counts = answers.iter().map(|count| count.load(Ordering::SeqCst));
        counts.min().is_some_and(|least| least >= enough)
    };
    for edition in 1..100_000 {
        let is_over = edition > 500 && seen(200);
        if is_over || readers.iter().any(tokio::task::JoinHandle::is_finished) {
            break;
        }
        let id = random.below(IDS);
        truth[id].store(edition, Ordering::SeqCst);
        table.invalidate([key(id as u64)]);
        told[id].store(edition, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_micros(500)).await;
    }
    done.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await.unwrap();
    }
    exports.await.unwrap();
    assert!(seen(200), "{answers:?}");
}

fn write_csv(folder: &Path, edition: u64) {
    let rows: String = (0..IDS)
        .map(|id| format!("{id},n{edition},edition {edition},\n"))
        .collect();
    put(folder, None, &rows);
}

fn write_sqlite(folder: &Path, edition: u64) {
    let shape = Shape {
        key: vec![Column::integer("dbId")],
        values: vec![Column::text("node_id"), Column::text("title")],
    };
    let place = folder.join("articles.sqlite");
    let mut writer = Writer::create(&place, &shape, SystemTime::now()).unwrap();
    let (node, title) = (format!("n{edition}"), format!("edition {edition}"));
    for id in 0..IDS as u64 {
        let values = [Some(node.as_str()), Some(title.as_str())];
        writer.row(&[Part::Integer(id)], &values, None).unwrap();
    }
    writer.finish().unwrap();
}

/// Every answer is a whole row of one file, and never of a file before the one that was taken last; a file overwritten
/// where it lies gives no answer that it did not hold.
#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_file_replaced_while_it_is_read_gives_whole_rows_or_none() {
    for (name, write) in [
        ("articles.csv", write_csv as fn(&Path, u64)),
        ("articles.sqlite", write_sqlite),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let table = table(folder.path(), |contract| {
            contract.snapshot = Some(name);
            contract.fallback = false;
        });
        write(folder.path(), 1);
        table.refresh().unwrap();
        let (taken, done) = (
            Arc::new(AtomicU64::new(1)),
            Arc::new(AtomicBool::new(false)),
        );
        let readers: Vec<_> = (0..3)
            .map(|seed| {
                tokio::spawn(read(
                    Arc::clone(&table),
                    Arc::clone(&taken),
                    Arc::clone(&done),
                    seed,
                ))
            })
            .collect();
        let replaced = {
            let (table, place) = (Arc::clone(&table), folder.path().join(name));
            let folder = folder.path().to_owned();
            tokio::task::spawn_blocking(move || {
                for edition in 2..40 {
                    write(&folder, edition);
                    assert_eq!(table.refresh(), Ok(true));
                    taken.store(edition, Ordering::SeqCst);
                    if edition % 3 == 0 {
                        // Beyond the grain of the times that files carry.
                        std::thread::sleep(Duration::from_millis(15));
                        let bytes = std::fs::read(&place).unwrap();
                        std::fs::write(&place, &bytes[..bytes.len() - 5]).unwrap();
                        table.refresh().unwrap_err();
                    }
                    std::thread::sleep(Duration::from_millis(2));
                }
            })
        };
        replaced.await.unwrap();
        done.store(true, Ordering::SeqCst);
        let mut answers = 0;
        for reader in readers {
            answers += reader.await.unwrap();
        }
        assert!(answers > 300, "{name}: {answers}");
    }
}

/// Reads until it is done; the number of answers.
async fn read(table: Arc<Table>, taken: Arc<AtomicU64>, done: Arc<AtomicBool>, seed: u64) -> usize {
    let (mut random, mut answers) = (Random(seed), 0);
    while !done.load(Ordering::SeqCst) {
        let least = taken.load(Ordering::SeqCst);
        match table.find(&key(random.draw() % IDS as u64), None).await {
            Ok(answer) => {
                let Found::Row(row) = &answer.found else {
                    panic!("{answer:?}")
                };
                let edition = edition(&answer);
                assert!(edition >= least, "{answer:?} after {least}");
                let title = format!("edition {edition}");
                assert_eq!(row.values[1].as_deref(), Some(title.as_str()));
                answers += 1;
            }
            // The file was overwritten, or its readers ended with it.
            Err(failure) => assert!(matches!(failure, Failure::File(_)), "{failure}"),
        }
        tokio::task::yield_now().await;
    }
    answers
}

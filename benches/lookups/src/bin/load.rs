//! Puts a site under load whose fallback is slow, fails, flaps, hangs or panics, in turns with one whose fallback is healthy:
//! the throughput of all other requests beside each other, and the most memory that is held.
//!
//! `cargo run --release -p redirect-lookup-benches --bin load [PAIRS] [BEHAVIOUR]`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use redirect_lookup_benches::load::{ASKED_A_SECOND, Behaviour, Site, Stretch};
use redirect_lookup_benches::measure::middle;
use redirect_lookup_benches::rows::write;
use redirects::BoxError;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// One turn of a site.
const TURN: Duration = Duration::from_secs(1);

fn main() -> Result<(), BoxError> {
    // Panics are part of the load.
    std::panic::set_hook(Box::new(|_| {}));
    let mut arguments = std::env::args().skip(1);
    let pairs = arguments.next().map_or(Ok(15), |pairs| pairs.parse())?;
    let only = arguments.next();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    println!("{ASKED_A_SECOND} requests a second ask the fallback; pairs of turns: {pairs}\n");
    println!(
        "| fallback | other requests a second | beside healthy | for the processor time | at most held, MB | answered by the fallback | failures |"
    );
    println!("|---|---|---|---|---|---|---|");
    let wanted = |behaviour: &Behaviour| only.as_ref().is_none_or(|only| only == behaviour.name());
    let all = [Behaviour::Healthy].into_iter().chain(Behaviour::FAULTS);
    for behaviour in all.filter(wanted) {
        runtime.block_on(compare(behaviour, pairs))?;
    }
    Ok(())
}

async fn compare(behaviour: Behaviour, pairs: usize) -> Result<(), BoxError> {
    let folder = tempfile::tempdir()?;
    write(folder.path())?;
    let healthy = Site::open(folder.path(), Behaviour::Healthy)?;
    let site = Site::open(folder.path(), behaviour)?;
    let before = held();
    let (most, stop) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let watch = tokio::spawn(watch(Arc::clone(&most), Arc::clone(&stop)));
    let (mut own, mut beside, mut processor) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 0..pairs {
        let (first, second) = match pair % 2 {
            0 => (&healthy, &site),
            _ => (&site, &healthy),
        };
        let (first, second) = (first.run(TURN).await, second.run(TURN).await);
        let (with, without): (Stretch, Stretch) = match pair % 2 {
            0 => (second, first),
            _ => (first, second),
        };
        own.push(with.throughput());
        beside.push(with.throughput() / without.throughput());
        processor.push(with.per_cpu_second() / without.per_cpu_second());
    }
    stop.store(true, Ordering::Relaxed);
    watch.await?;
    let status = site.status().ok_or("the policy has a lookup")?;
    let mark = |values: &[f64]| {
        if middle(values).spread > 0.1 {
            " ~"
        } else {
            ""
        }
    };
    println!(
        "| {} | {:.0}{} | {:.3}{} | {:.3}{} | {:.1} | {} | {} |",
        behaviour.name(),
        middle(&own).median,
        mark(&own),
        middle(&beside).median,
        mark(&beside),
        middle(&processor).median,
        mark(&processor),
        most.load(Ordering::Relaxed).saturating_sub(before) as f64 / 1e6,
        status.answers.fallback + status.answers.missing,
        status.answers.failures,
    );
    Ok(())
}

/// Notes the most memory that is held at any time.
async fn watch(most: Arc<AtomicUsize>, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::Relaxed) {
        most.fetch_max(held(), Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Bytes that are held.
fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats
        .bytes_allocated
        .saturating_sub(stats.bytes_deallocated)
}

//! A site under load, with a fallback that behaves as it is told, and what that costs all other requests.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::Request;
use redirects::BoxError;
use redirects::lookup::{Found, LookupStatus};
use redirects::tower::RedirectLayer;
use tower_service::Service;

use crate::rows::{ROWS, row};

redirects::redirects!(pub mod policy = "load.yml");
use policy::{Articles, Fallbacks, Lookups, Redirects};

/// Requests a second for ids that the file does not have.
pub const ASKED_A_SECOND: u64 = 2_000;
/// Clients that send all other requests, each the next one once the last was answered.
const CLIENTS: usize = 4;

/// The behaviour of a fallback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Answers after a millisecond: a row for one id in four, for the others that there is none.
    Healthy,
    /// Answers after 150 ms; the deadline is 200 ms.
    Slow,
    /// Fails after a millisecond.
    Failing,
    /// Answers for a second, fails for the next.
    Flapping,
    /// Never answers.
    Hanging,
    /// Panics.
    Panicking,
}

impl Behaviour {
    /// All that can go wrong.
    pub const FAULTS: [Behaviour; 5] = [
        Behaviour::Slow,
        Behaviour::Failing,
        Behaviour::Flapping,
        Behaviour::Hanging,
        Behaviour::Panicking,
    ];

    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Behaviour::Healthy => "healthy",
            Behaviour::Slow => "slow",
            Behaviour::Failing => "failing",
            Behaviour::Flapping => "flapping",
            Behaviour::Hanging => "hanging",
            Behaviour::Panicking => "panicking",
        }
    }
}

struct Source {
    behaviour: Behaviour,
    start: Instant,
}

impl Fallbacks for Source {
    async fn articles(&self, db_id: u64) -> Result<Found<Articles>, BoxError> {
        let wait = |milliseconds| tokio::time::sleep(Duration::from_millis(milliseconds));
        match self.behaviour {
            Behaviour::Healthy => wait(1).await,
            Behaviour::Slow => wait(150).await,
            Behaviour::Failing => {
                wait(1).await;
                return Err("no route to host".into());
            }
            Behaviour::Flapping => {
                wait(1).await;
                if self.start.elapsed().as_secs() % 2 == 1 {
                    return Err("no route to host".into());
                }
            }
            Behaviour::Hanging => std::future::pending().await,
            Behaviour::Panicking => panic!("the fallback panics"),
        }
        if db_id % 4 != 0 {
            return Ok(Found::Missing);
        }
        let row = row(db_id);
        Ok(Found::Row(Articles {
            node_id: row.node_id,
            title: row.title,
        }))
    }
}

/// A site whose fallback behaves in one way.
pub struct Site {
    router: Router,
    lookups: Lookups,
    next_id: AtomicU64,
}

/// The requests of one stretch of time.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// Requests that did not ask the fallback.
    pub others: u64,
    /// Wall time.
    pub time: Duration,
    /// Time of all processors.
    pub cpu: Duration,
}

impl Stretch {
    /// Requests a second that did not ask the fallback.
    pub fn throughput(&self) -> f64 {
        self.others as f64 / self.time.as_secs_f64()
    }

    /// Those requests for a second of processor time, everything else that ran included.
    pub fn per_cpu_second(&self) -> f64 {
        self.others as f64 / self.cpu.as_secs_f64()
    }
}

impl Site {
    /// A site whose file lies in `folder`.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn open(folder: &Path, behaviour: Behaviour) -> Result<Arc<Site>, BoxError> {
        let lookups = Lookups::open(folder)?;
        let source = Source {
            behaviour,
            start: Instant::now(),
        };
        let redirects = Redirects::new(source).lookups(lookups.clone());
        let router = Router::new()
            .route("/", get(|| async { "home" }))
            .route("/company/about", get(|| async { "about" }))
            .layer(RedirectLayer::new(redirects));
        Ok(Arc::new(Site {
            router,
            lookups,
            next_id: AtomicU64::new(2_000_000),
        }))
    }

    /// The state of the lookup.
    pub fn status(&self) -> Option<LookupStatus> {
        self.lookups.status().into_iter().next()
    }

    /// Runs the site for a while, with as many requests as it takes and [`ASKED_A_SECOND`] for the fallback.
    pub async fn run(self: &Arc<Self>, time: Duration) -> Stretch {
        let stop = Arc::new(AtomicBool::new(false));
        let (start, cpu) = (Instant::now(), cpu_time());
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| tokio::spawn(Arc::clone(self).others(client as u64, Arc::clone(&stop))))
            .collect();
        let asking = tokio::spawn(Arc::clone(self).ask(Arc::clone(&stop)));
        tokio::time::sleep(time).await;
        stop.store(true, Ordering::Relaxed);
        let mut others = 0;
        for client in clients {
            others += client.await.unwrap_or_default();
        }
        let (time, cpu) = (start.elapsed(), cpu_time().saturating_sub(cpu));
        // Questions that are under way end before the next stretch begins.
        let _ = asking.await;
        tokio::time::sleep(Duration::from_millis(250)).await;
        Stretch { others, time, cpu }
    }

    /// Sends requests that need no fallback, one after another: a page, a literal redirect, an id of the file.
    async fn others(self: Arc<Self>, client: u64, stop: Arc<AtomicBool>) -> u64 {
        let mut router = self.router.clone();
        let mut sent = 0;
        while !stop.load(Ordering::Relaxed) {
            let id = 1_000_000 + (client * 25_000 + sent * 61_803) % ROWS;
            let (target, expected) = match sent % 3 {
                0 => ("/".to_owned(), 200),
                1 => ("/old-page".to_owned(), 301),
                _ => (format!("/articles/{id}"), 301),
            };
            assert_eq!(send(&mut router, &target).await, expected, "{target}");
            sent += 1;
            // Each request of a real server comes from its own task.
            tokio::task::yield_now().await;
        }
        sent
    }

    /// Sends requests for ids that the file does not have, whether those before were answered or not.
    async fn ask(self: Arc<Self>, stop: Arc<AtomicBool>) {
        let (start, mut asked) = (Instant::now(), 0);
        while !stop.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(2)).await;
            let due = start.elapsed().as_millis() as u64 * ASKED_A_SECOND / 1_000;
            for _ in asked..due {
                let id = self.next_id.fetch_add(1, Ordering::Relaxed);
                let mut router = self.router.clone();
                tokio::spawn(async move {
                    let status = send(&mut router, &format!("/articles/{id}")).await;
                    assert!(matches!(status, 301 | 302 | 307), "{status}");
                });
            }
            asked = due;
        }
    }
}

async fn send(router: &mut Router, target: &str) -> u16 {
    let request = Request::builder()
        .uri(target)
        .header("host", "www.example.com");
    let Ok(request) = request.body(Body::empty()) else {
        return 0;
    };
    let Ok(response) = router.call(request).await;
    response.status().as_u16()
}

/// The processor time of all threads of this process.
fn cpu_time() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    let times = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(times.sum())
}

//! A site whose old ids are answered from a file, and from its database where the file does not have them.
//!
//! ```text
//! cargo run -p example-lookups
//! ```
//!
//! The pages under `/admin` take an article down, make the database fail, and show the state of the lookup. A real site
//! guards them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{Path as Segment, State};
use axum::response::Html;
use axum::routing::{get, post};
use redirects::lookup::Found;
use redirects::tower::RedirectLayer;
use redirects::{BoxError, Options};
use tokio::sync::mpsc;

redirects::redirects!(mod routes = "redirects.yml");
use routes::{Articles, Fallbacks, Lookups, Redirects};

/// Ids that are taken down together, at most.
const BATCH: usize = 1_000;

/// The database of the site: what it knows of articles, and which were taken down when.
#[derive(Clone, Default)]
struct Database {
    articles: Arc<Mutex<HashMap<u64, Articles>>>,
    taken_down: Arc<Mutex<Vec<(SystemTime, u64)>>>,
    fails: Arc<AtomicBool>,
}

impl Database {
    fn new() -> Self {
        let database = Database::default();
        let newer = Articles {
            node_id: "m4p8".into(),
            title: "a chair that is newer than the file".into(),
            c: Some("jp".into()),
        };
        database.lock_articles().insert(4, newer);
        database
    }

    fn lock_articles(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Articles>> {
        self.articles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_taken_down(&self) -> std::sync::MutexGuard<'_, Vec<(SystemTime, u64)>> {
        self.taken_down
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn take_down(&self, id: u64) {
        self.lock_taken_down().push((SystemTime::now(), id));
    }

    /// The articles that were taken down since a moment, each with its own.
    fn taken_down_since(&self, moment: Option<SystemTime>) -> Vec<(SystemTime, u64)> {
        let journal = self.lock_taken_down();
        let later = journal
            .iter()
            .filter(|(at, _)| moment.is_none_or(|moment| *at >= moment));
        later.copied().collect()
    }
}

impl Fallbacks for Database {
    async fn articles(&self, db_id: u64) -> Result<Found<Articles>, BoxError> {
        if self.fails.load(Ordering::Relaxed) {
            return Err("the database cannot be reached".into());
        }
        if self.lock_taken_down().iter().any(|(_, id)| *id == db_id) {
            return Ok(Found::Gone);
        }
        Ok(match self.lock_articles().get(&db_id) {
            Some(article) => Found::Row(article.clone()),
            None => Found::Missing,
        })
    }
}

/// The state that the admin pages need.
#[derive(Clone)]
struct Admin {
    database: Database,
    lookups: Lookups,
    taken_down: mpsc::Sender<u64>,
}

/// Takes ids from a queue and invalidates them in batches. A channel of this process stands for what a real site has:
/// the consumer of a Kafka topic or of a Redis stream would loop in this place.
async fn invalidate(lookups: Lookups, mut queue: mpsc::Receiver<u64>) {
    let mut batch = Vec::with_capacity(BATCH);
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        lookups.articles().invalidate(batch.drain(..));
    }
}

/// Invalidates what was taken down after the file was read: an invalidation dies with the process.
fn replay(lookups: &Lookups, database: &Database) {
    let file = lookups.articles().status().file;
    let as_of = file.and_then(|file| file.as_of);
    lookups.articles().replay(database.taken_down_since(as_of));
}

async fn take_down(State(admin): State<Admin>, Segment(id): Segment<u64>) -> Html<&'static str> {
    admin.database.take_down(id);
    match admin.taken_down.send(id).await {
        Ok(()) => Html("taken down"),
        Err(_) => Html("taken down, but nobody listens to the queue"),
    }
}

async fn fail(State(admin): State<Admin>, Segment(on): Segment<bool>) -> Html<&'static str> {
    admin.database.fails.store(on, Ordering::Relaxed);
    Html(if on {
        "the database fails"
    } else {
        "the database works; left alone after failures, it is asked again within five seconds"
    })
}

async fn state(State(admin): State<Admin>) -> String {
    format!("{:#?}", admin.lookups.status())
}

async fn trace(State(admin): State<Admin>, Segment(id): Segment<u64>) -> String {
    format!("{:#?}", admin.lookups.articles().trace(id).await)
}

async fn page() -> Html<&'static str> {
    Html("<h1>An article, or all of them</h1>")
}

/// The site with its policy in front, and the queue that invalidates.
fn site(database: Database, folder: &Path) -> (Router, Lookups) {
    let lookups = Lookups::open_available(folder);
    replay(&lookups, &database);
    let (taken_down, queue) = mpsc::channel(BATCH);
    tokio::spawn(invalidate(lookups.clone(), queue));
    let redirects = Redirects::new(database.clone()).lookups(lookups.clone());
    let layer = RedirectLayer::new(redirects).options(Options::new().reveal("x-redirect-rule"));
    let admin = Admin {
        database,
        lookups: lookups.clone(),
        taken_down,
    };
    let router = Router::new()
        .route("/", get(page))
        .route("/buy-sell/", get(page))
        .route("/buy-sell/{article}/", get(page))
        .route("/{country}/buy-sell/{article}/", get(page))
        .route("/admin/state", get(state))
        .route("/admin/trace/{id}", get(trace))
        .route("/admin/take-down/{id}", post(take_down))
        .route("/admin/fail/{on}", post(fail))
        .with_state(admin)
        .layer(layer);
    (router, lookups)
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data"));
    let (site, lookups) = site(Database::new(), &folder);
    tokio::spawn(lookups.follow(Duration::from_secs(5)));
    let port = std::env::var("PORT").map_or(Ok(3000), |port| port.parse::<u16>())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    println!("Listening on http://{address}; stop with Ctrl-C. Try:");
    println!("  curl -i 'http://{address}/articles/1'                   # from the file");
    println!("  curl -i 'http://{address}/articles/4'                   # from the database");
    println!(
        "  curl -X POST 'http://{address}/admin/take-down/1'; curl -i 'http://{address}/articles/1'"
    );
    println!(
        "  curl -X POST 'http://{address}/admin/fail/true'; curl -i 'http://{address}/articles/5'"
    );
    println!("  curl 'http://{address}/admin/state'");
    axum::serve(listener, site)
        .with_graceful_shutdown(async {
            // Without a handler for Ctrl-C there is nothing better than to go on.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await?;
    println!("Stopped.");
    Ok(())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Method, Request};
    use tower::ServiceExt;

    use super::*;

    /// Status, location, and the field that names rule and source.
    async fn ask(site: &Router, method: Method, target: &str) -> String {
        let request = Request::builder().method(method).uri(target);
        let request = request.body(Body::empty()).unwrap();
        let response = site.clone().oneshot(request).await.unwrap();
        let field = |name| {
            let value = response.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap()).to_owned()
        };
        let (status, rule) = (response.status().as_u16(), field("x-redirect-rule"));
        format!("{status} {} {rule}", field("location"))
    }

    #[tokio::test]
    async fn the_site_answers_as_its_pages_say() {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data"));
        let (site, _lookups) = site(Database::new(), &folder);
        let get = async |target: &str| ask(&site, Method::GET, target).await;
        assert_eq!(
            get("/articles/1").await,
            "301 /kr/buy-sell/a%20red%20bicycle-n7w2/ article; source=snapshot"
        );
        assert_eq!(get("/articles/3").await, "410  article; source=snapshot");
        let newer = get("/articles/4").await;
        assert!(
            newer.ends_with("-m4p8/ article; source=fallback"),
            "{newer}"
        );
        assert!(get("/articles/4").await.ends_with("source=cache"));
        assert_eq!(get("/articles/5").await, "302 /buy-sell/ article");
        ask(&site, Method::POST, "/admin/take-down/1").await;
        while get("/articles/1").await.starts_with("301") {
            tokio::task::yield_now().await;
        }
        assert_eq!(get("/articles/1").await, "410  article; source=cache");
        ask(&site, Method::POST, "/admin/fail/true").await;
        assert_eq!(get("/articles/6").await, "307 /buy-sell/?old=6 article");
        assert!(get("/articles/2").await.ends_with("source=snapshot"));
        assert_eq!(get("/admin/state").await, "200  ");
    }

    #[tokio::test]
    async fn what_was_taken_down_before_the_start_stays_down() {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data"));
        let database = Database::new();
        database.take_down(2);
        let (site, lookups) = site(database, &folder);
        let answer = ask(&site, Method::GET, "/articles/2").await;
        assert_eq!(answer, "410  article; source=fallback");
        let replayed = lookups.articles().status().replayed.unwrap();
        assert_eq!((replayed.keys, replayed.passed_over), (1, 0));
    }
}

//! The articles in PostgreSQL, many ids a statement.

use std::collections::HashMap;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use example_batches::{Batches, Limits};
use redirects::BoxError;
use redirects::lookup::Found;
use tokio_postgres::{NoTls, Row};

use crate::routes::{Articles, Fallbacks};

/// Connections, and statements under way: each statement has one.
const CONNECTIONS: usize = 4;
/// Shorter than the deadline of the lookup, so that a statement ends before those who asked are gone.
const DEADLINE: Duration = Duration::from_millis(180);

const ROWS: &str =
    "SELECT old, node_id, title, country, taken_down FROM articles WHERE old = ANY($1)";

/// The table `articles`. Cheap to clone; the clones share their connections.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    articles: Batches<i64, Found<Articles>>,
}

impl Database {
    /// Prepares connections to `url`, such as `postgres://site@localhost/site`. They are opened when they are needed,
    /// so that the site starts while the database is down.
    pub(crate) fn new(url: &str) -> Result<Self, BoxError> {
        let mut config: tokio_postgres::Config = url.parse()?;
        config.connect_timeout(DEADLINE);
        // Whoever waits is gone by then: the server need not go on.
        config.options(format!("-c statement_timeout={}", DEADLINE.as_millis()));
        let recycling = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = Manager::from_config(config, NoTls, recycling);
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .build()?;
        let limits = Limits {
            keys: 1_000,
            batches: CONNECTIONS,
            deadline: DEADLINE,
        };
        let articles = Batches::start(limits, move |ids| rows(pool.clone(), ids));
        Ok(Database { articles })
    }
}

impl Fallbacks for Database {
    async fn articles(&self, db_id: u64) -> Result<Found<Articles>, BoxError> {
        // No bigint is that large: the table cannot have it.
        let Ok(id) = i64::try_from(db_id) else {
            return Ok(Found::Missing);
        };
        Ok(self.articles.get(id).await?.unwrap_or(Found::Missing))
    }
}

async fn rows(pool: Pool, ids: Vec<i64>) -> Result<HashMap<i64, Found<Articles>>, BoxError> {
    let connection = pool.get().await?;
    let statement = connection.prepare_cached(ROWS).await?;
    let rows = connection.query(&statement, &[&ids]).await?;
    rows.iter().map(found).collect()
}

fn found(row: &Row) -> Result<(i64, Found<Articles>), BoxError> {
    let found = if row.try_get("taken_down")? {
        Found::Gone
    } else {
        Found::Row(Articles {
            node_id: row.try_get("node_id")?,
            title: row.try_get("title")?,
            c: row.try_get("country")?,
        })
    };
    Ok((row.try_get("old")?, found))
}

//! The articles in Redis, many ids a command.

use std::collections::HashMap;
use std::time::Duration;

use example_batches::{Batches, Limits};
use redirects::BoxError;
use redirects::lookup::Found;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use serde::Deserialize;

use crate::routes::{Articles, Fallbacks};

/// Commands under way. They share one connection, over which Redis answers them in turn.
const COMMANDS: usize = 4;
/// Shorter than the deadline of the lookup, so that a command ends before those who asked are gone.
const DEADLINE: Duration = Duration::from_millis(180);

/// The keys `article:1`, `article:2` and so on. Cheap to clone; the clones share their connection.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    articles: Batches<u64, String>,
}

/// A value: `{"article":{"nodeId":"n7w2","title":"a red bicycle","country":"kr"}}` or `"takenDown"`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Stored {
    #[serde(rename_all = "camelCase")]
    Article {
        node_id: String,
        title: String,
        country: Option<String>,
    },
    TakenDown,
}

impl Store {
    /// Prepares a connection to `url`, such as `redis://localhost/`. It is opened when it is needed, so that the site
    /// starts while Redis is down, and opened again when it broke.
    pub(crate) fn new(url: &str) -> Result<Self, BoxError> {
        let client = redis::Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(DEADLINE))
            .set_response_timeout(Some(DEADLINE));
        let connection = ConnectionManager::new_lazy_with_config(client, config)?;
        let limits = Limits {
            keys: 1_000,
            batches: COMMANDS,
            deadline: DEADLINE,
        };
        let articles = Batches::start(limits, move |ids| values(connection.clone(), ids));
        Ok(Store { articles })
    }
}

impl Fallbacks for Store {
    async fn articles(&self, db_id: u64) -> Result<Found<Articles>, BoxError> {
        // A key that Redis has evicted looks like one that was never there: `onMissing` is temporary.
        let Some(value) = self.articles.get(db_id).await? else {
            return Ok(Found::Missing);
        };
        Ok(match serde_json::from_str(&value)? {
            Stored::Article {
                node_id,
                title,
                country,
            } => Found::Row(Articles {
                node_id,
                title,
                c: country,
            }),
            Stored::TakenDown => Found::Gone,
        })
    }
}

async fn values(
    mut connection: ConnectionManager,
    ids: Vec<u64>,
) -> Result<HashMap<u64, String>, BoxError> {
    let keys: Vec<String> = ids.iter().map(|id| format!("article:{id}")).collect();
    let mut command = redis::cmd("MGET");
    let values: Vec<Option<String>> = command.arg(keys).query_async(&mut connection).await?;
    // A value for each key, in their order.
    let pairs = ids.into_iter().zip(values);
    Ok(pairs.filter_map(|(id, value)| Some((id, value?))).collect())
}

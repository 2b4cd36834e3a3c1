//! Questions of many requests that go to a database as one.
//!
//! While a question is under way others gather, and go together as the next one. So a lone question waits for nothing,
//! and under load the database is asked once for many keys.

use std::collections::HashMap;
use std::error::Error;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::timeout;

/// An error of a database.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Keys that wait for a batch, at most; one more waits for a place.
const WAITING: usize = 10_000;

/// Limits of the batches.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Keys in a batch.
    pub keys: usize,
    /// Batches under way.
    pub batches: usize,
    /// Time that a batch may take. A database that hangs must not keep those back who come later.
    pub deadline: Duration,
}

/// Collects keys and asks for them in batches. Cheap to clone; the clones share their batches.
#[derive(Debug)]
pub struct Batches<K, V> {
    waiting: mpsc::Sender<Question<K, V>>,
}

/// All who waited for a batch get its error.
type Answer<V> = Result<Option<V>, Arc<str>>;

#[derive(Debug)]
struct Question<K, V> {
    key: K,
    answer: oneshot::Sender<Answer<V>>,
}

impl<K, V> Batches<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
{
    /// Starts the task that asks `database` for the values of keys; a key without a value is absent from the answer.
    /// The task ends when the last clone is dropped.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn start<D, A>(limits: Limits, database: D) -> Self
    where
        D: Fn(Vec<K>) -> A + Send + 'static,
        A: Future<Output = Result<HashMap<K, V>, BoxError>> + Send + 'static,
    {
        let (waiting, questions) = mpsc::channel(WAITING);
        tokio::spawn(ask_in_batches(limits, database, questions));
        Batches { waiting }
    }

    /// Returns the value of a key, or `None` where the database has none.
    ///
    /// # Errors
    /// The database's error, which all keys of the batch share, or that it was too late.
    pub async fn get(&self, key: K) -> Result<Option<V>, BoxError> {
        let (answer, answered) = oneshot::channel();
        let question = Question { key, answer };
        let ended = || BoxError::from("the batch ended without an answer");
        self.waiting.send(question).await.map_err(|_| ended())?;
        let answer = answered.await.map_err(|_| ended())?;
        answer.map_err(|error| error.to_string().into())
    }
}

impl<K, V> Clone for Batches<K, V> {
    fn clone(&self) -> Self {
        Batches {
            waiting: self.waiting.clone(),
        }
    }
}

async fn ask_in_batches<K, V, D, A>(
    limits: Limits,
    database: D,
    mut questions: mpsc::Receiver<Question<K, V>>,
) where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
    D: Fn(Vec<K>) -> A,
    A: Future<Output = Result<HashMap<K, V>, BoxError>> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(limits.batches));
    // The place comes first: whoever arrives until there is one joins the batch.
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let mut batch = Vec::new();
        if questions.recv_many(&mut batch, limits.keys).await == 0 {
            return;
        }
        // Requests that were abandoned are not asked for.
        batch.retain(|question| !question.answer.is_closed());
        if !batch.is_empty() {
            let keys = batch.iter().map(|question| question.key.clone()).collect();
            let asked = database(keys);
            tokio::spawn(answer(batch, asked, limits.deadline, place));
        }
    }
}

async fn answer<K, V, A>(
    batch: Vec<Question<K, V>>,
    asked: A,
    deadline: Duration,
    _place: OwnedSemaphorePermit,
) where
    K: Eq + Hash,
    V: Clone,
    A: Future<Output = Result<HashMap<K, V>, BoxError>>,
{
    let values = match timeout(deadline, asked).await {
        Ok(Ok(values)) => Ok(values),
        Ok(Err(error)) => Err(Arc::from(error.to_string())),
        Err(_) => Err(Arc::from("the database did not answer in time")),
    };
    for question in batch {
        let answer = match &values {
            Ok(values) => Ok(values.get(&question.key).cloned()),
            Err(error) => Err(Arc::clone(error)),
        };
        // Nobody may wait any more by now: the answer is for them alone.
        let _ = question.answer.send(answer);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    const LIMITS: Limits = Limits {
        keys: 100,
        batches: 1,
        deadline: Duration::from_millis(150),
    };

    type Batch = Vec<u64>;

    /// A database that takes a moment, notes its batches, has even keys only, and hangs for 13.
    fn database() -> (Batches<u64, u64>, Arc<Mutex<Vec<Batch>>>) {
        let noted = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&noted);
        let batches = Batches::start(LIMITS, move |keys: Batch| {
            notes.lock().unwrap().push(keys.clone());
            async move {
                let time = if keys.contains(&13) { 1_000_000 } else { 10 };
                tokio::time::sleep(Duration::from_millis(time)).await;
                if keys.contains(&99) {
                    return Err("no route to host".into());
                }
                let even = keys.iter().filter(|key| **key % 2 == 0);
                Ok(even.map(|key| (*key, key * 10)).collect())
            }
        });
        (batches, noted)
    }

    fn ask(
        batches: &Batches<u64, u64>,
        key: u64,
    ) -> tokio::task::JoinHandle<Result<Option<u64>, String>> {
        let batches = batches.clone();
        tokio::spawn(async move { batches.get(key).await.map_err(|error| error.to_string()) })
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_go_together() {
        let (batches, noted) = database();
        let alone = ask(&batches, 1_000);
        while noted.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        let waiting: Vec<_> = (0..250).map(|key| ask(&batches, 2_000 + key)).collect();
        assert_eq!(alone.await.unwrap(), Ok(Some(10_000)));
        for (key, answer) in (2_000..).zip(waiting) {
            let expected = (key % 2 == 0).then_some(key * 10);
            assert_eq!(answer.await.unwrap(), Ok(expected));
        }
        let sizes: Vec<usize> = noted.lock().unwrap().iter().map(Vec::len).collect();
        assert_eq!(sizes, [1, 100, 100, 50]);
    }

    #[tokio::test(start_paused = true)]
    async fn an_error_and_a_hanging_database_end_their_batch_alone() {
        let (batches, _) = database();
        let failed = "no route to host".to_owned();
        assert_eq!(ask(&batches, 99).await.unwrap(), Err(failed));
        let late = "the database did not answer in time".to_owned();
        assert_eq!(ask(&batches, 13).await.unwrap(), Err(late));
        assert_eq!(ask(&batches, 4).await.unwrap(), Ok(Some(40)));
    }

    #[tokio::test(start_paused = true)]
    async fn abandoned_keys_are_not_asked_for() {
        let (batches, noted) = database();
        let first = ask(&batches, 2);
        while noted.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        let (left, stays) = (ask(&batches, 4), ask(&batches, 6));
        tokio::task::yield_now().await;
        left.abort();
        first.await.unwrap().unwrap();
        assert_eq!(stays.await.unwrap(), Ok(Some(60)));
        assert_eq!(*noted.lock().unwrap(), [vec![2], vec![6]]);
    }
}

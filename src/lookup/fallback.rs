//! The program's own source of rows.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::{Key, Row};
use crate::BoxError;

/// A lookup's answer to a key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found<R> {
    /// Its values.
    Row(R),
    /// There is no such key. The rule's `onMissing` answers.
    Missing,
    /// It was there and will not come back: 410.
    Gone,
    /// It may not be shown: 451.
    UnavailableForLegalReasons,
}

impl<R> Found<R> {
    /// Changes the values of the verdict.
    pub fn map<S>(self, change: impl FnOnce(R) -> S) -> Found<S> {
        match self {
            Found::Row(row) => Found::Row(change(row)),
            Found::Missing => Found::Missing,
            Found::Gone => Found::Gone,
            Found::UnavailableForLegalReasons => Found::UnavailableForLegalReasons,
        }
    }
}

/// A question under way.
pub type Asked = Pin<Box<dyn Future<Output = Result<Found<Row>, BoxError>> + Send>>;

/// Asks the program for a key. Generated code makes one of the method that the site implements.
#[derive(Clone)]
pub struct Fallback(Arc<dyn Fn(Key) -> Asked + Send + Sync>);

impl Fallback {
    /// A fallback that asks this function.
    pub fn new(ask: impl Fn(Key) -> Asked + Send + Sync + 'static) -> Fallback {
        Fallback(Arc::new(ask))
    }

    pub(crate) fn ask(&self, key: Key) -> Asked {
        (self.0)(key)
    }
}

impl std::fmt::Debug for Fallback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fallback")
    }
}

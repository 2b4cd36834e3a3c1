//! The lookups of a policy together: opened, followed, and shown.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::{LookupError, LookupStatus, Table};

/// The lookups of a policy, in its order. Cheap to clone; the clones are one.
#[derive(Clone, Debug)]
pub struct Tables(Arc<[Arc<Table>]>);

impl Tables {
    /// These lookups; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn new(tables: impl IntoIterator<Item = Arc<Table>>) -> Self {
        Tables(tables.into_iter().collect())
    }

    /// Opens the files of all lookups; for generated code.
    ///
    /// # Errors
    /// The first file that cannot be used.
    #[doc(hidden)]
    pub fn open(&self) -> Result<(), LookupError> {
        for table in self.0.iter() {
            table.refresh()?;
        }
        Ok(())
    }

    /// Opens the files that are new, all lookups in turn, and gives the faults of those that cannot be used: the files
    /// before them go on answering. Takes time linear in the new files, on the caller's thread.
    pub fn refresh(&self) -> Vec<LookupError> {
        let errors = self.0.iter().map(|table| table.refresh().err());
        errors.flatten().collect()
    }

    /// Looks for new files every so often, and never ends: to be spawned on a tokio runtime.
    ///
    /// A file is opened on a thread where blocking is allowed. One that cannot be used is told once, as an event; the
    /// file before it goes on answering.
    ///
    /// ```no_run
    /// # fn follow(lookups: &redirects::lookup::Tables) {
    /// tokio::spawn(lookups.follow(std::time::Duration::from_secs(5)));
    /// # }
    /// ```
    pub fn follow(&self, every: Duration) -> impl Future<Output = ()> + Send + use<> {
        let tables = self.clone();
        async move {
            loop {
                tokio::time::sleep(every).await;
                let all = tables.clone();
                // A fault of one round says nothing of the next.
                let _ = tokio::task::spawn_blocking(move || all.refresh()).await;
            }
        }
    }

    /// The state of all lookups at this moment.
    #[must_use]
    pub fn status(&self) -> Vec<LookupStatus> {
        self.0.iter().map(|table| table.status()).collect()
    }

    /// The files that answer, for the event that a policy begins to serve; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn files(&self) -> String {
        let all = self.0.iter().map(|table| table.status().to_string());
        all.collect::<Vec<String>>().join("; ")
    }

    /// A lookup by its name in the policy, with its number.
    pub(crate) fn named(&self, name: &str) -> Option<(usize, &Arc<Table>)> {
        let mut all = self.0.iter().enumerate();
        all.find(|(_, table)| table.contract.name == name)
    }
}

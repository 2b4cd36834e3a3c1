//! A handler that a test gives as a closure.

use std::sync::Arc;

use redirects::__private::{Dispatch, Pending};
use redirects::{Answer, BoxError, Request};

type Decide = dyn Fn(&Pending<'_>, &Request<'_>) -> Result<Answer, BoxError> + Send + Sync;

/// The handler `decide`, which decides at once by a closure.
#[derive(Clone)]
pub struct Decides(Arc<Decide>);

impl Decides {
    /// A handler that answers as the closure says.
    pub fn by<F>(decide: F) -> Self
    where
        F: Fn(&Pending<'_>, &Request<'_>) -> Result<Answer, BoxError> + Send + Sync + 'static,
    {
        Decides(Arc::new(decide))
    }
}

impl Dispatch for Decides {
    const HANDLERS: &'static [&'static str] = &["decide"];

    async fn dispatch(
        &self,
        pending: Pending<'_>,
        request: &Request<'_>,
    ) -> Result<Answer, BoxError> {
        (self.0)(&pending, request)
    }
}

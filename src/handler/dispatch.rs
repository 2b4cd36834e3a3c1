//! The seam between a policy and the handlers that a program has for it.

use std::future::Future;

use redirect_runtime::Request;

use super::{Answer, BoxError, Pending};

/// The handlers of a policy: implemented by generated code, which knows the trait that a site implements.
///
/// ```
/// use redirects::{Answer, BoxError, Request, __private::{Dispatch, Pending}};
///
/// #[derive(Clone)]
/// struct Gone;
///
/// impl Dispatch for Gone {
///     const HANDLERS: &'static [&'static str] = &["handleOld"];
///
///     async fn dispatch(&self, _: Pending<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
///         Ok(Answer::gone())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not answer for the handlers of a redirect policy",
    label = "not made by `redirects!`",
    note = "implement the generated trait `Handlers` and pass `Redirects::new(..)`; a policy without handlers is passed as `POLICY`"
)]
pub trait Dispatch: Clone + Send + Sync + 'static {
    /// The names of the handlers, as the policy spells them.
    const HANDLERS: &'static [&'static str];

    /// The lookups that the program serves, each with its contract: the names and kinds of its key and its values.
    const LOOKUPS: &'static [(&'static str, &'static str)] = &[];

    /// The files that its lookups answer from, for the event that a policy begins to serve; empty without lookups.
    fn files(&self) -> String {
        String::new()
    }

    /// Asks the handler that [`Pending::handler`] names, or where [`Pending::is_lookup`] says so the rule's lookups.
    ///
    /// Handlers go by name, not by number, because a policy that is swapped in may number them otherwise.
    fn dispatch(
        &self,
        pending: Pending<'_>,
        request: &Request<'_>,
    ) -> impl Future<Output = Result<Answer, BoxError>> + Send;
}

/// For a policy without handlers. A rule that names one all the same fails, and the site answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHandlers;

impl Dispatch for NoHandlers {
    const HANDLERS: &'static [&'static str] = &[];

    async fn dispatch(&self, pending: Pending<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Err(pending.unknown())
    }
}

//! Policies that can be served as they are, and those that can't: their handlers are missing.

use std::sync::Arc;

use redirect_runtime::{Match, Policy, Request, Rule};

use crate::handler::{Dispatch, NoHandlers};
use crate::redirector::{Redirector, SwapError};

/// A policy with all its handlers, which middleware and [`Redirector::new`] take.
///
/// `POLICY` of a policy without handlers is one, and so is the generated `Redirects` of one with handlers. A policy that
/// was compiled while the program runs may name any handler, so it becomes a [`Redirector`] by `Redirector::try_from`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be served: nothing is there that answers for its handlers or its lookups",
    label = "a policy without its handlers or its lookups",
    note = "a `POLICY` whose rules name handlers is served with them: implement the generated trait `Handlers`, and pass `Redirects::new(..)` in its place",
    note = "one with lookups that are not compiled in is served as `Redirects::new(..).lookups(Lookups::open(\"data\")?)`, with `Lookups::new()` where none has a file; a lookup with `fallback: true` asks the generated trait `Fallbacks`",
    note = "a policy that is compiled while the program runs is passed as `redirects::Redirector::try_from(policy)?`"
)]
pub trait IntoRedirector {
    /// The type that answers for the handlers.
    type Dispatch: Dispatch;

    /// The policy, ready to serve.
    fn into_redirector(self) -> Redirector<Self::Dispatch>;
}

impl<D: Dispatch> Redirector<D> {
    /// Serves the generated `Redirects::new(..)`, or a `POLICY` without handlers.
    ///
    /// What the environment switches off (`REDIRECTS_OFF`, `REDIRECTS_OFF_RULES`) is read when a policy begins to serve.
    #[must_use]
    pub fn new(policy: impl IntoRedirector<Dispatch = D>) -> Self {
        policy.into_redirector()
    }
}

impl<D: Dispatch> IntoRedirector for Redirector<D> {
    type Dispatch = D;

    fn into_redirector(self) -> Redirector<D> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl IntoRedirector for &'static Policy {
    type Dispatch = NoHandlers;

    fn into_redirector(self) -> Redirector {
        Redirector::with(self, NoHandlers)
    }
}

#[diagnostic::do_not_recommend]
impl IntoRedirector for &'static &'static Policy {
    type Dispatch = NoHandlers;

    fn into_redirector(self) -> Redirector {
        Redirector::with(self, NoHandlers)
    }
}

impl TryFrom<Arc<Policy>> for Redirector {
    type Error = SwapError;

    /// Serves a policy that was compiled while the program runs.
    ///
    /// # Errors
    /// When it names a handler or a lookup; such a policy is put in place of one with handlers, by [`Redirector::swap`].
    fn try_from(policy: Arc<Policy>) -> Result<Self, SwapError> {
        Redirector::load(Arc::unwrap_or_clone(policy), NoHandlers)
    }
}

impl TryFrom<Policy> for Redirector {
    type Error = SwapError;

    /// Serves a policy that was compiled while the program runs.
    ///
    /// # Errors
    /// When it names a handler or a lookup; such a policy is put in place of one with handlers, by [`Redirector::swap`].
    fn try_from(policy: Policy) -> Result<Self, SwapError> {
        Arc::new(policy).try_into()
    }
}

/// A policy whose rules name handlers, or lookups that are not compiled in: it can be asked what it says, but not served
/// without them.
///
/// Serve the generated `Redirects::new(..)`, which takes what implements the generated traits `Handlers` and `Fallbacks`,
/// and the opened `Lookups`.
#[derive(Clone, Copy, Debug)]
pub struct PolicyWithHandlers {
    policy: &'static Policy,
}

impl PolicyWithHandlers {
    /// A policy from a table that is part of the program; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn from_static(policy: &'static Policy) -> Self {
        PolicyWithHandlers { policy }
    }

    /// The policy; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn policy(&self) -> &'static Policy {
        self.policy
    }

    /// Returns the first rule that matches a request and does not pass on, as [`Policy::find`] does; a handler is named,
    /// not asked.
    #[inline]
    pub fn find<'r>(&self, request: impl Into<Request<'r>>) -> Match<'r> {
        self.policy.find(request)
    }

    /// The rules in file order.
    pub fn rules(&self) -> impl ExactSizeIterator<Item = Rule<'static>> {
        self.policy.rules()
    }
}

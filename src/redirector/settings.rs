//! Options, and what an operator changes while a policy serves.

use std::sync::Arc;

use redirect_runtime::Policy;

use super::Redirector;
use super::contract::{SwapError, check};
use crate::handler::Dispatch;
use crate::observe::events;
use crate::options::Options;

impl<D: Dispatch> Redirector<D> {
    /// Sets options of this clone; other clones keep theirs.
    ///
    /// ```
    /// # redirects::redirects!(mod routes = "tests/policies/plain.yml");
    /// use redirects::{Options, Redirector};
    ///
    /// let redirector = Redirector::new(routes::POLICY).options(Options::new().permanent(false));
    /// ```
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Puts another policy in place, for all clones; requests that are being answered finish with the old one.
    ///
    /// Hit counts begin anew; what is switched off stays off. The first policy stays in memory.
    ///
    /// # Errors
    /// When the policy names a handler or a lookup that the program does not have; the old policy then stays.
    ///
    /// ```no_run
    /// # fn reload(redirector: &redirects::Redirector, policy: redirects::Policy) {
    /// if let Err(error) = redirector.swap(policy) {
    ///     eprintln!("the old policy stays: {error}");
    /// }
    /// # }
    /// ```
    pub fn swap(&self, policy: impl Into<Arc<Policy>>) -> Result<(), SwapError> {
        let policy = policy.into();
        check::<D>(&policy)?;
        events::tell_start(&policy, &self.dispatch.files());
        self.shared.swap(Arc::unwrap_or_clone(policy));
        Ok(())
    }

    /// Switches the whole policy off (the site answers everything) or on again, for all clones.
    ///
    /// ```
    /// # redirects::redirects!(mod routes = "tests/policies/plain.yml");
    /// # use redirects::{Decision, Redirector};
    /// let redirector = Redirector::new(routes::POLICY);
    /// redirector.switch_off(true);
    ///
    /// let decision = redirector.answer_now("/old/1".into());
    /// assert!(matches!(decision, Some(Decision::Site(_))));
    /// ```
    pub fn switch_off(&self, off: bool) {
        self.shared.switches.set_all(off);
    }

    /// Switches the rule with an id off (it passes on) or on again, for all clones.
    ///
    /// ```
    /// # redirects::redirects!(mod routes = "tests/policies/plain.yml");
    /// # use redirects::{Decision, Redirector};
    /// let redirector = Redirector::new(routes::POLICY);
    /// redirector.switch_rule_off("/old/:id", true);
    ///
    /// let decision = redirector.answer_now("/old/1".into());
    /// assert!(matches!(decision, Some(Decision::Site(_))));
    /// ```
    pub fn switch_rule_off(&self, id: &str, off: bool) {
        self.shared.switches.set_rule(id, off);
    }
}

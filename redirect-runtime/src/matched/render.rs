//! The answer of a rule that matched: its status and its location.

use super::bindings::Bindings;
use super::rule_match::{Action, CanonicalRequest, RuleMatch};
use crate::condition;
use crate::location::template::Value;
use crate::location::{self, LocationError};
use crate::request::{Request, query};
use crate::table::rule::NEVER_SELF;

impl RuleMatch<'_> {
    /// Tells whether the rule would send the client to where it already is.
    pub(crate) fn is_already_there(&self, target: CanonicalRequest<'_, '_>) -> bool {
        self.redirects()
            && self.may_stay()
            && self.location(target).is_some_and(|at| target.is_at(at))
    }

    /// Returns true if the rule sends the client somewhere, if only to where it is.
    #[inline]
    pub(crate) fn redirects(&self) -> bool {
        self.action == Action::Redirect
    }

    /// Returns true if the location may be where the request already is.
    #[inline]
    pub(crate) fn may_stay(&self) -> bool {
        !self.rule.has(NEVER_SELF)
    }

    /// The status of the rule, or another in its place, now: temporary for as long as the rule says so.
    pub(crate) fn status_now(&self, own: Option<u16>, request: &Request<'_>) -> Option<u16> {
        let status = own.or(self.row_status()).or(self.rule.status())?;
        let temporary = self
            .rule
            .permanent_after()
            .is_some_and(|seconds| request.seconds() < seconds);
        Some(match (status, temporary) {
            (301, true) => 302,
            (308, true) => 307,
            _ => status,
        })
    }

    /// The rule's own location, rendered once.
    pub(crate) fn location(&self, target: CanonicalRequest<'_, '_>) -> Option<&str> {
        self.kept
            .location(|| self.render_bound(self.rule.template(), target))
    }

    /// Renders a template with what the request binds.
    pub(crate) fn render_bound(
        &self,
        template: Option<&[u8]>,
        target: CanonicalRequest<'_, '_>,
    ) -> Result<String, LocationError> {
        let bindings = Bindings::of(self, target.path);
        self.render(template, target.request, &|name| {
            bindings.spelled(name).map(Value::Captured)
        })
    }

    /// Renders a template with any values.
    pub(crate) fn render<'v>(
        &self,
        template: Option<&[u8]>,
        request: &Request<'_>,
        values: &dyn Fn(u8) -> Option<Value<'v>>,
    ) -> Result<String, LocationError> {
        let mut out = String::new();
        self.render_into(template, request, values, &mut out)?;
        Ok(out)
    }

    /// Renders the rule's own location in place of a text, unless it was rendered before: then it is copied.
    pub(crate) fn location_into(
        &self,
        target: CanonicalRequest<'_, '_>,
        out: &mut String,
    ) -> Result<(), LocationError> {
        if let Some(location) = self.kept.rendered() {
            out.clear();
            out.push_str(location?);
            return Ok(());
        }
        let bindings = Bindings::of(self, target.path);
        let values = |name| bindings.spelled(name).map(Value::Captured);
        self.render_into(self.rule.template(), target.request, &values, out)
    }

    fn render_into<'v>(
        &self,
        template: Option<&[u8]>,
        request: &Request<'_>,
        values: &dyn Fn(u8) -> Option<Value<'v>>,
        out: &mut String,
    ) -> Result<(), LocationError> {
        let conditions = self.rule.conditions().unwrap_or_default();
        location::render(
            template.ok_or(LocationError::Template)?,
            values,
            request.query(),
            self.rule.response_options(),
            &|key| condition::query_keys(conditions).any(|used| query::is_key(key, used)),
            out,
        )
    }
}

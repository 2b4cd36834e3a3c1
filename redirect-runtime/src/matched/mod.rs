//! A match: what a policy says of a request, and what there is to ask of it.

mod advance;
mod bindings;
pub(crate) mod captured;
mod fast_path;
mod find;
mod kept;
mod lookup;
pub(crate) mod lookup_step;
pub(crate) mod outcome;
mod path_decision;
mod render;
pub(crate) mod resume;
mod rule_match;
mod site;
mod slow_path;

use http::StatusCode;

use crate::location::LocationError;
use crate::location::template::Value;
use crate::request::Request;
use crate::table::policy::is_external;
use crate::table::rule::Rule;
use bindings::{Bindings, Parameters};
use captured::Captured;
use outcome::Outcome;
use rule_match::{Action, CanonicalRequest, RuleMatch};

/// The answer of a policy to a request before any handler ran: a rule with its parameters, or nothing.
///
/// The location is rendered when it is asked for.
pub struct Match<'r> {
    /// Split into its parts, if a rule matched.
    request: Request<'r>,
    found: Option<RuleMatch<'r>>,
    vary: u64,
}

impl<'r> Match<'r> {
    /// The next rule that matches, as when this one passes on.
    #[inline]
    #[must_use]
    pub fn next(mut self) -> Self {
        self.advance();
        self
    }

    /// Becomes the next rule that matches, as [`next`](Match::next) does; in a loop cheaper, as nothing is moved.
    ///
    /// ```no_run
    /// # fn policy() -> &'static redirect_runtime::Policy { unimplemented!() }
    /// let mut found = policy().find("/old/1");
    /// while let Some(rule) = found.rule() {
    ///     println!("{} matches", rule.id());
    ///     found.advance();
    /// }
    /// ```
    pub fn advance(&mut self) {
        let Some(rule_match) = &mut self.found else {
            return;
        };
        if !rule_match.advance(&self.request, &mut self.vary) {
            self.found = None;
        }
    }

    /// The rule that matched, and what was asked.
    #[inline]
    fn rule_match(&self) -> Option<(&RuleMatch<'r>, CanonicalRequest<'_, 'r>)> {
        let rule_match = self.found.as_ref()?;
        let path = match rule_match.path() {
            Some(path) => path,
            None => self.request.target(),
        };
        let request = &self.request;
        Some((rule_match, CanonicalRequest { request, path }))
    }

    /// The request.
    #[inline]
    pub fn request(&self) -> &Request<'r> {
        &self.request
    }

    /// The rule that matches.
    #[inline]
    pub fn rule(&self) -> Option<Rule<'r>> {
        self.rule_match().map(|(rule_match, _)| rule_match.rule)
    }

    /// The outcome of the request.
    #[inline]
    pub fn outcome(&self) -> Outcome<'_> {
        let Some((rule_match, target)) = self.rule_match() else {
            return Outcome::Passthrough;
        };
        if rule_match.is_already_there(target) {
            return Outcome::Stop {
                already_there: true,
            };
        }
        match rule_match.action {
            Action::Stop => Outcome::Stop {
                already_there: false,
            },
            Action::Lookup => Outcome::Lookup {
                name: self
                    .lookup_steps()
                    .find_map(|step| step.name())
                    .unwrap_or_default(),
            },
            Action::Handler => Outcome::Handler {
                name: rule_match.rule.handler().unwrap_or_default(),
            },
            Action::Gone => Outcome::Gone {
                status: self.status_code(),
            },
            Action::Redirect => match rule_match.location(target) {
                Some(location) => Outcome::Redirect {
                    status: self.status_code(),
                    location,
                },
                None => Outcome::Stop {
                    already_there: false,
                },
            },
        }
    }

    /// The outcome of the request, with the location rendered in place of a text that is at hand: it is not kept.
    #[doc(hidden)]
    pub fn outcome_into<'o>(&'o self, location: &'o mut String) -> Outcome<'o> {
        let Some((rule_match, target)) = self.rule_match() else {
            return Outcome::Passthrough;
        };
        if !rule_match.redirects() {
            return self.outcome();
        }
        if rule_match.location_into(target, location).is_err() {
            return Outcome::Stop {
                already_there: false,
            };
        }
        if rule_match.may_stay() && target.is_at(location) {
            return Outcome::Stop {
                already_there: true,
            };
        }
        Outcome::Redirect {
            status: self.status_code(),
            location,
        }
    }

    /// The number of the rule, if it redirects the request to its [`Rule::fixed_location`], should it have one.
    #[doc(hidden)]
    #[inline]
    pub fn fixed(&self) -> Option<u32> {
        let (rule_match, target) = self.rule_match()?;
        let fixed =
            rule_match.redirects() && !rule_match.may_stay() && target.request.query().is_none();
        fixed.then_some(rule_match.rule.number)
    }

    fn status_code(&self) -> StatusCode {
        self.status_now(None).unwrap_or(StatusCode::FOUND)
    }

    /// The status of the answer: of a redirect or gone, now.
    #[inline]
    pub fn status(&self) -> Option<StatusCode> {
        match self.outcome() {
            Outcome::Redirect { status, .. } | Outcome::Gone { status } => Some(status),
            _ => None,
        }
    }

    /// Tells whether a handler decides, or a lookup that the program serves.
    #[inline]
    #[doc(hidden)]
    pub fn asks(&self) -> bool {
        self.rule_match()
            .is_some_and(|(rule_match, _)| rule_match.asks())
    }

    /// Tells whether no rule matched, and none even looked at a header.
    #[inline]
    #[doc(hidden)]
    pub fn is_untouched(&self) -> bool {
        self.found.is_none() && self.vary == 0
    }

    /// The rule's status, or another in its place, now: temporary for as long as the rule says so.
    #[doc(hidden)]
    pub fn status_now(&self, own: Option<u16>) -> Option<StatusCode> {
        let (rule_match, _) = self.rule_match()?;
        StatusCode::from_u16(rule_match.status_now(own, &self.request)?).ok()
    }

    /// Where the request is sent, without a handler.
    #[inline]
    pub fn location(&self) -> Option<&str> {
        let (rule_match, target) = self.rule_match()?;
        if !rule_match.redirects() || rule_match.is_already_there(target) {
            return None;
        }
        rule_match.location(target)
    }

    /// The parameters by their names in the policy, in order; `*` is `wildcard`.
    #[inline]
    pub fn parameters(&self) -> impl Iterator<Item = (&'r str, Captured<'_>)> {
        Parameters::of(
            self.rule_match()
                .map(|(rule_match, target)| (rule_match, target.path)),
        )
    }

    /// A parameter by its number among the rule's names.
    #[doc(hidden)]
    pub fn captured(&self, number: u8) -> Option<Captured<'_>> {
        let (rule_match, target) = self.rule_match()?;
        Bindings::of(rule_match, target.path).captured(number)
    }

    /// Returns what a destination writes for a name of the rule.
    #[doc(hidden)]
    pub fn spelled(&self, number: u8) -> Option<&str> {
        let (rule_match, target) = self.rule_match()?;
        Bindings::of(rule_match, target.path).spelled(number)
    }

    /// The numbers of the headers that rules looked at, as bits.
    #[doc(hidden)]
    pub fn vary(&self) -> u64 {
        self.vary
    }

    /// Tells whether a rule looked at the scheme, which the request does not tell.
    #[doc(hidden)]
    pub fn lacks_scheme(&self) -> bool {
        self.vary & crate::condition::UNKNOWN_SCHEME != 0
    }

    /// Renders the destination of the rule with values from outside; names that it does not give come from the
    /// request.
    #[doc(hidden)]
    pub fn render_with<'v>(
        &'v self,
        values: &dyn Fn(u8) -> Option<Value<'v>>,
    ) -> Result<String, LocationError> {
        let (rule_match, _) = self.rule_match().ok_or(LocationError::Template)?;
        rule_match.render(rule_match.rule.template(), &self.request, values)
    }

    /// Renders a template with what the request binds.
    #[doc(hidden)]
    pub fn render_plain(&self, template: &[u8]) -> Result<String, LocationError> {
        let (rule_match, target) = self.rule_match().ok_or(LocationError::Template)?;
        rule_match.render_bound(Some(template), target)
    }

    /// Tells whether the handler of the rule may send to a host in canonical form.
    #[doc(hidden)]
    pub fn may_send_to(&self, host: &str) -> bool {
        self.rule_match()
            .is_some_and(|(rule_match, _)| is_external(&rule_match.rule.table, host))
    }

    /// Tells whether a location is where the request already is.
    #[doc(hidden)]
    pub fn is_here(&self, location: &str) -> bool {
        self.rule_match()
            .is_some_and(|(_, target)| target.is_at(location))
    }
}

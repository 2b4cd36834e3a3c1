//! Headers for caches: `Vary` and `Cache-Control` (RFC 9110, 12.5.5; RFC 9111, 5.2.2).
//!
//! An answer that depends on something only this client has (the application's extensions), or that sets a cookie, is
//! `private`: RFC 9111, 7.3 leaves a response with `Set-Cookie` cacheable, so that a shared cache may otherwise hand one
//! client's cookie to all. What came of a failure is `no-store`.

use http::HeaderMap;
use http::header::{CACHE_CONTROL, HeaderName, HeaderValue, VARY};

use redirect_runtime::serving::HeaderReads;

/// Header fields to add to an answer, also to the site's own, so that caches keep it for those it is meant for.
#[derive(Clone, Debug, Default)]
pub struct CacheHeaders {
    pub(crate) vary: Vec<HeaderName>,
    pub(crate) storing: Storing,
    /// No rule matched.
    pub(crate) unmatched: bool,
    /// Some rule waits for what the site answers.
    pub(crate) asks_site: bool,
}

/// Who may store an answer, the stricter the greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Storing {
    /// Whoever the answer itself allows.
    #[default]
    AsItSays,
    /// The client alone.
    Private,
    /// No one.
    Nobody,
}

impl CacheHeaders {
    /// Names of the fields looked at, by conditions and by a handler, and who may store the answer.
    pub(crate) fn new<'a>(
        conditions: impl Iterator<Item = &'a HeaderName>,
        seen: &HeaderReads,
    ) -> Self {
        let mut headers = CacheHeaders::default();
        let read = seen
            .headers()
            .filter_map(|name| HeaderName::try_from(name).ok());
        for name in conditions.cloned().chain(read) {
            if !headers.vary.contains(&name) {
                headers.vary.push(name);
            }
        }
        if seen.is_private() {
            headers.storing = Storing::Private;
        }
        headers
    }

    /// Nothing to add, since no rule matched.
    #[inline]
    pub(crate) fn unmatched() -> Self {
        CacheHeaders {
            unmatched: true,
            ..CacheHeaders::default()
        }
    }

    /// Lets no one, or the client alone, store the answer; a stricter limit stays.
    pub(crate) fn restrict(&mut self, storing: Storing) {
        self.storing = self.storing.max(storing);
    }

    /// Returns true if a rule with `when.siteStatus` may take the place of the site's answer: then ask again, with
    /// [`Request::with_site_status`](crate::Request::with_site_status), and add these headers to either answer.
    #[must_use]
    #[inline]
    pub fn asks_site(&self) -> bool {
        self.asks_site
    }

    /// Returns true if there is nothing to add.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.vary.is_empty() && self.storing == Storing::AsItSays
    }

    /// Adds them to the headers of an answer.
    ///
    /// `Vary` is extended, `Cache-Control` made `private` or replaced by `no-store`; fields that speak to one kind of
    /// cache (RFC 9213) then go, since they would overrule it.
    pub fn add_to(&self, headers: &mut HeaderMap) {
        self.add_restricted(Storing::AsItSays, headers);
    }

    /// Adds them to the headers of an answer that is also under a limit of its own.
    pub(crate) fn add_restricted(&self, storing: Storing, headers: &mut HeaderMap) {
        if !self.vary.is_empty() {
            self.extend_vary(headers);
        }
        let control = match self.storing.max(storing) {
            Storing::AsItSays => return,
            Storing::Private => private(headers),
            Storing::Nobody => HeaderValue::from_static("no-store"),
        };
        remove_targeted(headers);
        headers.insert(CACHE_CONTROL, control);
    }

    fn extend_vary(&self, headers: &mut HeaderMap) {
        let listed: Vec<String> = directives(headers, &VARY).collect();
        let missing: Vec<&str> = self
            .vary
            .iter()
            .map(HeaderName::as_str)
            .filter(|name| !listed.iter().any(|own| own.eq_ignore_ascii_case(name)))
            .collect();
        if missing.is_empty() || listed.iter().any(|own| own == "*") {
            return;
        }
        if let Ok(value) = HeaderValue::try_from(missing.join(", ")) {
            headers.append(VARY, value);
        }
    }
}

/// `Cache-Control` as it is, but for the client alone.
fn private(headers: &HeaderMap) -> HeaderValue {
    let mut control = "private".to_owned();
    for directive in directives(headers, &CACHE_CONTROL) {
        let name = directive.split('=').next().unwrap_or_default().trim();
        let shares = ["public", "private", "s-maxage"]
            .iter()
            .any(|one| one.eq_ignore_ascii_case(name));
        if !shares {
            control.push_str(", ");
            control.push_str(&directive);
        }
    }
    HeaderValue::try_from(control).unwrap_or_else(|_| HeaderValue::from_static("private"))
}

fn remove_targeted(headers: &mut HeaderMap) {
    let targeted = |name: &&HeaderName| {
        let name = name.as_str();
        name.ends_with("-cache-control") || name == "surrogate-control"
    };
    let names: Vec<HeaderName> = headers.keys().filter(targeted).cloned().collect();
    for name in names {
        headers.remove(name);
    }
}

/// The members of a list field, over all its lines; commas in quoted strings separate nothing (RFC 9110, 5.6.1).
fn directives(headers: &HeaderMap, name: &HeaderName) -> impl Iterator<Item = String> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| {
            let mut quoted = false;
            line.split(move |character| {
                quoted ^= character == '"';
                character == ',' && !quoted
            })
        })
        .map(|member| member.trim().to_owned())
        .filter(|member| !member.is_empty())
}

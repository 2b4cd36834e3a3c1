//! The parts of a request beside its path, made so that conditions hold or do not.

mod choice;
mod dimensions;
mod parts;
mod product;

use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use redirect_runtime::Request;
use redirect_runtime::canonical::{is_unreserved, push_triplet};

pub(crate) use dimensions::host_automaton;
pub(crate) use parts::{Parts, Values, add_value};
pub(crate) use product::Environments;

use crate::timestamp::written;

/// A moment at which no rule of a policy looks, unless one does: the first second of 2026.
pub(crate) const NOW: i64 = 1_767_225_600;

/// A request without its path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Environment {
    pub(crate) host: Option<String>,
    /// The port, unless it is that of the scheme. Requests show it behind their host: without one it is not seen.
    pub(crate) port: Option<String>,
    pub(crate) method: String,
    pub(crate) scheme: Option<String>,
    /// Keys, form-decoded, with canonical values.
    pub(crate) query: Vec<(String, String)>,
    /// Names in lower case with canonical values.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) languages: Languages,
    /// Media types in lower case, which the client likes equally.
    pub(crate) types: Vec<String>,
    pub(crate) now: i64,
    /// The status that the site has answered, where it was asked.
    pub(crate) site_status: Option<u16>,
    /// The lookups that have a row for what the rules bind.
    pub(crate) found: Vec<String>,
}

/// The languages of `Accept-Language`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Languages {
    /// The tags that are acceptable, the first choice first.
    pub(crate) tags: Vec<String>,
}

impl Default for Environment {
    fn default() -> Self {
        Environment {
            host: None,
            port: None,
            method: "GET".to_owned(),
            scheme: None,
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            languages: Languages::default(),
            types: Vec::new(),
            now: NOW,
            site_status: None,
            found: Vec::new(),
        }
    }
}

/// A request with everything that it borrows.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    target: String,
    host: Option<String>,
    scheme: Option<String>,
    method: Method,
    headers: HeaderMap,
    now: i64,
    site_status: Option<StatusCode>,
}

impl Prepared {
    /// The request, as the matcher takes it.
    pub(crate) fn request(&self) -> Request<'_> {
        match self.site_status {
            Some(status) => self.first_request().with_site_status(status),
            None => self.first_request(),
        }
    }

    /// The URL, as far as it is known.
    pub(crate) fn url(&self) -> String {
        match &self.host {
            Some(host) => format!("https://{host}{}", self.target),
            None => self.target.clone(),
        }
    }

    /// The request before the site was asked.
    pub(crate) fn first_request(&self) -> Request<'_> {
        let seconds = Duration::from_secs(self.now.unsigned_abs());
        let at = match self.now < 0 {
            true => SystemTime::UNIX_EPOCH.checked_sub(seconds),
            false => SystemTime::UNIX_EPOCH.checked_add(seconds),
        };
        Request::from(self.target.as_str())
            .with_method(&self.method)
            .with_headers(&self.headers)
            .with_scheme(self.scheme.as_deref())
            .with_authority(self.host.as_deref())
            .at(at.unwrap_or(SystemTime::UNIX_EPOCH))
    }
}

impl Environment {
    /// The request for a path, with the query that conditions ask for.
    pub(crate) fn prepare(&self, path: &str) -> Prepared {
        self.prepare_target(self.target(path))
    }

    /// The request for a path with its query.
    pub(crate) fn prepare_target(&self, target: String) -> Prepared {
        let mut headers = HeaderMap::new();
        let mut add = |name: &str, value: &str| {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                headers.append(name, value);
            }
        };
        for (name, value) in &self.headers {
            add(name, value);
        }
        if !self.cookies.is_empty() {
            add("cookie", &self.cookie_field());
        }
        if !self.languages.tags.is_empty() {
            add("accept-language", &self.languages.tags.join(", "));
        }
        if !self.types.is_empty() {
            add("accept", &self.types.join(", "));
        }
        Prepared {
            target,
            host: self.authority(),
            scheme: self.scheme.clone(),
            method: Method::from_bytes(self.method.as_bytes()).unwrap_or(Method::GET),
            headers,
            now: self.now,
            site_status: self
                .site_status
                .and_then(|status| StatusCode::from_u16(status).ok()),
        }
    }

    /// The host with its port.
    fn authority(&self) -> Option<String> {
        let host = self.host.as_ref()?;
        Some(match &self.port {
            Some(port) => format!("{host}:{port}"),
            None => host.clone(),
        })
    }

    fn cookie_field(&self) -> String {
        let pair = |(name, value): &(String, String)| format!("{name}={value}");
        let pairs: Vec<String> = self.cookies.iter().map(pair).collect();
        pairs.join("; ")
    }

    /// The path with the query.
    pub(crate) fn target(&self, path: &str) -> String {
        let pairs = self.query.iter();
        with_query(
            path,
            pairs.map(|(key, value)| (key.as_str(), value.as_str())),
        )
    }

    /// The request in a person's words: `` `/a?x=1` ``, `` `POST https://example.com/a` with the cookie `beta=1` ``.
    pub(crate) fn describe(&self, path: &str) -> String {
        self.describe_target(&self.target(path))
    }

    /// The request as a target: an absolute URL where the host matters.
    pub(crate) fn url(&self, target: &str) -> String {
        match self.authority() {
            Some(host) => format!(
                "{}://{host}{target}",
                self.scheme.as_deref().unwrap_or("https")
            ),
            None => target.to_owned(),
        }
    }

    /// Describes the request for a path with its query.
    pub(crate) fn describe_target(&self, target: &str) -> String {
        let mut text = String::from("`");
        if self.method != "GET" {
            text.push_str(&self.method);
            text.push(' ');
        }
        if let Some(host) = self.authority() {
            text.push_str(self.scheme.as_deref().unwrap_or("https"));
            text.push_str("://");
            text.push_str(&host);
        }
        text.push_str(target);
        text.push('`');
        let mut with = Vec::new();
        if let (Some(scheme), None) = (&self.scheme, &self.host) {
            with.push(format!("over `{scheme}`"));
        }
        for (name, value) in &self.headers {
            with.push(format!("with the header `{name}: {value}`"));
        }
        for (name, value) in &self.cookies {
            with.push(format!("with the cookie `{name}={value}`"));
        }
        if !self.languages.tags.is_empty() {
            let tags = self.languages.tags.join(", ");
            with.push(format!("with `accept-language: {tags}`"));
        }
        if !self.types.is_empty() {
            with.push(format!("with `accept: {}`", self.types.join(", ")));
        }
        if self.now != NOW {
            with.push(format!("at `{}`", written(self.now)));
        }
        if let Some(status) = self.site_status {
            with.push(format!("that the site answers with {status}"));
        }
        for with in with {
            text.push(' ');
            text.push_str(&with);
        }
        text
    }
}

/// Adds a pair, unless its name has one.
pub(crate) fn add_pair(pairs: &mut Vec<(String, String)>, name: &str, value: String) {
    if !pairs.iter().any(|(known, _)| known == name) {
        pairs.push((name.to_owned(), value));
    }
}

/// A plain GET request for a URL, at the moment at which nothing looks.
pub(crate) fn plain(url: &str) -> Request<'_> {
    let now = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(NOW.unsigned_abs()));
    Request::from(url).at(now.unwrap_or(SystemTime::UNIX_EPOCH))
}

/// Appends a text with all bytes encoded but unreserved ones and some others.
fn push_encoded(text: &str, others: &[u8], target: &mut String) {
    for byte in text.bytes() {
        if is_unreserved(byte) || others.contains(&byte) {
            target.push(char::from(byte));
        } else {
            push_triplet(byte, target);
        }
    }
}

/// A path with a query of form-decoded keys and canonical values.
pub(crate) fn with_query<'q>(
    path: &str,
    query: impl Iterator<Item = (&'q str, &'q str)>,
) -> String {
    let mut target = path.to_owned();
    for (index, (key, value)) in query.enumerate() {
        target.push(if index == 0 { '?' } else { '&' });
        push_encoded(key, b"", &mut target);
        target.push('=');
        push_encoded(value, b"%/", &mut target);
    }
    target
}

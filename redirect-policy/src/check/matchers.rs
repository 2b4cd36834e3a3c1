//! The single conditions: hosts, methods, languages, the scheme.

use crate::diagnostic::{Diagnostic, suggestion};
use crate::model::{Condition, HostPattern, LanguagePattern};
use crate::pattern;
use crate::yaml::{Entry, Scalar};

use super::bindings::Bound;
use super::choices::Conditions;
use super::{Checker, values};

/// The methods that requests of today have; others are taken as they are unless they look like one of these.
const METHODS: &[&str] = &[
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "QUERY",
    "SEARCH",
    "REPORT",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "PURGE",
    "BAN",
    "LINK",
    "UNLINK",
    "BIND",
    "ACL",
];

impl Checker<'_> {
    /// `host`: one pattern of hosts or several.
    pub(super) fn hosts(&mut self, entry: &Entry, found: &mut Conditions) {
        let before = self.errors;
        let mut hosts = Vec::new();
        let mut bound = Vec::new();
        for written in self.texts(entry, "a host such as `www.example.com`") {
            let host = pattern::parse_host_with(&written.text, &self.kinds);
            if let Some(host) = self.parsed(written, host) {
                if let HostPattern::Binding(pattern) = &host {
                    self.bound(written, &pattern.items, &mut bound);
                }
                self.known_host(written.span, &host);
                hosts.push(host);
            }
        }
        self.bind(&mut found.bound, bound);
        if self.errors == before {
            found.all.push(Condition::Host(hosts));
        }
    }

    /// A host that is one name, canonical.
    pub(super) fn plain_host(&mut self, written: &Scalar) -> Option<String> {
        match self.parsed(written, pattern::parse_host(&written.text))? {
            HostPattern::Exact(host) => Some(host),
            HostPattern::Subdomains(_) | HostPattern::Binding(_) => {
                let message = format!("`{}` stands for many hosts", written.text);
                self.report(
                    Diagnostic::error("bad-host", written.span, message)
                        .help("name each host, such as `www.example.com`"),
                );
                None
            }
        }
    }

    /// `method`: names in upper case.
    pub(super) fn methods(&mut self, entry: &Entry, found: &mut Conditions) {
        let mut methods = Vec::new();
        let texts = self.texts(entry, "a method such as `GET`, or `any`");
        if texts
            .iter()
            .any(|written| written.text.eq_ignore_ascii_case("any"))
        {
            found.all.push(Condition::AnyMethod);
            return;
        }
        for written in texts {
            if let Some(method) = self.method(written) {
                if !methods.contains(&method) {
                    methods.push(method);
                }
            }
        }
        if !methods.is_empty() {
            found.all.push(Condition::Method(methods));
        }
    }

    /// A method in upper case.
    pub(super) fn method(&mut self, written: &Scalar) -> Option<String> {
        if !self.token(written, "a method") {
            return None;
        }
        let method = written.text.to_ascii_uppercase();
        if let "*" | "ANY" | "ALL" = method.as_str() {
            let message = format!("there is no method `{}`", written.text);
            self.report(
                Diagnostic::error("unknown-value", written.span, message)
                    .help("write `any`, or name the methods, such as `[GET, POST]`"),
            );
            return None;
        }
        if METHODS.contains(&method.as_str()) {
            return Some(method);
        }
        if method == "CONNECT" {
            let message = "no rule ever sees a CONNECT request";
            self.error("unknown-value", written.span, message);
            return None;
        }
        let Some(meant) = suggestion::nearest(&method, METHODS.iter().copied()) else {
            return Some(method);
        };
        let message = format!("there is no method `{}`", written.text);
        self.report(
            Diagnostic::error("unknown-value", written.span, message)
                .label(format!("did you mean `{meant}`?"))
                .help(format!("write `{meant}`")),
        );
        None
    }

    /// `language`: first choices, or one set whose best-ranked is bound.
    pub(super) fn language(&mut self, entry: &Entry, found: &mut Conditions) {
        let texts = self.texts(entry, "a language such as `ko`");
        let several = texts.len() > 1;
        let mut first = Vec::new();
        for written in texts {
            let language = pattern::parse_language_with(&written.text, &self.kinds);
            match self.parsed(written, language) {
                Some(LanguagePattern::First(languages)) => first.extend(languages),
                Some(LanguagePattern::Best { name, .. }) if several => {
                    let message = format!("`:{name}` cannot be one of several languages");
                    self.report(
                        Diagnostic::error("wrong-type", written.span, message)
                            .help("write it alone: `language: \":l<ko|en>\"`"),
                    );
                }
                Some(best @ LanguagePattern::Best { .. }) => {
                    self.best_language(written, best, found);
                    return;
                }
                None => {}
            }
        }
        if !first.is_empty() {
            let languages = LanguagePattern::First(first);
            found.all.push(Condition::Language(languages));
        }
    }

    fn best_language(&mut self, written: &Scalar, best: LanguagePattern, found: &mut Conditions) {
        if let LanguagePattern::Best { name, .. } = &best {
            let at = 0..written.text.find('<').unwrap_or(written.text.len());
            let span = written.span_of(self.sources, at);
            let name = name.clone();
            self.bind(&mut found.bound, vec![Bound { name, span }]);
        }
        found.all.push(Condition::Language(best));
    }

    /// `accept`: media types, one of which the client asks for.
    pub(super) fn accept(&mut self, entry: &Entry, found: &mut Conditions) {
        let before = self.errors;
        let mut types = Vec::new();
        for written in self.texts(entry, "a media type such as `text/turtle`") {
            if let Some(fault) = media_type_fault(&written.text) {
                let message = format!("`{}` {fault}", written.text);
                self.report(
                    Diagnostic::error("bad-media-type", written.span, message)
                        .help("write a type such as `text/turtle` or `application/rdf+xml`"),
                );
                continue;
            }
            let media_type = written.text.to_ascii_lowercase();
            if !types.contains(&media_type) {
                types.push(media_type);
            }
        }
        if self.errors == before {
            found.all.push(Condition::Accept(types));
        }
    }

    /// `siteStatus`: what the site has answered.
    pub(super) fn site_status(&mut self, entry: &Entry, found: &mut Conditions) {
        let before = self.errors;
        let mut statuses = Vec::new();
        for written in self.texts(entry, "404 or 410") {
            match site_status(&written.text) {
                Some(status) if statuses.contains(&status) => {}
                Some(status) => statuses.push(status),
                None => self.no_site_status(written),
            }
        }
        if self.errors == before {
            found.all.push(Condition::SiteStatus(statuses));
        }
    }

    /// Reports a status of the site that no rule can ask for.
    pub(super) fn no_site_status(&mut self, written: &Scalar) {
        let message = format!("`siteStatus` cannot be `{}`", written.text);
        self.report(Diagnostic::error("bad-status", written.span, message).help(
            "write 404 or 410, or a list of them: rules take the place of what the site lacks",
        ));
    }

    /// `scheme`: `http` or `https`.
    pub(super) fn scheme(&mut self, entry: &Entry, found: &mut Conditions) {
        const SCHEMES: &[&str] = &["http", "https"];
        let texts = self.texts(entry, &values::alternatives(SCHEMES));
        if texts.len() > 1 {
            let message = "there are only two schemes, a rule without `scheme` matches both";
            self.report(
                Diagnostic::error("wrong-type", entry.value.span, message)
                    .help("write one of them, or remove `scheme`"),
            );
            return;
        }
        for written in texts {
            let scheme = written.text.to_ascii_lowercase();
            if SCHEMES.contains(&scheme.as_str()) {
                found.all.push(Condition::Scheme(scheme));
            } else {
                self.unknown_word("`scheme`", written, SCHEMES);
            }
        }
    }
}

/// The status of a site that lacks a page.
pub(super) fn site_status(text: &str) -> Option<u16> {
    let status = text.parse().ok()?;
    matches!(status, 404 | 410).then_some(status)
}

/// Why a text names no media type (RFC 9110, 8.3.1).
fn media_type_fault(text: &str) -> Option<&'static str> {
    let Some((family, subtype)) = text.split_once('/') else {
        return Some("is no media type");
    };
    let token = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        !part.is_empty() && part.bytes().all(plain)
    };
    if text.contains(';') {
        Some("has a parameter, which is not looked at")
    } else if text.contains('*') {
        Some("is a range, not a type")
    } else if !token(family) || !token(subtype) {
        Some("is no media type")
    } else {
        None
    }
}

/// A key or value of a query as a form writes it: `+` is a space, triplets are the bytes they name. Bytes that are no
/// UTF-8 become U+FFFD, as in the WHATWG parser.
pub(super) fn form_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, redirect_runtime::canonical::triplet(tail)) {
            (b'%', Some(value)) => {
                bytes.push(value);
                rest = tail.get(2..).unwrap_or_default();
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

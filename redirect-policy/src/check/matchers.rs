//! The single conditions: hosts, methods, languages, the scheme.

use crate::diagnostic::{Diagnostic, suggestion};
use crate::model::{Condition, HostPattern, LanguagePattern};
use crate::pattern;
use crate::yaml::{Entry, Scalar};

use super::bindings::Bound;
use super::conditions::Conditions;
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
            let host = pattern::parse_host(&written.text);
            if let Some(host) = self.parsed(written, host) {
                if let HostPattern::Binding(pattern) = &host {
                    self.bound(written, &pattern.items, &mut bound);
                }
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
        for written in self.texts(entry, "a method such as `GET`") {
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
                    .help("name the methods, such as `[GET, POST]`; 307, 308, 410, 451 and `action: stop` match any without `method`"),
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
            let language = pattern::parse_language(&written.text);
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

//! `method`: some methods, or any. GET includes HEAD.

use redirect_runtime::condition as op;

use super::asked::{Asked, if_true};
use super::facet::Facet;
use super::reader::{Conditions, Reader};
use super::record::Record;
use super::{Condition, Reads, Spell};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::environment::{Environment, Parts};
use crate::key::{Key, TEXTS, key};
use crate::pattern::backtrack::Bindings;
use crate::regular::steps::Steps;
use crate::yaml::write::{key as printed_key, one_or_list};
use crate::yaml::{Entry, Scalar};

pub(crate) const KEY: Key = key(
    "method",
    TEXTS,
    "The method is one of these; GET includes HEAD, and `any` is every method.",
    "POST",
);

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

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    let mut methods = Vec::new();
    let texts = reader.texts(entry, "a method such as `GET`, or `any`");
    if texts
        .iter()
        .any(|written| written.text.eq_ignore_ascii_case("any"))
    {
        found.all.push(Condition::AnyMethod);
        return;
    }
    for written in texts {
        if let Some(method) = name(written, reader) {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
    }
    if !methods.is_empty() {
        found.all.push(Condition::Method(methods));
    }
}

/// Reads a method, in upper case.
pub(crate) fn name(written: &Scalar, reader: &mut dyn Reader) -> Option<String> {
    if !reader.token(written, "a method") {
        return None;
    }
    let method = written.text.to_ascii_uppercase();
    if let "*" | "ANY" | "ALL" = method.as_str() {
        let message = format!("there is no method `{}`", written.text);
        reader.report(
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
        reader.report(Diagnostic::error("unknown-value", written.span, message));
        return None;
    }
    let Some(meant) = suggestion::nearest(&method, METHODS.iter().copied()) else {
        return Some(method);
    };
    let message = format!("there is no method `{}`", written.text);
    reader.report(
        Diagnostic::error("unknown-value", written.span, message)
            .label(format!("did you mean `{meant}`?"))
            .help(format!("write `{meant}`")),
    );
    None
}

pub(super) struct Method<'c>(pub(super) &'c [String]);

impl<'c> Facet<'c> for Method<'c> {
    fn key(&self) -> &'static str {
        KEY.name
    }

    fn reads(&self) -> Reads {
        Reads::Target
    }

    fn values(&self) -> Vec<String> {
        self.0.to_vec()
    }

    fn printed(&self, _: Spell<'_>) -> String {
        one_or_list(self.0.iter().map(|method| printed_key(method)).collect())
    }

    fn words(&self) -> String {
        format!("the method must be {}", self.0.join(" or "))
    }

    fn personal(&self) -> Option<String> {
        None
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::METHOD);
        record.texts(self.0);
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.methods.extend(self.0.iter().map(String::as_str));
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        self.takes(&environment.method)
    }

    fn meet(&self, environment: &mut Environment) {
        if !self.0.contains(&environment.method) {
            if let Some(method) = self.0.first() {
                environment.method.clone_from(method);
            }
        }
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        Some(asked.request.method().as_str().to_owned())
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        if_true(self.takes(asked.request.method().as_str()))
    }
}

impl Method<'_> {
    fn takes(&self, method: &str) -> bool {
        let is = |one: &String| *one == method || one == "GET" && method == "HEAD";
        self.0.iter().any(is)
    }
}

/// Any method, also where the status would ask for GET or HEAD.
pub(super) struct AnyMethod;

impl<'c> Facet<'c> for AnyMethod {
    fn key(&self) -> &'static str {
        KEY.name
    }

    fn reads(&self) -> Reads {
        Reads::Target
    }

    fn values(&self) -> Vec<String> {
        vec!["any".to_owned()]
    }

    fn printed(&self, _: Spell<'_>) -> String {
        "any".to_owned()
    }

    fn words(&self) -> String {
        "the method may be any".to_owned()
    }

    fn personal(&self) -> Option<String> {
        None
    }

    fn record(&self, _: &mut Record<'_>) {}

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.any_method = true;
    }

    fn holds_in(&self, _: &Environment, _: bool, _: &Steps) -> bool {
        true
    }

    fn meet(&self, _: &mut Environment) {}

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        Some(asked.request.method().as_str().to_owned())
    }

    fn judge(&self, _: Asked<'_>, _: bool) -> Option<Bindings> {
        if_true(true)
    }
}

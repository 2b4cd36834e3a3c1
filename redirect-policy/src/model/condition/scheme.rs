//! `scheme`: `http` or `https`, where it is known.

use redirect_runtime::condition as op;

use super::asked::{Asked, if_true};
use super::facet::Facet;
use super::reader::{Conditions, Reader};
use super::record::Record;
use super::{Condition, Reads, Spell};
use crate::diagnostic::Diagnostic;
use crate::environment::{Environment, Parts};
use crate::key::{Form, Key, key};
use crate::pattern::backtrack::Bindings;
use crate::regular::steps::Steps;
use crate::yaml::Entry;

pub(crate) const KEY: Key = key(
    "scheme",
    Form::Either(&[SCHEME, Form::List(&SCHEME)]),
    "The scheme, where it is known.",
    "https",
);

const SCHEME: Form = Form::Word(SCHEMES);
const SCHEMES: &[&str] = &["http", "https"];

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    let texts = reader.texts(entry, "`http` or `https`");
    if texts.len() > 1 {
        let message = "there are only two schemes, a rule without `scheme` matches both";
        reader.report(
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
            reader.unknown_word("`scheme`", written, SCHEMES);
        }
    }
}

pub(super) struct Scheme<'c>(pub(super) &'c String);

impl<'c> Facet<'c> for Scheme<'c> {
    fn key(&self) -> &'static str {
        KEY.name
    }

    fn reads(&self) -> Reads {
        Reads::Target
    }

    fn values(&self) -> Vec<String> {
        vec![self.0.clone()]
    }

    fn printed(&self, _: Spell<'_>) -> String {
        self.0.clone()
    }

    fn words(&self) -> String {
        format!("the scheme must be `{}`", self.0)
    }

    fn absent(&self) -> &'static str {
        "it is not known"
    }

    fn personal(&self) -> Option<String> {
        None
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::SCHEME);
        record.text(self.0);
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.schemes = true;
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        environment.scheme.as_ref() == Some(self.0)
    }

    fn meet(&self, environment: &mut Environment) {
        environment.scheme = Some(self.0.clone());
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        asked.request.scheme().map(str::to_owned)
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        if_true(asked.request.scheme() == Some(self.0))
    }
}

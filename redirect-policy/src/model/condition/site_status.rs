//! `siteStatus`: the site has answered, and with one of these statuses.

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
use crate::yaml::write::one_or_list;
use crate::yaml::{Entry, Scalar};

pub(crate) const KEY: Key = key(
    "siteStatus",
    Form::Either(&[FORM, Form::List(&FORM)]),
    "The rule is asked only once the site has answered with this status: 404, 410 or a list. Only in `when`.",
    "404",
);

/// The form of one status.
pub(crate) const FORM: Form = Form::Number(&[404, 410]);

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    let before = reader.errors();
    let mut statuses = Vec::new();
    for written in reader.texts(entry, "404 or 410") {
        if let Some(status) = status(written, reader) {
            if !statuses.contains(&status) {
                statuses.push(status);
            }
        }
    }
    if reader.errors() == before {
        found.all.push(Condition::SiteStatus(statuses));
    }
}

/// Reads the status of a site that lacks a page; reports one that no rule can ask for.
pub(crate) fn status(written: &Scalar, reader: &mut dyn Reader) -> Option<u16> {
    let status = written.text.parse().ok();
    let status = status.filter(|status| matches!(status, 404 | 410));
    if status.is_none() {
        let message = format!("`siteStatus` cannot be `{}`", written.text);
        reader.report(Diagnostic::error("bad-status", written.span, message).help(
            "write 404 or 410, or a list of them: rules take the place of what the site lacks",
        ));
    }
    status
}

pub(super) struct SiteStatus<'c>(pub(super) &'c [u16]);

impl<'c> Facet<'c> for SiteStatus<'c> {
    fn key(&self) -> &'static str {
        KEY.name
    }

    fn reads(&self) -> Reads {
        Reads::Site
    }

    fn statuses(&self) -> &'c [u16] {
        self.0
    }

    fn values(&self) -> Vec<String> {
        self.0.iter().map(u16::to_string).collect()
    }

    fn printed(&self, _: Spell<'_>) -> String {
        one_or_list(self.values())
    }

    fn words(&self) -> String {
        format!("the site must have answered {}", self.values().join(" or "))
    }

    fn absent(&self) -> &'static str {
        "it has not been asked yet"
    }

    fn personal(&self) -> Option<String> {
        Some("what the site lacks today".to_owned())
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::SITE_STATUS);
        for status in self.0 {
            record.short(*status);
        }
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.statuses.extend(self.0);
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        let status = environment.site_status;
        status.is_some_and(|status| self.0.contains(&status))
    }

    fn meet(&self, environment: &mut Environment) {
        environment.site_status = self.0.first().copied();
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        let status = asked.request.site_status()?;
        Some(status.as_str().to_owned())
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        let status = asked.request.site_status()?.as_u16();
        if_true(self.0.contains(&status))
    }
}

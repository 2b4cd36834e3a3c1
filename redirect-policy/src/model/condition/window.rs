//! `from` and `until`: the time in which a rule holds.

use redirect_runtime::condition as op;

use super::asked::{Asked, if_true};
use super::facet::Facet;
use super::reader::{Conditions, Reader};
use super::record::Record;
use super::{Condition, Reads, Spell};
use crate::environment::{Environment, Parts};
use crate::key::{Form, Key, key};
use crate::pattern::backtrack::Bindings;
use crate::regular::steps::Steps;
use crate::timestamp;
use crate::yaml::Entry;
use crate::yaml::write::quoted;

pub(crate) const FROM: Key = key(
    "from",
    Form::Moment,
    "The first moment at which the rule holds.",
    "2027-06-01",
);

pub(crate) const UNTIL: Key = key(
    "until",
    Form::Moment,
    "The first moment at which the rule no longer holds.",
    "2027-09-01T00:00:00+02:00",
);

pub(super) fn read_from(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    found.all.extend(reader.moment(entry).map(Condition::From));
}

pub(super) fn read_until(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    found.all.extend(reader.end(entry).map(Condition::Until));
}

/// Not before a moment.
pub(super) struct From(pub(super) i64);

impl<'c> Facet<'c> for From {
    fn key(&self) -> &'static str {
        FROM.name
    }

    fn reads(&self) -> Reads {
        Reads::Clock
    }

    fn values(&self) -> Vec<String> {
        vec![timestamp::written(self.0)]
    }

    fn printed(&self, _: Spell<'_>) -> String {
        quoted(&timestamp::written(self.0))
    }

    fn words(&self) -> String {
        format!("it begins at {}", timestamp::written(self.0))
    }

    fn present(&self, now: &str) -> String {
        format!("it is {now}")
    }

    fn personal(&self) -> Option<String> {
        None
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::FROM);
        record.seconds(self.0);
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.moments.push(self.0);
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        self.0 <= environment.now
    }

    fn meet(&self, environment: &mut Environment) {
        environment.now = environment.now.max(self.0);
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        Some(timestamp::written(asked.now()))
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        if_true(self.0 <= asked.now())
    }
}

/// Before a moment.
pub(super) struct Until(pub(super) i64);

impl<'c> Facet<'c> for Until {
    fn key(&self) -> &'static str {
        UNTIL.name
    }

    fn reads(&self) -> Reads {
        Reads::Clock
    }

    fn values(&self) -> Vec<String> {
        vec![timestamp::written(self.0)]
    }

    fn printed(&self, _: Spell<'_>) -> String {
        quoted(&timestamp::written(self.0))
    }

    fn words(&self) -> String {
        format!("it ends at {}", timestamp::written(self.0))
    }

    fn present(&self, now: &str) -> String {
        format!("it is {now}")
    }

    fn personal(&self) -> Option<String> {
        None
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::UNTIL);
        record.seconds(self.0);
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.moments.push(self.0);
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        environment.now < self.0
    }

    fn meet(&self, environment: &mut Environment) {
        environment.now = environment.now.min(self.0.saturating_sub(1));
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        Some(timestamp::written(asked.now()))
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        if_true(asked.now() < self.0)
    }
}

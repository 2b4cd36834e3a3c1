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

/// The end of the time that a moment is.
enum End {
    From,
    Until,
}

/// The time from a moment on, or up to one.
pub(super) struct Window {
    end: End,
    moment: i64,
}

/// Not before a moment.
pub(super) fn from(moment: i64) -> Window {
    let end = End::From;
    Window { end, moment }
}

/// Before a moment.
pub(super) fn until(moment: i64) -> Window {
    let end = End::Until;
    Window { end, moment }
}

impl Window {
    fn holds(&self, now: i64) -> bool {
        match self.end {
            End::From => self.moment <= now,
            End::Until => now < self.moment,
        }
    }

    fn written(&self) -> String {
        timestamp::written(self.moment)
    }
}

impl<'c> Facet<'c> for Window {
    fn key(&self) -> &'static str {
        match self.end {
            End::From => FROM.name,
            End::Until => UNTIL.name,
        }
    }

    fn reads(&self) -> Reads {
        Reads::Clock
    }

    fn values(&self) -> Vec<String> {
        vec![self.written()]
    }

    fn printed(&self, _: Spell<'_>) -> String {
        quoted(&self.written())
    }

    fn words(&self) -> String {
        match self.end {
            End::From => format!("it begins at {}", self.written()),
            End::Until => format!("it ends at {}", self.written()),
        }
    }

    fn present(&self, now: &str) -> String {
        format!("it is {now}")
    }

    fn personal(&self) -> Option<String> {
        None
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(match self.end {
            End::From => op::FROM,
            End::Until => op::UNTIL,
        });
        record.seconds(self.moment);
    }

    fn begins(&self) -> Option<i64> {
        matches!(self.end, End::From).then_some(self.moment)
    }

    fn ends(&self) -> Option<i64> {
        matches!(self.end, End::Until).then_some(self.moment)
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.timestamps.push(self.moment);
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        self.holds(environment.now)
    }

    fn meet(&self, environment: &mut Environment) {
        environment.now = match self.end {
            End::From => environment.now.max(self.moment),
            End::Until => environment.now.min(self.moment.saturating_sub(1)),
        };
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        Some(timestamp::written(asked.now()))
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        if_true(self.holds(asked.now()))
    }
}

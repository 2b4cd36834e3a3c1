//! Dates and times (RFC 3339) as seconds since the epoch.

use crate::diagnostic::Diagnostic;
use crate::yaml::Entry;

use super::Checker;
use crate::timestamp::{NO_ZONE, parse};

const EXPECTED: &str = "a date such as `2026-03-01` or a time such as `2026-03-01T09:00:00+01:00`";

impl Checker<'_> {
    /// The moment that an entry names; a bare date is its first second in UTC.
    pub(super) fn moment(&mut self, entry: &Entry) -> Option<i64> {
        let written = self.text(entry, EXPECTED)?;
        match parse(&written.text) {
            Ok(moment) => Some(moment),
            Err(fault) => {
                let key = &entry.key.text;
                let text = &written.text;
                let diagnostic = Diagnostic::error(
                    "bad-date",
                    written.span,
                    format!("`{text}` is no date or time that `{key}` understands"),
                )
                .label(fault)
                .help(match fault {
                    NO_ZONE => format!("write `{text}Z`"),
                    _ => match completed(text) {
                        Some(text) => format!("write `{text}`"),
                        None => format!("write {EXPECTED}"),
                    },
                });
                self.report(diagnostic);
                None
            }
        }
    }
}

impl Checker<'_> {
    /// The moment at which something ends: a bare date does not say whether it belongs to it.
    pub(super) fn end(&mut self, entry: &Entry) -> Option<i64> {
        let moment = self.moment(entry)?;
        let written = self.text(entry, EXPECTED)?;
        if written.text.contains(['T', 't', ' ']) {
            return Some(moment);
        }
        let text = &written.text;
        let after = crate::timestamp::written(moment.saturating_add(DAY));
        let message = format!("`{text}` does not say whether that day still belongs to it");
        let diagnostic = Diagnostic::error("bad-date", written.span, message)
            .label("the first moment of the day, or its last")
            .help(format!(
                "write `\"{after}\"` if it ends with that day, or `\"{text}T00:00:00Z\"` if it ends before it"
            ));
        self.report(diagnostic);
        None
    }
}

/// A day, in seconds.
const DAY: i64 = 86_400;

/// `2026-3-1` and `2026-03-01 9:00` as they should be, if that is a date.
fn completed(text: &str) -> Option<String> {
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let numbers = |text: &str, mark: char| -> Option<Vec<String>> {
        let number = |part: &str| {
            part.parse::<u16>()
                .ok()
                .map(|number| format!("{number:02}"))
        };
        text.split(mark).map(number).collect()
    };
    let date = numbers(date, '-')
        .filter(|parts| parts.len() == 3)?
        .join("-");
    let text = match time {
        None => date,
        Some(time) => {
            let mut time = numbers(time.trim_end_matches('Z'), ':')?;
            time.resize(3, "00".to_owned());
            format!("{date}T{}Z", time.join(":"))
        }
    };
    parse(&text).is_ok().then_some(text)
}

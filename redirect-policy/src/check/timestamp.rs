//! Dates and times (RFC 3339) as seconds since the epoch.

use crate::diagnostic::Diagnostic;
use crate::yaml::{Entry, Scalar};

use super::Checker;
use crate::timestamp::{NO_ZONE, parse};

const EXPECTED: &str = "a date such as `2026-03-01` or a time such as `2026-03-01T09:00:00+01:00`";

const EXPECTED_END: &str = "a time such as `2026-03-01T00:00:00Z`";

impl Checker<'_> {
    /// The moment that an entry names; a bare date is its first second in UTC.
    pub(super) fn moment(&mut self, entry: &Entry) -> Option<i64> {
        let written = self.text(entry, EXPECTED)?;
        match parse(&written.text) {
            Ok(moment) => Some(moment),
            Err(fault) => {
                let help = match completed(&written.text, fault) {
                    Some(text) => format!("write `{text}`"),
                    None => format!("write {EXPECTED}"),
                };
                self.no_moment(entry, written, fault, help);
                None
            }
        }
    }

    /// The moment at which something ends: a bare date does not say whether it belongs to it.
    pub(super) fn end(&mut self, entry: &Entry) -> Option<i64> {
        let written = self.text(entry, EXPECTED_END)?;
        let text = &written.text;
        match parse(text) {
            Ok(moment) if has_time(text) => Some(moment),
            Ok(_) => {
                let message = format!("`{text}` does not say whether that day still belongs to it");
                let diagnostic = Diagnostic::error("bad-date", written.span, message)
                    .label("the first moment of the day, or its last");
                self.report(match readings(text) {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
                None
            }
            Err(fault) => {
                let help = completed(text, fault).and_then(|text| match has_time(&text) {
                    true => Some(format!("write `{text}`")),
                    false => readings(&text),
                });
                let help = help.unwrap_or_else(|| format!("write {EXPECTED_END}"));
                self.no_moment(entry, written, fault, help);
                None
            }
        }
    }

    fn no_moment(&mut self, entry: &Entry, written: &Scalar, fault: &'static str, help: String) {
        let (key, text) = (&entry.key.text, &written.text);
        let message = format!("`{text}` is no date or time that `{key}` understands");
        let diagnostic = Diagnostic::error("bad-date", written.span, message);
        self.report(diagnostic.label(fault).help(help));
    }
}

fn has_time(text: &str) -> bool {
    text.contains(['T', 't', ' '])
}

/// Both readings of a bare date at which something ends.
fn readings(date: &str) -> Option<String> {
    let after = crate::timestamp::written(parse(date).ok()?.saturating_add(DAY));
    Some(format!(
        "write `\"{after}\"` if it ends with that day, or `\"{date}T00:00:00Z\"` if it ends before it"
    ))
}

/// A day, in seconds.
const DAY: i64 = 86_400;

/// A date or time as it should be, if it is one but for its spelling: `2026-3-1`, `2026-03-01 9:00`, `1.3.2026`.
fn completed(text: &str, fault: &str) -> Option<String> {
    if fault == NO_ZONE {
        return Some(format!("{text}Z"));
    }
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let date = in_order(date)?;
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

fn numbers(text: &str, mark: char) -> Option<Vec<String>> {
    let number = |part: &str| {
        part.parse::<u16>()
            .ok()
            .map(|number| format!("{number:02}"))
    };
    text.split(mark).map(number).collect()
}

/// A date with the year first. With slashes the year may stand last only where one number is too great for a month.
fn in_order(date: &str) -> Option<String> {
    let mark = date.chars().find(|c| !c.is_ascii_digit())?;
    let parts = numbers(date, mark).filter(|_| matches!(mark, '-' | '/' | '.'))?;
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let is_day = |text: &String| text.as_str() > "12";
    let (year, month, day) = match mark {
        _ if first.len() == 4 => (first, second, third),
        '.' => (third, second, first),
        _ if is_day(first) && !is_day(second) => (third, second, first),
        _ if is_day(second) && !is_day(first) => (third, first, second),
        _ => return None,
    };
    Some(format!("{year}-{month}-{day}"))
}

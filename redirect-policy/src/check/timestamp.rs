//! Dates and times (RFC 3339) as seconds since the epoch.

use crate::diagnostic::Diagnostic;
use crate::yaml::Entry;

use super::Checker;

const EXPECTED: &str = "a date such as `2026-03-01` or a time such as `2026-03-01T09:00:00+01:00`";

const NO_ZONE: &str = "the zone is missing: end it with `Z` (UTC) or an offset such as `+01:00`";

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

/// Reads `2026-03-01`, or `2026-03-01T09:00:00` with an optional fraction (not looked at) and `Z` or an offset.
fn parse(text: &str) -> Result<i64, &'static str> {
    let mut rest = Digits(text.as_bytes());
    let malformed = "not of the form year-month-day";
    let year = rest.number(4).ok_or(malformed)?;
    rest.one_of(b"-").ok_or(malformed)?;
    let month = rest.number(2).ok_or(malformed)?;
    rest.one_of(b"-").ok_or(malformed)?;
    let day = rest.number(2).ok_or(malformed)?;
    if !(1..=12).contains(&month) {
        return Err("there is no such month");
    }
    if !(1..=days_in(year, month)).contains(&day) {
        return Err("there is no such day in that month");
    }
    let midnight = days_since_epoch(year, month, day) * 86_400;
    if rest.0.is_empty() {
        return Ok(midnight);
    }
    let (seconds, offset) = time(&mut rest)?;
    Ok(midnight + seconds - offset)
}

/// The seconds since midnight, and those that the offset is ahead of UTC.
fn time(rest: &mut Digits<'_>) -> Result<(i64, i64), &'static str> {
    let malformed = "the time is not of the form hours:minutes:seconds";
    rest.one_of(b"Tt ")
        .ok_or("a `T` must stand between date and time")?;
    let hour = rest.number(2).ok_or(malformed)?;
    rest.one_of(b":").ok_or(malformed)?;
    let minute = rest.number(2).ok_or(malformed)?;
    rest.one_of(b":").ok_or("the seconds are missing")?;
    let second = rest.number(2).ok_or("the seconds are missing")?;
    // RFC 3339 lets a leap second be written as 60.
    if hour > 23 || minute > 59 || second > 60 {
        return Err("there is no such time of the day");
    }
    if rest.one_of(b".").is_some() && rest.skip_digits() == 0 {
        return Err("digits are missing after the point");
    }
    let offset = offset(rest)?;
    if !rest.0.is_empty() {
        return Err("something follows after the time");
    }
    Ok((hour * 3_600 + minute * 60 + second, offset))
}

fn offset(rest: &mut Digits<'_>) -> Result<i64, &'static str> {
    let sign = match rest.one_of(b"Zz+-").ok_or(NO_ZONE)? {
        b'+' => 1,
        b'-' => -1,
        _ => return Ok(0),
    };
    let malformed = "the offset is not of the form `+01:00`";
    let hours = rest.number(2).ok_or(malformed)?;
    rest.one_of(b":").ok_or(malformed)?;
    let minutes = rest.number(2).ok_or(malformed)?;
    if hours > 23 || minutes > 59 {
        return Err("there is no such offset");
    }
    Ok(sign * (hours * 3_600 + minutes * 60))
}

/// What is left of a date.
struct Digits<'t>(&'t [u8]);

impl Digits<'_> {
    /// Exactly so many digits (four at most, so no sum can overflow).
    fn number(&mut self, length: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(length)?;
        let mut number = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + i64::from(digit - b'0');
        }
        self.0 = rest;
        Some(number)
    }

    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !bytes.contains(first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }

    fn skip_digits(&mut self) -> usize {
        let count = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        self.0 = self.0.get(count..).unwrap_or_default();
        count
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The days from 1970-01-01 to a date of the proleptic Gregorian calendar.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    // The days of whole years before this one, since the year 0 (a leap year, so the first term counts it in).
    let years = |year: i64| match year {
        0 => 0,
        _ => year * 365 + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1,
    };
    let months: i64 = (1..month).map(|before| days_in(year, before)).sum();
    years(year) - years(1970) + months + day - 1
}

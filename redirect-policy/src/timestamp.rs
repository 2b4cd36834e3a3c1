//! Moments as people write them (RFC 3339), in seconds since 1970.

pub(crate) const NO_ZONE: &str =
    "the zone is missing: end it with `Z` (UTC) or an offset such as `+01:00`";

/// Seconds since 1970 as a time of RFC 3339 in UTC.
#[must_use]
pub fn written(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Years that begin in March, so that the leap day is the last of a year.
    let days = days.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z",
        second % 60
    )
}

/// Reads `2026-03-01` (its first second in UTC), or `2026-03-01T09:00:00` with an optional fraction (not looked at) and
/// `Z` or an offset, as seconds since 1970.
///
/// # Errors
/// The fault in a few words.
///
/// ```
/// use redirect_policy::timestamp::{parse, written};
/// assert_eq!(parse("1970-01-02T01:00:00+01:00"), Ok(86_400));
/// assert_eq!(written(86_400), "1970-01-02T00:00:00Z");
/// assert_eq!(parse("1970-02-30"), Err("there is no such day in that month"));
/// ```
pub fn parse(text: &str) -> Result<i64, &'static str> {
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

/// The rest of a date.
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

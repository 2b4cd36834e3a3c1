//! Header fields of answers, made once when a policy is loaded: an answer copies them, and sets what differs.

use std::collections::BTreeMap;

use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
    SET_COOKIE,
};
use redirect_runtime::Policy;
use redirect_runtime::serving::ResponseOptions;

use crate::handler::answer::is_own;

/// The header fields that a policy's answers have, and the names that `Vary` may list.
pub(crate) struct FixedHeaders {
    /// Of a rule that sends no field of its own, and of a failure.
    plain: FixedFields,
    /// By the address of the options, which many rules share; those without a field are left out.
    by_options: BTreeMap<usize, FixedFields>,
    /// Each with its bit among what rules looked at.
    looked_at: Vec<(u64, HeaderName)>,
}

/// The header fields of a redirect by rules with the same options.
pub(crate) struct FixedFields {
    /// With a `Location` and a `Content-Length` that each answer sets to its own.
    headers: HeaderMap,
}

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

impl FixedHeaders {
    pub(crate) fn new(policy: &Policy) -> Self {
        let mut by_options = BTreeMap::new();
        let mut last = 0;
        for options in policy.rules().filter_map(|rule| rule.response_options()) {
            // Neighbours mostly share them.
            if options.address() != last {
                last = options.address();
                if options.headers().next().is_some() || options.cache_control().is_some() {
                    by_options.insert(last, FixedFields::new(Some(options)));
                }
            }
        }
        let looked_at = policy
            .header_bits()
            .filter_map(|(bit, name)| Some((bit, HeaderName::try_from(name).ok()?)))
            .collect();
        FixedHeaders {
            plain: FixedFields::new(None),
            by_options,
            looked_at,
        }
    }

    /// The fields of a rule with these options.
    #[inline]
    pub(crate) fn of(&self, options: Option<ResponseOptions<'_>>) -> &FixedFields {
        let own = options.and_then(|options| self.by_options.get(&options.address()));
        own.unwrap_or(&self.plain)
    }

    /// The names of the header fields that rules looked at, by their bits.
    pub(crate) fn looked_at(&self, bits: u64) -> impl Iterator<Item = &HeaderName> {
        let looked_at = self.looked_at.iter();
        looked_at
            .filter(move |(bit, _)| bits & bit != 0)
            .map(|(_, name)| name)
    }
}

impl FixedFields {
    /// The header fields of an answer with a location, if it has one, and with a note of a length in bytes, or none.
    ///
    /// `None` when the location is no header value, which the guard excludes.
    pub(crate) fn answer(&self, location: Option<&str>, note: usize) -> Option<HeaderMap> {
        let mut headers = self.headers.clone();
        let location = location.map(HeaderValue::from_str).transpose().ok()?;
        let is_located = location.is_some();
        let mut values = [(LOCATION, location), (CONTENT_LENGTH, Some(number(note)))];
        // Looked for one by one, they are found sooner than by hash.
        for (name, held) in headers.iter_mut() {
            let own = values.iter_mut().find(|(own, _)| own == name);
            if let Some(value) = own.and_then(|(_, value)| value.take()) {
                *held = value;
            }
        }
        if !is_located {
            headers.remove(LOCATION);
        }
        if note == 0 {
            headers.remove(CONTENT_TYPE);
        }
        Some(headers)
    }

    fn new(options: Option<ResponseOptions<'_>>) -> Self {
        const NOTHING: HeaderValue = HeaderValue::from_static("");
        let mut headers = HeaderMap::with_capacity(3);
        headers.insert(LOCATION, NOTHING);
        headers.insert(CONTENT_LENGTH, NOTHING);
        headers.insert(CONTENT_TYPE, HTML);
        let fields = options.into_iter().flat_map(|options| options.headers());
        for (name, value) in fields {
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name), HeaderValue::try_from(value))
            {
                // A cookie, which a policy may not set, is for one client, and this answer for all.
                if !is_own(&name) && name != SET_COOKIE {
                    headers.append(name, value);
                }
            }
        }
        let cache_control = options.and_then(|options| options.cache_control());
        if let Some(Ok(value)) = cache_control.map(HeaderValue::try_from) {
            headers.insert(CACHE_CONTROL, value);
        }
        FixedFields { headers }
    }
}

/// A number of bytes as a value; those of usual notes take no allocation.
fn number(number: usize) -> HeaderValue {
    let end = number.saturating_add(1).saturating_mul(DIGITS);
    let zeros = match number {
        100.. => 0,
        10.. => 1,
        _ => 2,
    };
    let start = number.saturating_mul(DIGITS).saturating_add(zeros);
    match NUMBERS.get(start..end) {
        Some(digits) => HeaderValue::from_static(digits),
        None => HeaderValue::from(number),
    }
}

/// Digits of each number of [`NUMBERS`].
const DIGITS: usize = 3;

/// The numbers under a thousand, in three digits each.
static NUMBERS: &str = match std::str::from_utf8(&NUMBERS_BYTES) {
    Ok(numbers) => numbers,
    Err(_) => "",
};

static NUMBERS_BYTES: [u8; 1000 * DIGITS] = {
    let mut bytes = [0; 1000 * DIGITS];
    let mut number = 0;
    while number < 1000 {
        let at = number * DIGITS;
        bytes[at] = b'0' + (number / 100) as u8;
        bytes[at + 1] = b'0' + (number / 10 % 10) as u8;
        bytes[at + 2] = b'0' + (number % 10) as u8;
        number += 1;
    }
    bytes
};

//! Header fields, cookies and extensions of a request, and the record of those that were read.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::Request;
use super::header_reads::{HeaderReads, PRIVATE};

impl<'a> Request<'a> {
    /// A header field that occurs once, recorded as read.
    pub fn header(&self, name: HeaderName) -> Option<&'a HeaderValue> {
        self.record(name.as_str());
        let mut values = self.headers?.get_all(name).iter();
        let value = values.next();
        value.filter(|_| values.next().is_none())
    }

    /// A cookie by name, recorded as read; the first of several (RFC 6265, 4.2.2 leaves their order open).
    pub fn cookie(&self, name: &str) -> Option<&'a str> {
        self.record(http::header::COOKIE.as_str());
        self.unrecorded_cookie(name)
    }

    /// Something that the application put into the request's extensions, recorded as read: the answer becomes
    /// private to the client.
    pub fn extension<T: Send + Sync + 'static>(&self) -> Option<&'a T> {
        self.record(PRIVATE);
        self.extensions?.get()
    }

    fn record(&self, name: &str) {
        if let Ok(mut header_reads) = self.header_reads.get_or_init(Box::default).lock() {
            header_reads.add(name);
        }
    }

    /// The parts that have been read so far.
    #[doc(hidden)]
    pub fn header_reads(&self) -> HeaderReads {
        let header_reads = self
            .header_reads
            .get()
            .and_then(|header_reads| header_reads.lock().ok());
        header_reads
            .map(|header_reads| header_reads.clone())
            .unwrap_or_default()
    }

    /// The values of a header field, one a line, those that are visible ASCII.
    #[doc(hidden)]
    pub fn unrecorded_headers(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.headers
            .map(|headers| headers.get_all(name).iter())
            .into_iter()
            .flatten()
            .filter_map(|value| value.to_str().ok())
    }

    /// The last line of a header field; `None` also where that is not visible ASCII.
    #[doc(hidden)]
    pub fn last_line(&self, name: &str) -> Option<&'a str> {
        let lines = self.headers?.get_all(name);
        lines.iter().next_back()?.to_str().ok()
    }

    pub(crate) fn unrecorded_cookie(&self, name: &str) -> Option<&'a str> {
        self.headers?
            .get_all(http::header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.trim_matches('"'))
    }
}

/// The value of a field that occurs once.
pub(super) fn single(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    value.to_str().ok()
}

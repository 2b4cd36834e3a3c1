//! The scheme and host that a trusted proxy tells.

use crate::options::TrustedProxy;
use crate::request::Request;

impl TrustedProxy {
    /// The request as the client made it. What the proxy does not tell stays as the connection says.
    pub(crate) fn restore<'a>(self, request: Request<'a>) -> Request<'a> {
        let (scheme, host) = match self {
            TrustedProxy::XForwarded => (
                last(&request, "x-forwarded-proto"),
                last(&request, "x-forwarded-host"),
            ),
            TrustedProxy::Forwarded => {
                let element = last(&request, "forwarded").unwrap_or_default();
                (parameter(element, "proto"), parameter(element, "host"))
            }
        };
        let scheme = scheme.and_then(|scheme| {
            ["http", "https"]
                .into_iter()
                .find(|known| known.eq_ignore_ascii_case(scheme))
        });
        request.with_scheme(scheme).with_authority(host)
    }
}

/// The last value of a field that is a list: what the nearest proxy added.
fn last<'a>(request: &Request<'a>, name: &str) -> Option<&'a str> {
    let line = request.unrecorded_headers(name).last()?;
    line.rsplit(',').next().map(str::trim)
}

/// A parameter of an element of `Forwarded`, without quotes.
fn parameter<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    element
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(own, _)| own.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim_matches('"'))
}

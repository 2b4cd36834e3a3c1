//! The scheme and host that a trusted proxy tells.

use crate::options::TrustedProxy;
use redirect_runtime::Request;

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

/// The last value of a field that is a list: what the nearest proxy added. A value that cannot be read is none, rather
/// than an earlier one, which a client may have sent.
fn last<'a>(request: &Request<'a>, name: &str) -> Option<&'a str> {
    split(request.last_line(name)?, ',').last()
}

/// A parameter of an element of `Forwarded`, without quotes.
fn parameter<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    split(element, ';')
        .filter_map(|pair| pair.split_once('='))
        .find(|(own, _)| own.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim_matches('"'))
}

/// The parts of a text between separators that no quotes enclose.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |character| {
        quoted ^= character == '"';
        character == separator && !quoted
    })
    .map(str::trim)
}

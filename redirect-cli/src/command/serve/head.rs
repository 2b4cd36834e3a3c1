//! The head of a request as it comes over a connection.

use std::io::{self, BufRead};

use http::Method;
use http::header::{HeaderMap, HeaderName, HeaderValue};

/// The head of a request (RFC 9112, section 2).
pub(super) struct Head {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
}

impl Head {
    /// Reads a head; nothing if it is none.
    pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Head>> {
        let mut line = Vec::new();
        input.read_until(b'\n', &mut line)?;
        let Ok(first) = String::from_utf8(line) else {
            return Ok(None);
        };
        let mut words = first.trim_end().split(' ');
        let (Some(method), Some(target), Some(version)) =
            (words.next(), words.next(), words.next())
        else {
            return Ok(None);
        };
        let Ok(method) = Method::from_bytes(method.as_bytes()) else {
            return Ok(None);
        };
        if !version.starts_with("HTTP/1.") || words.next().is_some() {
            return Ok(None);
        }
        let mut headers = HeaderMap::new();
        loop {
            let mut line = Vec::new();
            let read = input.read_until(b'\n', &mut line)?;
            let line = line.trim_ascii_end();
            if line.is_empty() {
                return Ok((read > 0).then_some(Head {
                    method,
                    target: target.to_owned(),
                    headers,
                }));
            }
            let colon = line.iter().position(|&byte| byte == b':');
            let field = colon.and_then(|at| line.split_at_checked(at));
            let Some((name, value)) = field else {
                return Ok(None);
            };
            let value = value.get(1..).unwrap_or_default().trim_ascii();
            match (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
                (Ok(name), Ok(value)) => _ = headers.append(name, value),
                _ => return Ok(None),
            }
        }
    }
}

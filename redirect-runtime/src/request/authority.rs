//! The host and the port that a request names.

use std::borrow::Cow;

use super::Request;
use super::fields::single;
use super::host::{canonical_host, split_port};

impl<'a> Request<'a> {
    /// The host in canonical form: lower case, without port and trailing dot.
    ///
    /// From the authority of the target, else from the single `Host` field (RFC 9110, 7.2). `None` when it is
    /// missing, repeated or not a host name.
    pub fn host(&self) -> Option<Cow<'a, str>> {
        canonical_host(split_port(self.host_and_port()?).0)
    }

    /// The port that the client named.
    pub(crate) fn port(&self) -> Option<&'a str> {
        split_port(self.host_and_port()?).1
    }

    fn host_and_port(&self) -> Option<&'a str> {
        match self.parts().authority {
            Some(authority) => Some(authority),
            None => single(self.headers?, http::header::HOST),
        }
    }
}

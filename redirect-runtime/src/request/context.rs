//! A request as many rules look at it.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::Request;

/// A request whose host is worked out once for all rules that look at it.
pub(crate) struct RequestContext<'q, 'r> {
    pub(crate) request: &'q Request<'r>,
    host: OnceCell<Option<Cow<'r, str>>>,
}

impl<'q, 'r> RequestContext<'q, 'r> {
    #[inline]
    pub(crate) fn new(request: &'q Request<'r>) -> Self {
        RequestContext {
            request,
            host: OnceCell::new(),
        }
    }

    /// The host in canonical form.
    pub(crate) fn host(&self) -> Option<&str> {
        self.host.get_or_init(|| self.request.host()).as_deref()
    }
}

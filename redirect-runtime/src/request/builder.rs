//! Parts of a request that its maker sets one by one.

use std::time::SystemTime;

use http::header::HeaderMap;
use http::{Extensions, Method, StatusCode};

use super::Request;
use super::target::Scheme;

impl<'a> Request<'a> {
    /// A GET request of the parts that a URI of another crate has.
    #[doc(hidden)]
    pub fn of_parts(
        scheme: Option<&'a str>,
        authority: Option<&'a str>,
        path: &'a str,
        query: Option<&'a str>,
    ) -> Self {
        Request {
            scheme: Scheme::of(scheme),
            authority,
            query,
            ..Request::bare(path)
        }
    }

    /// Adds what the application knows of the request.
    #[doc(hidden)]
    pub fn with_extensions(mut self, extensions: &'a Extensions) -> Self {
        self.extensions = Some(extensions);
        self
    }

    /// Sets the method.
    #[must_use]
    pub fn with_method(mut self, method: &'a Method) -> Self {
        self.method = method;
        self
    }

    /// Sets the header fields.
    #[must_use]
    pub fn with_headers(mut self, headers: &'a HeaderMap) -> Self {
        self.headers = Some(headers);
        self
    }

    /// Sets the scheme, where the URI does not tell it (`"http"` or `"https"`).
    #[must_use]
    pub fn with_scheme(mut self, scheme: Option<&str>) -> Self {
        self.split();
        if scheme.is_some() {
            self.scheme = Scheme::of(scheme);
        }
        self
    }

    /// Sets an authority (`host[:port]`), which goes before the URI's and before `Host`.
    ///
    /// ```
    /// use redirect_runtime::Request;
    /// let request = Request::from("https://a.example/x?y=1").with_authority(Some("b.example"));
    /// assert_eq!(request.host().as_deref(), Some("b.example"));
    /// assert_eq!((request.scheme(), request.path()), (Some("https"), "/x"));
    /// let same = Request::from("https://a.example/x").with_authority(None);
    /// assert_eq!(same.host().as_deref(), Some("a.example"));
    /// ```
    #[must_use]
    pub fn with_authority(mut self, authority: Option<&'a str>) -> Self {
        self.authority = authority.or(self.authority);
        self
    }

    /// Sets the moment of the request; without one, rules that look at the clock look at the system's.
    #[must_use]
    pub fn at(mut self, now: SystemTime) -> Self {
        self.now = Some(now);
        self
    }

    /// Sets the status with which the site has answered: only rules with `when.siteStatus` are tried then.
    ///
    /// ```no_run
    /// # fn policy() -> &'static redirect_runtime::Policy { unimplemented!() }
    /// use http::StatusCode;
    /// use redirect_runtime::Request;
    /// let request = Request::from("/old/1").with_site_status(StatusCode::NOT_FOUND);
    /// println!("{:?}", policy().find(request).location());
    /// ```
    #[must_use]
    pub fn with_site_status(mut self, status: StatusCode) -> Self {
        self.site_status = status.as_u16();
        self
    }
}

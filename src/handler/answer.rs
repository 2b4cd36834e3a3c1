//! Answers of handlers.

use http::header::{HeaderName, HeaderValue, SET_COOKIE};
use http::{HeaderMap, StatusCode};

use redirect_runtime::LocationError;
use redirect_runtime::serving::Excerpt;

/// A handler's answer: go there, it is gone, let another rule or the site answer.
///
/// A redirect to the rule's own destination is made by the generated `to(..)` of the handler's parameters.
///
/// ```
/// use http::StatusCode;
/// use redirects::Answer;
///
/// let moved = Answer::local("/kr/jobs/")
///     .status(StatusCode::SEE_OTHER)
///     .header("x-reason", "expired")
///     .cookie("seen=1; Path=/; SameSite=Lax");
/// let gone = Answer::gone();
/// ```
#[must_use]
pub struct Answer {
    pub(crate) target: Target,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) error: Option<AnswerError>,
    /// Nothing permanent may be answered: what a lookup knows is old.
    pub(crate) temporary: bool,
    /// Who gave the row of a lookup.
    pub(crate) source: Option<&'static str>,
}

/// Where an answer leads.
pub(crate) enum Target {
    Rendered(Result<String, LocationError>),
    Local(String),
    External(String),
    Gone(StatusCode),
    Passthrough,
    Stop,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let location = match &self.target {
            Target::Rendered(Ok(location))
            | Target::Local(location)
            | Target::External(location) => Some(Excerpt(location)),
            _ => None,
        };
        let target = match &self.target {
            Target::Rendered(_) => "to",
            Target::Local(_) => "local",
            Target::External(_) => "external",
            Target::Gone(_) => "gone",
            Target::Passthrough => "passthrough",
            Target::Stop => "stop",
        };
        f.debug_struct("Answer")
            .field("target", &target)
            .field("location", &location)
            .field("status", &self.status)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// Why the answer of a handler cannot be given.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerError {
    /// The destination cannot be rendered, or the location may not be sent.
    Location(LocationError),
    /// A redirect of one's own with a location that leaves the site.
    NotLocal,
    /// A host that is not among `externalHosts`.
    NotExternalHost,
    /// A status that is no redirect: only 301, 302, 303, 307 and 308 are.
    Status(StatusCode),
    /// A field whose name or value HTTP does not allow, or that belongs to the response itself.
    Header,
    /// Text that is no cookie.
    Cookie,
}

impl std::fmt::Display for AnswerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            AnswerError::Location(error) => error.fmt(f),
            AnswerError::NotLocal => f.write_str("the location is no path of this site"),
            AnswerError::NotExternalHost => {
                f.write_str("the location's host is not among `externalHosts`")
            }
            AnswerError::Status(status) => {
                write!(f, "{} is no status of a redirect", status.as_u16())
            }
            AnswerError::Header => f.write_str("a header of the answer may not be sent"),
            AnswerError::Cookie => f.write_str("a cookie of the answer may not be sent"),
        }
    }
}

impl std::error::Error for AnswerError {}

impl From<LocationError> for AnswerError {
    fn from(error: LocationError) -> Self {
        AnswerError::Location(error)
    }
}

impl Answer {
    fn of(target: Target) -> Self {
        Answer {
            target,
            status: None,
            headers: HeaderMap::new(),
            error: None,
            temporary: false,
            source: None,
        }
    }

    pub(crate) fn rendered(location: Result<String, LocationError>) -> Self {
        Answer::of(Target::Rendered(location))
    }

    /// The answer of a rule by its status: a redirect to its destination, 410 or 451, or *stop*.
    #[cfg(feature = "lookups")]
    pub(crate) fn of_rule(
        status: Option<u16>,
        render: impl FnOnce() -> Result<String, LocationError>,
    ) -> Self {
        match status {
            None => Answer::stop(),
            Some(410) => Answer::gone(),
            Some(451) => Answer::unavailable_for_legal_reasons(),
            Some(_) => Answer::rendered(render()),
        }
    }

    /// Notes who gave the row of a lookup.
    #[cfg(feature = "lookups")]
    pub(crate) fn with_source(mut self, source: Option<&'static str>) -> Self {
        self.source = source;
        self
    }

    /// Answers 302 in place of 301, and 307 in place of 308.
    #[cfg(feature = "lookups")]
    pub(crate) fn temporary(mut self) -> Self {
        self.temporary = true;
        self
    }

    /// A redirect to a path of one's own, with a query and a fragment where wanted.
    ///
    /// It begins with one `/`; spaces and non-ASCII text are encoded. A path that would leave the site, a control byte
    /// or a backslash is a failure of the handler. The request's query is not forwarded.
    ///
    /// ```
    /// let moved = redirects::Answer::local("/kr/jobs/?sort=new");
    /// ```
    pub fn local(path: impl Into<String>) -> Self {
        Answer::of(Target::Local(path.into()))
    }

    /// A redirect to an absolute URL whose host is among the policy's `externalHosts`; another is a failure.
    ///
    /// ```
    /// let moved = redirects::Answer::external("https://help.example/contact");
    /// ```
    pub fn external(url: impl Into<String>) -> Self {
        Answer::of(Target::External(url.into()))
    }

    /// The page is gone for good: 410 (RFC 9110, 15.5.11).
    pub fn gone() -> Self {
        Answer::of(Target::Gone(StatusCode::GONE))
    }

    /// The page may not be shown: 451 (RFC 7725).
    pub fn unavailable_for_legal_reasons() -> Self {
        Answer::of(Target::Gone(StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS))
    }

    /// The next rule that matches is tried.
    pub fn passthrough() -> Self {
        Answer::of(Target::Passthrough)
    }

    /// The site answers, and no further rule is tried.
    pub fn stop() -> Self {
        Answer::of(Target::Stop)
    }

    /// Sets another status than the rule's: 301, 302, 303, 307 or 308. Only redirects have one to set.
    ///
    /// ```
    /// use http::StatusCode;
    ///
    /// let moved = redirects::Answer::local("/kr/jobs/").status(StatusCode::SEE_OTHER);
    /// ```
    pub fn status(mut self, status: StatusCode) -> Self {
        let redirects = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
        let sends = !matches!(
            self.target,
            Target::Gone(_) | Target::Passthrough | Target::Stop
        );
        if redirects && sends {
            self.status = Some(status);
        } else {
            self.refuse(AnswerError::Status(status));
        }
        self
    }

    /// Adds a header field, sent with a redirect or gone, in place of the rule's own of this name.
    ///
    /// Names or values that HTTP does not allow, control characters, and fields that belong to the response, such as
    /// `Location` or `Content-Length`, are a failure.
    ///
    /// ```
    /// let gone = redirects::Answer::gone().header("x-reason", "expired");
    /// ```
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) if name == SET_COOKIE => return self.set_cookie(value),
            (Ok(name), Ok(value)) if !is_own(&name) && !has_control(&value) => {
                self.headers.append(name, value);
            }
            _ => self.refuse(AnswerError::Header),
        }
        self
    }

    /// Adds a cookie, in the form of `Set-Cookie` (RFC 6265, 4.1). The answer becomes private to the client.
    ///
    /// ```
    /// let moved = redirects::Answer::local("/kr/").cookie("seen=1; Path=/; Secure");
    /// ```
    pub fn cookie(mut self, cookie: &str) -> Self {
        match HeaderValue::from_str(cookie) {
            Ok(value) => self.set_cookie(value),
            Err(_) => {
                self.refuse(AnswerError::Cookie);
                self
            }
        }
    }

    fn set_cookie(mut self, cookie: HeaderValue) -> Self {
        let name = cookie.as_bytes().split(|&byte| byte == b'=').next();
        let named = name
            .is_some_and(|name| name.len() < cookie.len() && HeaderName::from_bytes(name).is_ok());
        if named && !has_control(&cookie) {
            self.headers.append(SET_COOKIE, cookie);
        } else {
            self.refuse(AnswerError::Cookie);
        }
        self
    }

    /// Notes an error; the first is the one that is told.
    fn refuse(&mut self, error: AnswerError) {
        self.error.get_or_insert(error);
    }
}

/// Returns true if a value holds a tab, the one control that HTTP allows in it, but not every reader.
fn has_control(value: &HeaderValue) -> bool {
    value.as_bytes().iter().any(u8::is_ascii_control)
}

/// Returns true if a field belongs to the response itself: where it leads, how it is framed, what its content is.
///
/// `Refresh` is among them, since it names a location that nothing guards.
pub(crate) fn is_own(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "location"
            | "refresh"
            | "content-length"
            | "content-type"
            | "content-encoding"
            | "content-range"
            | "transfer-encoding"
            | "connection"
            | "keep-alive"
            | "proxy-connection"
            | "te"
            | "trailer"
            | "upgrade"
    )
}

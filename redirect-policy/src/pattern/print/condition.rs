//! Hosts and languages.

use std::fmt::{self, Display, Formatter};

use super::Spelling;
use crate::pattern::{HostPattern, LanguagePattern};

impl Display for HostPattern {
    /// Writes the host as `when.host` has it.
    ///
    /// ```
    /// use redirect_policy::pattern::parse_host;
    /// let host = parse_host(":c<kr|jp>.Example.com")?;
    /// assert_eq!(host.to_string(), ":c<kr|jp>.example.com");
    /// # Ok::<(), Vec<redirect_policy::pattern::PatternError>>(())
    /// ```
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            HostPattern::Exact(host) => f.write_str(host),
            HostPattern::Subdomains(suffix) => write!(f, "*{suffix}"),
            HostPattern::Binding(pattern) => f.write_str(&Spelling::HOST.spelled(&pattern.items)),
        }
    }
}

impl Display for LanguagePattern {
    /// Writes the language as `when.language` has it; first choices with bars between them.
    ///
    /// ```
    /// use redirect_policy::pattern::parse_language;
    /// assert_eq!(parse_language("ko-KR")?.to_string(), "ko-kr");
    /// assert_eq!(parse_language(":l<ko|pt-BR>")?.to_string(), ":l<ko|pt-BR>");
    /// # Ok::<(), Vec<redirect_policy::pattern::PatternError>>(())
    /// ```
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            LanguagePattern::First(tags) => f.write_str(&tags.join("|")),
            LanguagePattern::Best { name, of, .. } => write!(f, ":{name}<{}>", of.join("|")),
        }
    }
}

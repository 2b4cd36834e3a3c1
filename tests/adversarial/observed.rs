//! Requests, and the answers that came back.

use http::HeaderMap;

use crate::browser::Origin;

/// A request of a case, and what its rule says.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    /// The destination as the case words it.
    pub(crate) destination: String,
    /// Header fields that the rule sends.
    pub(crate) fields: &'static [&'static str],
}

/// An answer, of the policy or of the site behind it.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// The site answered.
    pub(crate) site: bool,
}

/// The field by which the site behind the policy is known.
pub(crate) const SITE: &str = "x-site";

impl Asked {
    /// The origin that the request was sent to.
    pub(crate) fn here(&self) -> Origin {
        Origin::https("good.example")
    }

    /// The origin that the rule may send to.
    pub(crate) fn declared(&self) -> Origin {
        let host = self.destination.strip_prefix("https://");
        match host.and_then(|rest| rest.split('/').next()) {
            Some(host) => Origin::https(host),
            None => self.here(),
        }
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }
}

impl Observed {
    pub(crate) fn new(response: http::Response<String>) -> Self {
        let (parts, body) = response.into_parts();
        Observed {
            status: parts.status.as_u16(),
            site: parts.headers.contains_key(SITE),
            headers: parts.headers,
            body,
        }
    }

    /// The location byte for byte, each byte a character.
    pub(crate) fn location(&self) -> Option<String> {
        let location = self.headers.get("location")?;
        Some(
            location
                .as_bytes()
                .iter()
                .copied()
                .map(char::from)
                .collect(),
        )
    }

    pub(crate) fn field(&self, name: &str) -> String {
        let lines = self.headers.get_all(name).iter();
        let lines = lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned());
        lines.collect::<Vec<String>>().join(", ")
    }

    /// `site`, `site no-store`, or status and location.
    pub(crate) fn summary(&self) -> String {
        match (self.site, self.location()) {
            (true, _) if self.field("cache-control") == "no-store" => "site no-store".into(),
            (true, _) => "site".into(),
            (false, Some(location)) => format!("{} {location}", self.status),
            (false, None) => self.status.to_string(),
        }
    }
}

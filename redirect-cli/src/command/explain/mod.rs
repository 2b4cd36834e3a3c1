//! `redirects explain`: why a request gets its answer, or none.

mod canonical_form;
mod distance;
mod explanation;
mod follow;
mod human;
mod json;
pub(crate) mod wording;

use std::io::Write;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use redirect_runtime::{Policy, Request};

pub use explanation::{Answer, Explanation, Nearby};
use follow::follow;
pub use follow::{Hop, Trip};

use super::policy;
use crate::args::{self, Common, Format};
use crate::clock;
use crate::policy_file::{self, Loaded};
use crate::site::Site;
use crate::{Exit, Failure, Io};

/// A request that is asked about.
#[derive(Clone, Debug)]
pub struct Asked {
    /// A path with its query, or an absolute URL.
    pub url: String,
    /// The method.
    pub method: Method,
    /// The header fields.
    pub headers: HeaderMap,
    /// The clock, in seconds since 1970; the system's, if it is left out.
    pub at: Option<i64>,
    /// The status with which the site has answered, where it was asked first.
    pub site_status: Option<StatusCode>,
}

impl Asked {
    /// The request as the engine sees it.
    #[must_use]
    pub fn view(&self) -> Request<'_> {
        let view = Request::from(self.url.as_str())
            .with_method(&self.method)
            .with_headers(&self.headers);
        let view = match self.at {
            Some(at) => view.at(clock::at(at)),
            None => view,
        };
        match self.site_status {
            Some(status) => view.with_site_status(status),
            None => view,
        }
    }
}

/// Explains the answers to some requests.
///
/// # Errors
/// When the policy or a request cannot be used, or a stream fails.
pub fn run(arguments: &args::Explain, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let path = policy_file::one(None, common)?;
    let Some(mut loaded) = policy::readable(&path, common, io)? else {
        return Ok(Exit::Unknown);
    };
    let table = policy_file::table(&mut loaded)?;
    let site = Site::of(&loaded.compiled.policy, arguments.site_status);
    let mut exit = Exit::Clean;
    for (number, url) in arguments.urls.iter().enumerate() {
        let asked = asked(url, arguments, common)?;
        let explanation = Explanation::of(&loaded, table, &asked);
        let trip = arguments
            .follow
            .then(|| follow(&loaded, table, &site, &asked));
        write(
            &loaded,
            &explanation,
            trip.as_ref(),
            arguments.all,
            (number, common),
            io.out,
        )?;
        if let Some(difference) = &explanation.difference {
            writeln!(
                io.err,
                "internal error: {difference}\nplease report this, with the policy and the request, at {}/issues",
                env!("CARGO_PKG_REPOSITORY")
            )?;
            exit = Exit::Unknown;
        }
    }
    Ok(exit)
}

fn write(
    loaded: &Loaded,
    explanation: &Explanation<'_>,
    trip: Option<&Trip>,
    all: bool,
    (number, common): (usize, &Common),
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match common.format.unwrap_or(Format::Human) {
        Format::Human => {
            if number > 0 {
                writeln!(out)?;
            }
            human::write(loaded, explanation, trip, all, out)?;
        }
        Format::Json => writeln!(out, "{}", json::object(loaded, explanation, trip, all))?,
        other => {
            return Err(Failure::of(format!(
                "`explain` has no format `{}`: write human or json",
                other.word()
            )));
        }
    }
    Ok(())
}

/// The request that the arguments describe.
fn asked(url: &str, arguments: &args::Explain, common: &Common) -> Result<Asked, Failure> {
    if !url.starts_with('/') && !url.contains("://") {
        return Err(Failure::of(format!(
            "`{url}` is no request: write a path such as `/old?x=1`, or a URL with `https://`"
        )));
    }
    let method = arguments.method.as_deref().unwrap_or("GET");
    let method = Method::from_bytes(method.as_bytes())
        .map_err(|_| Failure::of(format!("`{method}` is no method")))?;
    let mut headers = HeaderMap::new();
    for line in &arguments.headers {
        let (name, value) = line.split_once(':').ok_or_else(|| {
            Failure::of(format!("`{line}` is no header field: write `Name: value`"))
        })?;
        let name = HeaderName::from_bytes(name.trim().as_bytes());
        let value = HeaderValue::from_str(value.trim());
        let (Ok(name), Ok(value)) = (name, value) else {
            return Err(Failure::of(format!("`{line}` is no header field")));
        };
        headers.append(name, value);
    }
    Ok(Asked {
        url: url.to_owned(),
        method,
        headers,
        at: common.at,
        site_status: arguments.site_status,
    })
}

/// The table of a policy, which lives as long as the process: the middleware takes no other where a policy has handlers.
pub type Table = &'static Policy;

//! `redirects serve`: a local preview that answers as the middleware would, and says which rule did.

mod head;
mod response;

use std::io::{self, BufReader, Read};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use http::header::{HeaderName, HeaderValue};
use http::{Method, StatusCode};
use redirect_runtime::{Match, Outcome, Request};
use redirects::{__private::NoHandlers, Decision, Redirector};

use super::policy;
use crate::args::{self, Common};
use crate::clock;
use crate::command::explain::Table;
use crate::policy_file::{self, Loaded};
use crate::site::Site;
use crate::{Exit, Failure, Io};
use head::Head;
use response::{Response, bad_request, page, write};

/// The most bytes that the head of a request may have.
const MOST_BYTES: u64 = 64 * 1024;
/// Time that a client may take to ask.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves on this machine alone until the process is ended.
///
/// # Errors
/// When the policy cannot be used, or the port cannot be listened on.
pub fn run(arguments: &args::Serve, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let path = policy_file::one(arguments.file.as_deref(), common)?;
    let Some(mut loaded) = policy::sound(&path, common, io)? else {
        return Ok(Exit::Unknown);
    };
    let table = policy_file::table(&mut loaded)?;
    let address = (Ipv4Addr::LOCALHOST, arguments.port);
    let listener = TcpListener::bind(address).map_err(|error| {
        Failure::of(format!("cannot listen on port {}: {error}", arguments.port))
    })?;
    writeln!(
        io.err,
        "http://{} answers as {} says",
        listener.local_addr()?,
        path.display()
    )?;
    io.err.flush()?;
    let preview = Preview {
        redirector: Redirector::with(table, NoHandlers),
        site: Site::of(&loaded.compiled.policy, arguments.site_status),
        loaded,
        table,
        at: common.at,
    };
    for stream in listener.incoming() {
        // One client that breaks off is no reason to end.
        if let Ok(told) = stream.and_then(|stream| preview.answer(stream)) {
            writeln!(io.out, "{told}")?;
            io.out.flush()?;
        }
    }
    Ok(Exit::Clean)
}

struct Preview {
    redirector: Redirector,
    site: Site,
    loaded: Loaded,
    table: Table,
    at: Option<i64>,
}

impl Preview {
    /// Answers the one request of a connection, and says what was answered.
    fn answer(&self, stream: TcpStream) -> io::Result<String> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let Some(head) = Head::read(&mut BufReader::new((&stream).take(MOST_BYTES)))? else {
            write(&stream, &Method::GET, &bad_request())?;
            return Ok("400 what was asked is no HTTP request".to_owned());
        };
        let response = self.decide(&head);
        write(&stream, &head.method, &response)?;
        let location = response.headers.get("location");
        let location = location.map(|to| format!(" {}", String::from_utf8_lossy(to.as_bytes())));
        Ok(format!(
            "{} {} {}{} {}",
            head.method,
            head.target,
            response.status.as_u16(),
            location.unwrap_or_default(),
            response.by
        ))
    }

    fn view<'h>(&self, head: &'h Head) -> Request<'h> {
        let view = Request::from(head.target.as_str())
            .with_method(&head.method)
            .with_headers(&head.headers);
        match self.at {
            Some(at) => view.at(clock::at(at)),
            None => view,
        }
    }

    /// Decides as the middleware does, and names the rule in a header field.
    fn decide(&self, head: &Head) -> Response {
        let mut response = self.first_search(head);
        let name = HeaderName::from_static("redirects-preview");
        if let Ok(value) = HeaderValue::from_str(&ascii(&response.by)) {
            response.headers.insert(name, value);
        }
        response
    }

    fn first_search(&self, head: &Head) -> Response {
        let found = self.table.find(self.view(head));
        let by = by(&found);
        let cache_headers = match self.redirector.answer_match(&found) {
            Some(Decision::Answered(answer)) => return Response::of(answer, by),
            Some(Decision::Site(cache_headers)) => cache_headers,
            None => return self.handler(&found, by),
        };
        let mut response = match cache_headers.asks_site() {
            true => self.after_site(head, &by),
            false => site_page(head, StatusCode::OK, by),
        };
        cache_headers.add_to(&mut response.headers);
        response
    }

    /// Asks the rules with `when.siteStatus`; `first` says what the first search came to.
    fn after_site(&self, head: &Head, first: &str) -> Response {
        let view = self.view(head);
        let url = match view.host().filter(|_| head.target.starts_with('/')) {
            Some(host) => format!("http://{host}{}", head.target),
            None => head.target.clone(),
        };
        let status = self.site.status(&url);
        let found = self.table.find(view.with_site_status(status));
        let assumed = format!("the site is taken to answer {}", status.as_u16());
        let by = match found.rule() {
            Some(_) => format!("{}, as {assumed}", by(&found)),
            None => format!("{first}; {assumed}"),
        };
        match self.redirector.answer_match(&found) {
            Some(Decision::Answered(answer)) => Response::of(answer, by),
            Some(Decision::Site(more)) => {
                let mut response = site_page(head, status, by);
                more.add_to(&mut response.headers);
                response
            }
            None => self.handler(&found, by),
        }
    }

    /// A page in place of a handler or a lookup, which are not asked here.
    fn handler(&self, found: &Match<'_>, by: String) -> Response {
        let (title, mut text) = match found.outcome() {
            Outcome::Handler { name } => (
                "A handler decides",
                format!("The handler {name} of the service decides here. It is given:"),
            ),
            Outcome::Lookup { name } => (
                "A lookup decides",
                format!(
                    "The lookup {name} decides here, whose rows the service has. It is asked with:"
                ),
            ),
            _ => return page(StatusCode::OK, "The site answers", &by, by.clone()),
        };
        for (parameter, value) in found.parameters() {
            text.push_str(&format!("\n{parameter} = {}", value.as_str()));
        }
        let number = found.rule().map(|rule| rule.number() as usize);
        let rule = number.and_then(|number| self.loaded.compiled.policy.rules.get(number));
        if let Some(redirect_policy::model::Action::Redirect { destination, .. }) =
            rule.map(|rule| &rule.action)
        {
            text.push_str(&format!("\nThe destination is {}", destination.text));
        }
        page(StatusCode::OK, title, &text, by)
    }
}

/// The rule that a search came to, for the log.
fn by(found: &Match<'_>) -> String {
    match found.rule() {
        Some(rule) => format!("by {} ({}:{})", rule.id(), rule.file(), rule.line()),
        None => "by the site: no rule matches".to_owned(),
    }
}

/// A page in place of the site's own.
fn site_page(head: &Head, status: StatusCode, by: String) -> Response {
    let text = format!("{} {}: {by}.", head.method, head.target);
    page(status, "The site answers", &text, by)
}

/// Text that a header field can carry.
fn ascii(text: &str) -> String {
    text.chars().flat_map(char::escape_default).collect()
}

//! `redirects serve`: a local preview that answers as the middleware would, and says which rule did.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use redirect_runtime::{Outcome, Request};
use redirects::{__private::NoHandlers, Decision, Redirector};

use super::policy;
use crate::args::{self, Common};
use crate::clock;
use crate::command::explain::Table;
use crate::policy_file::{self, Loaded};
use crate::{Exit, Failure, Io};

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
    loaded: Loaded,
    table: Table,
    at: Option<i64>,
}

/// An answer as it is written.
struct Response {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
    /// Which rule decided, for the log.
    by: String,
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

    fn decide(&self, head: &Head) -> Response {
        let found = self.table.find(self.view(head));
        let by = match found.rule() {
            Some(rule) => format!("by {} ({}:{})", rule.id(), rule.file(), rule.line()),
            None => "by the site: no rule matches".to_owned(),
        };
        let mut response = match self.redirector.answer_now(self.view(head)) {
            Some(Decision::Answered(answer)) => {
                let (parts, body) = answer.into_parts();
                Response {
                    status: parts.status,
                    headers: parts.headers,
                    body,
                    by,
                }
            }
            Some(Decision::Site(headers)) => {
                let mut response = page(
                    StatusCode::OK,
                    "The site answers",
                    &format!("{} {}: {by}.", head.method, head.target),
                    by,
                );
                headers.add_to(&mut response.headers);
                response
            }
            None => self.handler(&found, by),
        };
        let name = HeaderName::from_static("redirects-preview");
        if let Ok(value) = HeaderValue::from_str(&ascii(&response.by)) {
            response.headers.insert(name, value);
        }
        response
    }

    /// A page in place of a handler or a lookup, which are not asked here.
    fn handler(&self, found: &redirect_runtime::Match<'_>, by: String) -> Response {
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

/// Text that a header field can carry.
fn ascii(text: &str) -> String {
    text.chars().flat_map(char::escape_default).collect()
}

fn bad_request() -> Response {
    page(
        StatusCode::BAD_REQUEST,
        "No request",
        "What was asked is no HTTP request.",
        String::new(),
    )
}

fn page(status: StatusCode, title: &str, text: &str, by: String) -> Response {
    let lines: Vec<String> = text
        .lines()
        .map(|line| format!("<p>{}</p>", escaped(line)))
        .collect();
    let title = escaped(title);
    let mut headers = HeaderMap::new();
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    headers.insert(http::header::CONTENT_TYPE, html);
    Response {
        status,
        headers,
        body: format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title></head><body><h1>{title}</h1>{}</body></html>\n",
            lines.concat()
        ),
        by,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn write(mut stream: &TcpStream, method: &Method, response: &Response) -> io::Result<()> {
    let mut head = format!(
        "HTTP/1.1 {} {}\r\nconnection: close\r\n",
        response.status.as_u16(),
        response.status.canonical_reason().unwrap_or("")
    )
    .into_bytes();
    for (name, value) in &response.headers {
        if name == "content-length" {
            continue;
        }
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(format!("content-length: {}\r\n\r\n", response.body.len()).as_bytes());
    if *method != Method::HEAD {
        head.extend_from_slice(response.body.as_bytes());
    }
    stream.write_all(&head)?;
    stream.flush()
}

/// The head of a request (RFC 9112, section 2).
struct Head {
    method: Method,
    target: String,
    headers: HeaderMap,
}

impl Head {
    /// Reads a head; nothing if it is none.
    fn read(input: &mut impl BufRead) -> io::Result<Option<Head>> {
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

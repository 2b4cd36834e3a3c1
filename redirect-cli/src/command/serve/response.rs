//! The answers of the preview, and how they are written.

use std::io::{self, Write};
use std::net::TcpStream;

use http::header::{HeaderMap, HeaderValue};
use http::{Method, StatusCode};

/// An answer as it is written.
pub(super) struct Response {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
    /// Which rule decided, for the log.
    pub(super) by: String,
}

impl Response {
    pub(super) fn of(answer: http::Response<String>, by: String) -> Self {
        let (parts, body) = answer.into_parts();
        Response {
            status: parts.status,
            headers: parts.headers,
            body,
            by,
        }
    }
}

pub(super) fn bad_request() -> Response {
    page(
        StatusCode::BAD_REQUEST,
        "No request",
        "What was asked is no HTTP request.",
        String::new(),
    )
}

pub(super) fn page(status: StatusCode, title: &str, text: &str, by: String) -> Response {
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

pub(super) fn write(
    mut stream: &TcpStream,
    method: &Method,
    response: &Response,
) -> io::Result<()> {
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

//! Asks a policy what becomes of requests.
//!
//! ```text
//! cargo run --example resolve -- [--check] [--json] POLICY.yml < requests
//! ```
//!
//! Each line of standard input is a request target, or a JSON object such as
//! `{"method": "GET", "target": "/articles/1?x=1", "headers": {"host": "example.com"}}`; each line of standard output
//! is the answer as a JSON object. Handlers do not run here: their rules answer `"outcome": "handler"`. A request may
//! also name its `scheme`, and the moment `at` which it comes, in seconds since 1970.
//!
//! A faulty policy exits with 1 and every diagnostic on standard error, or as JSON lines on standard output with
//! `--json`. `--check` stops there.

use std::error::Error;
use std::io::{BufRead, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, UNIX_EPOCH};

use http::header::{HeaderMap, HeaderName, HeaderValue};
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile, diagnostic};
use redirects::{Match, Outcome, Policy, Request};
use serde_json::{Map, Value, json};

const USAGE: &str = "usage: resolve [--check] [--json] POLICY.yml < requests";

fn main() -> ExitCode {
    let arguments = Arguments::parse(std::env::args().skip(1));
    match arguments.and_then(|arguments| run(&arguments)) {
        Ok(code) => code,
        // A reader that has seen enough, such as `head`, is no fault.
        Err(error) if is_broken_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

struct Arguments {
    policy: String,
    check: bool,
    json: bool,
}

impl Arguments {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (mut policy, mut check, mut json) = (None, false, false);
        for argument in arguments {
            match argument.as_str() {
                "--check" => check = true,
                "--json" => json = true,
                _ if argument.starts_with("--") || policy.is_some() => return Err(USAGE.into()),
                _ => policy = Some(argument),
            }
        }
        Ok(Arguments {
            policy: policy.ok_or(USAGE)?,
            check,
            json,
        })
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let path = Path::new(&arguments.policy);
    let mut sources = Sources::new(path.parent().unwrap_or(Path::new("")));
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or(USAGE)?;
    let file = sources.open(name)?;
    let mut compiled = compile(&mut sources, file);
    show(&mut compiled, &sources, arguments.json)?;
    let Some(table) = compiled.table.take() else {
        return Ok(ExitCode::FAILURE);
    };
    if arguments.check {
        return Ok(ExitCode::SUCCESS);
    }
    answer(&Policy::from_bytes(table)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Shows what is wrong, or worth a warning.
fn show(compiled: &mut Compiled, sources: &Sources, json: bool) -> std::io::Result<()> {
    // With a sound policy standard output belongs to the answers.
    if json && compiled.has_errors() {
        let mut out = std::io::stdout().lock();
        for diagnostic in &compiled.diagnostics {
            writeln!(out, "{}", diagnostic.json(sources))?;
        }
        return Ok(());
    }
    let mut errors = std::io::stderr().lock();
    for (level, text) in diagnostic::render_all(&mut compiled.diagnostics, sources) {
        let level = match level {
            diagnostic::Level::Error => "error",
            diagnostic::Level::Warning => "warning",
        };
        writeln!(errors, "{level}: {text}\n")?;
    }
    Ok(())
}

/// Answers one line after the other.
fn answer(policy: &Policy) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if !text.is_empty() {
            writeln!(out, "{}", one(policy, text))?;
        }
        line.clear();
    }
    Ok(out.flush()?)
}

fn one(policy: &Policy, line: &str) -> Value {
    let Ok(Value::Object(request)) = serde_json::from_str(line) else {
        return described(&policy.find(line));
    };
    let Some(Value::String(target)) = request.get("target") else {
        return json!({ "error": "the request has no `target`" });
    };
    match asked(policy, target, &request) {
        Ok(answer) => answer,
        Err(error) => json!({ "error": error }),
    }
}

/// The answer to a request with a target, or what is wrong with the rest of it.
fn asked(policy: &Policy, target: &str, request: &Map<String, Value>) -> Result<Value, String> {
    let text = |key| match request.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(format!("`{key}` is no text")),
    };
    let method = text("method")?.unwrap_or("GET");
    let method = http::Method::from_bytes(method.as_bytes())
        .map_err(|_| format!("`{method}` is no method"))?;
    let headers = headers(request.get("headers"))?;
    let mut view = Request::from(target)
        .with_method(&method)
        .with_headers(&headers)
        .with_scheme(text("scheme")?);
    if let Some(at) = request.get("at").filter(|at| !at.is_null()) {
        let at = at
            .as_u64()
            .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
            .ok_or("`at` is no number of seconds since 1970")?;
        view = view.at(at);
    }
    Ok(described(&policy.find(view)))
}

/// Header fields; a list of values is a field that is repeated.
fn headers(value: Option<&Value>) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    let fields = match value {
        None | Some(Value::Null) => return Ok(headers),
        Some(Value::Object(fields)) => fields,
        Some(_) => return Err("`headers` is no object".to_owned()),
    };
    for (name, value) in fields {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| format!("`{name}` is no header name"))?;
        for value in values {
            let value = value
                .as_str()
                .and_then(|value| HeaderValue::from_str(value).ok())
                .ok_or_else(|| format!("the value of `{name}` is no header value"))?;
            headers.append(name.clone(), value);
        }
    }
    Ok(headers)
}

fn described(found: &Match<'_>) -> Value {
    let mut answer = Map::new();
    let outcome = found.outcome();
    let name = match outcome {
        Outcome::Redirect { .. } => "redirect",
        Outcome::Gone { .. } => "gone",
        Outcome::Stop { .. } => "stop",
        Outcome::Handler { .. } => "handler",
        Outcome::Passthrough => "passthrough",
    };
    answer.insert("outcome".into(), name.into());
    if let Some(rule) = found.rule() {
        answer.insert("rule".into(), rule.id().into());
        answer.insert("line".into(), rule.line().into());
        let parameters: Map<String, Value> = found
            .parameters()
            .map(|(name, value)| (name.to_owned(), value.as_str().into()))
            .collect();
        answer.insert("params".into(), parameters.into());
    }
    match outcome {
        Outcome::Redirect { status, location } => {
            answer.insert("status".into(), status.as_u16().into());
            answer.insert("location".into(), location.into());
        }
        Outcome::Gone { status } => {
            answer.insert("status".into(), status.as_u16().into());
        }
        Outcome::Stop { already_there } => {
            answer.insert("already_there".into(), already_there.into());
        }
        Outcome::Handler { name } => {
            answer.insert("handler".into(), name.into());
        }
        Outcome::Passthrough => {}
    }
    answer.into()
}

//! `redirects resolve`: answers requests, one JSON object a line.

use std::io::{BufRead, BufReader};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use redirect_runtime::{Match, Outcome, Policy, Request};
use serde_json::{Map, Value, json};

use super::policy;
use crate::args::{self, Common};
use crate::clock;
use crate::policy_file;
use crate::{Exit, Failure, Io};

/// The keys of a request.
const KEYS: [&str; 7] = [
    "method",
    "target",
    "host",
    "headers",
    "scheme",
    "at",
    "siteStatus",
];

/// Answers the lines of standard input.
///
/// # Errors
/// When the policy cannot be used, or a stream fails.
pub fn run(arguments: &args::Resolve, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let file = policy_file::one(arguments.file.as_deref(), common)?;
    let Some(mut loaded) = policy::sound(&file, common, io)? else {
        return Ok(Exit::Unknown);
    };
    let policy = policy_file::table(&mut loaded)?;
    let at = common.at.map(clock::at);
    let mut input = BufReader::new(&mut *io.input);
    let mut exit = Exit::Clean;
    let mut number = 0;
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if !text.is_empty() {
            let answer = answer(policy, text, at).unwrap_or_else(|error| {
                exit = Exit::Unknown;
                json!({ "kind": "error", "v": 1, "line": number, "error": error })
            });
            writeln!(io.out, "{answer}")?;
        }
        // Whoever asks one question after the other waits for each answer.
        if input.buffer().is_empty() {
            io.out.flush()?;
        }
        line.clear();
    }
    Ok(exit)
}

/// The answer to one line: a request target such as `/old/1?x=2`, or a JSON object with a `target` and, as needed,
/// `method`, `host`, `headers`, `scheme`, the moment `at` which it comes (RFC 3339, or seconds since 1970), and the
/// `siteStatus` with which the site has answered (404 or 410).
///
/// # Errors
/// When the line is neither, or a key is unknown or has no value that it can have.
///
/// ```
/// use redirect_cli::command::resolve::answer;
/// let policy = redirect_policy::compile_text(
///     "redirectionPolicy:
///        version: 0.0.1
///        rules:
///          - { source: /old, destination: /new, when: { host: a.example } }",
/// )?;
/// let answer = answer(&policy, br#"{"target": "/old", "host": "a.example"}"#, None).unwrap();
/// assert_eq!(answer["location"], "/new");
/// # Ok::<(), redirect_policy::Faults>(())
/// ```
pub fn answer(policy: &Policy, line: &[u8], at: Option<SystemTime>) -> Result<Value, String> {
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8")?;
    if is_target(text) {
        return Ok(described(&policy.find(at_moment(Request::from(text), at))));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(request)) => asked(policy, &request, at),
        Err(error) if text.trim_start().starts_with('{') => {
            // The reader of JSON counts lines too, and there is only one.
            let error = error.to_string();
            let error = error.replace(" at line 1 column ", " at column ");
            Err(format!("the line is no JSON object: {error}"))
        }
        _ => Err("the line is neither a target such as `/old?x=1` nor a JSON object".to_owned()),
    }
}

/// Returns true if a line is a request target (RFC 9112, section 3.2).
fn is_target(line: &str) -> bool {
    let begins = |prefix: &str| {
        let front = line.get(..prefix.len());
        front.is_some_and(|front| front.eq_ignore_ascii_case(prefix))
    };
    line.starts_with('/') || line == "*" || begins("http://") || begins("https://")
}

fn at_moment(request: Request<'_>, at: Option<SystemTime>) -> Request<'_> {
    match at {
        Some(at) => request.at(at),
        None => request,
    }
}

/// The answer to a request that is a JSON object.
fn asked(
    policy: &Policy,
    request: &Map<String, Value>,
    at: Option<SystemTime>,
) -> Result<Value, String> {
    if let Some(unknown) = request.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let help = match redirect_policy::diagnostic::suggestion::nearest(unknown, KEYS) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the keys are `{}`", KEYS.join("`, `")),
        };
        return Err(format!("unknown key `{unknown}`: {help}"));
    }
    let text = |key| match request.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(format!("`{key}` is no text")),
    };
    let target = text("target")?.ok_or("the request has no `target`")?;
    let method = text("method")?.unwrap_or("GET");
    let method =
        Method::from_bytes(method.as_bytes()).map_err(|_| format!("`{method}` is no method"))?;
    let headers = headers(request.get("headers"))?;
    let site_status = site_status(request.get("siteStatus"))?;
    let mut view = Request::from(target)
        .with_method(&method)
        .with_headers(&headers)
        .with_authority(text("host")?)
        .with_scheme(text("scheme")?);
    if let Some(status) = site_status {
        view = view.with_site_status(status);
    }
    let own = request.get("at").filter(|at| !at.is_null());
    let at = own.map(moment).transpose()?.or(at);
    Ok(described(&policy.find(at_moment(view, at))))
}

/// Reads the status that the site has answered, for rules that are asked only then.
fn site_status(value: Option<&Value>) -> Result<Option<StatusCode>, String> {
    match value.map(|value| (value, value.as_u64())) {
        None | Some((Value::Null, _)) => Ok(None),
        Some((_, Some(404))) => Ok(Some(StatusCode::NOT_FOUND)),
        Some((_, Some(410))) => Ok(Some(StatusCode::GONE)),
        Some((value, _)) => Err(format!("`siteStatus` is 404 or 410, not `{value}`")),
    }
}

/// A moment: seconds since 1970, or a date or time of RFC 3339.
fn moment(value: &Value) -> Result<SystemTime, String> {
    match value {
        Value::String(text) => redirect_policy::timestamp::parse(text)
            .map_err(|fault| format!("`at` is no time: `{text}`, {fault}"))
            .map(clock::at),
        value => value
            .as_u64()
            .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
            .ok_or_else(|| "`at` is neither a time nor a number of seconds since 1970".to_owned()),
    }
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

/// Writes a policy's answer to a request as a JSON object.
pub(crate) fn described(found: &Match<'_>) -> Value {
    let mut answer = Map::new();
    answer.insert("kind".into(), "answer".into());
    answer.insert("v".into(), 1.into());
    let outcome = found.outcome();
    answer.insert("outcome".into(), word(outcome).into());
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
        Outcome::Lookup { name } => {
            answer.insert("lookup".into(), name.into());
        }
        Outcome::Passthrough => {}
    }
    answer.into()
}

/// The word for an outcome, as `examples` of a policy have it.
pub(crate) fn word(outcome: Outcome<'_>) -> &'static str {
    match outcome {
        Outcome::Redirect { .. } => "redirect",
        Outcome::Gone { .. } => "gone",
        Outcome::Stop { .. } => "stop",
        Outcome::Handler { .. } => "handler",
        Outcome::Lookup { .. } => "lookup",
        Outcome::Passthrough => "passthrough",
    }
}

//! Rules and requests as plain text, which people can read and a fuzzer can change piece by piece.
//!
//! ```text
//! /jobs/(:title-):id(/) /work/:id          a source and a destination
//! /gone/*                                  without a destination: a handler that may pass on
//! /Old /new fold                           letters in either case
//! /a /b host=a.example query.q=1           conditions, as keys of `when` with their names behind a dot
//!                                          an empty line, then requests
//! /jobs/cook-7?a=1
//! https://a.example/a cookie=seen=yes      fields of the request
//! ```
//!
//! What is no rule, or no request, is left out.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use redirect_policy::check::check;
use redirect_policy::lower::lower;
use redirect_policy::model::Policy;
use redirect_policy::source::Sources;
use redirect_runtime::Request;

/// The most rules, and the most requests, that are read.
const MOST: usize = 12;
/// The most bytes of a line: the reference takes long over long paths.
const LONGEST: usize = 240;

/// A policy with its table, and requests.
pub struct Case {
    /// The rules that are whole.
    pub policy: Policy,
    /// The table of these rules.
    pub compiled: redirect_runtime::Policy,
    /// The requests.
    pub requests: Vec<Asked>,
}

/// A request with what it borrows.
pub struct Asked {
    /// A path with its query, or an absolute URL.
    pub target: String,
    /// The method.
    pub method: Method,
    /// The fields.
    pub headers: HeaderMap,
}

impl Case {
    /// Reads a case; `None` if no rule of it is whole.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let is_line = |line: &&str| line.len() <= LONGEST && !line.chars().any(char::is_control);
        let mut lines = text.lines();
        let rules: Vec<String> = lines
            .by_ref()
            .take_while(|line| !line.is_empty())
            .filter(is_line)
            .take(MOST)
            .enumerate()
            .filter_map(|(number, line)| rule(number, line))
            .collect();
        let requests = lines.filter(is_line).take(MOST).filter_map(Asked::read);
        let requests: Vec<Asked> = requests.collect();
        let mut sources = Sources::default();
        let lints = "foreign-notation: allow, self-redirect: allow, unknown-host: allow";
        let policy = format!(
            "redirectionPolicy:\n  version: 0.0.1\n  lints: {{ {lints} }}\n  rules:\n{}",
            rules.concat()
        );
        let file = sources.insert("redirects.yml", policy);
        let policy = check(&mut sources, file).policy;
        if policy.rules.is_empty() || requests.is_empty() {
            return None;
        }
        let table = lower(&policy, &sources)?;
        let compiled = redirect_runtime::Policy::from_bytes(table).expect("a table");
        Some(Case {
            policy,
            compiled,
            requests,
        })
    }
}

impl Asked {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let target = words.next()?.to_owned();
        let mut asked = Asked {
            target,
            method: Method::GET,
            headers: HeaderMap::new(),
        };
        for (name, value) in words.filter_map(|word| word.split_once('=')) {
            if name == "method" {
                asked.method = Method::from_bytes(value.as_bytes()).ok()?;
                continue;
            }
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            asked
                .headers
                .append(name, HeaderValue::from_str(value).ok()?);
        }
        // A proxy's target of another scheme is no path, and nothing matches it.
        let fronts = ["/", "http://", "https://"];
        let begins = fronts.iter().any(|front| asked.target.starts_with(front));
        begins.then_some(asked)
    }

    /// The request as the engine takes it.
    #[must_use]
    pub fn request(&self) -> Request<'_> {
        Request::from(self.target.as_str())
            .with_method(&self.method)
            .with_headers(&self.headers)
    }
}

/// A rule in YAML.
fn rule(number: usize, line: &str) -> Option<String> {
    let mut words = line.split(' ').peekable();
    let source = words.next()?;
    let mut keys = vec![format!("source: {}, id: r{number}", quoted(source))];
    match words.next_if(|word| word.starts_with(['/', '(', 'h', ':', '?'])) {
        Some(destination) => keys.push(format!("destination: {}", quoted(destination))),
        None => keys.push("statusCode: 410, handler: ask".to_owned()),
    }
    let mut when = Conditions::default();
    let mut unless = Conditions::default();
    for word in words {
        let Some((key, value)) = word.split_once('=') else {
            match word {
                "fold" => keys.push("caseSensitive: false".to_owned()),
                "slash" => keys.push("trailingSlash: optional".to_owned()),
                "drop" => keys.push("query: drop".to_owned()),
                _ => {}
            }
            continue;
        };
        match key.strip_prefix('!') {
            Some(key) => unless.add(key, value),
            None if key == "status" => keys.push(format!("statusCode: {}", quoted(value))),
            None if key == "except" => keys.push(format!("except: [{}]", quoted(value))),
            None if key == "parameter" => keys.push(format!("parameter: {}", quoted(value))),
            None => when.add(key, value),
        }
    }
    for (key, conditions) in [("when", when), ("unless", unless)] {
        if !conditions.keys.is_empty() {
            keys.push(format!("{key}: {{ {} }}", conditions.yaml()));
        }
    }
    Some(format!("    - {{ {} }}\n", keys.join(", ")))
}

/// Conditions by their keys; those with names, such as `query`, may have several.
#[derive(Default)]
struct Conditions {
    keys: BTreeMap<String, Vec<String>>,
}

impl Conditions {
    /// Adds a condition if its key is a word.
    fn add(&mut self, key: &str, value: &str) {
        let value = match value {
            "true" | "false" => value.to_owned(),
            _ => quoted(value),
        };
        match key.split_once('.') {
            Some((kind, name)) if is_word(kind) => {
                let named = format!("{}: {value}", quoted(name));
                self.keys.entry(kind.to_owned()).or_default().push(named);
            }
            None if is_word(key) => {
                self.keys.insert(key.to_owned(), vec![value]);
            }
            _ => {}
        }
    }

    fn yaml(&self) -> String {
        let keys = self
            .keys
            .iter()
            .map(|(key, values)| match values.as_slice() {
                [value] if !value.contains(": ") => format!("{key}: {value}"),
                named => format!("{key}: {{ {} }}", named.join(", ")),
            });
        keys.collect::<Vec<_>>().join(", ")
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

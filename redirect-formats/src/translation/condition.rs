//! Conditions beside the path, written as YAML.

use super::pattern::{Kind, parameter_name};
use crate::foreign::{Anchoring, Condition, Node, Value, parse_regex};
use crate::report::Reason;
use crate::text::{Place, form_decode, literal, quoted};

/// Conditions in the words of the policy.
#[derive(Default)]
pub(crate) struct Conditions {
    pub(crate) hosts: Vec<String>,
    pub(crate) clauses: Vec<String>,
    /// Maps that exempt a request.
    pub(crate) unless: Vec<String>,
    /// The names that are bound.
    pub(crate) bound: Vec<String>,
}

/// The slashes of a value that a destination writes into its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slashes {
    /// They are encoded.
    Encoded,
    /// They part segments (Next.js).
    Kept,
}

/// Writes conditions all of which must hold.
pub(crate) fn conditions(all: &[Condition], slashes: Slashes) -> Result<Conditions, Reason> {
    let mut out = Conditions::default();
    let mut maps: [(&str, Vec<String>); 3] = [
        ("query", Vec::new()),
        ("header", Vec::new()),
        ("cookie", Vec::new()),
    ];
    let mut keys: Vec<(usize, String)> = Vec::new();
    for condition in all {
        let (index, key, value) = match condition {
            Condition::Host(hosts) => {
                if !out.hosts.is_empty() {
                    return Err(refused("the host is tested twice"));
                }
                for host in hosts {
                    out.hosts.push(checked_host(host)?);
                }
                continue;
            }
            Condition::Language(languages) => {
                out.clauses.push(language(languages)?);
                continue;
            }
            Condition::Scheme(scheme) => {
                out.clauses.push(format!("scheme: {scheme}"));
                continue;
            }
            Condition::Unknown(text) => {
                return Err(refused(&format!(
                    "`{text}` has no condition in the language: a handler can decide it"
                )));
            }
            Condition::Query(key, value) => {
                let key = form_decode(key).ok_or_else(|| refused("a query key is not UTF-8"))?;
                (0, key, value)
            }
            Condition::Header(key, value) => (1, key.to_lowercase(), value),
            Condition::Cookie(key, value) => (2, key.clone(), value),
        };
        if keys.contains(&(index, key.clone())) {
            return Err(refused(&format!("`{key}` is tested twice")));
        }
        if let Some((name, entries)) = maps.get_mut(index) {
            if *value == Value::Some {
                out.unless
                    .push(format!("{name}: {{ {}: \"\" }}", quoted(&key)));
            }
            let value = value_text(value, slashes, &mut out.bound)?;
            entries.push(format!("{}: {value}", quoted(&key)));
        }
        keys.push((index, key));
    }
    for (name, entries) in maps {
        if !entries.is_empty() {
            out.clauses
                .push(format!("{name}: {{ {} }}", entries.join(", ")));
        }
    }
    Ok(out)
}

fn refused(text: &str) -> Reason {
    Reason::new("condition", text)
}

fn checked_host(host: &str) -> Result<String, Reason> {
    let host = host.trim_end_matches('.').to_lowercase();
    let name = host.strip_prefix("*.").unwrap_or(&host);
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.') || !c.is_ascii());
    if is_name {
        Ok(host)
    } else {
        Err(refused(&format!("`{host}` is not a plain host name")))
    }
}

fn language(languages: &[String]) -> Result<String, Reason> {
    let plain = |language: &String| {
        !language.is_empty()
            && language
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if languages.is_empty() || !languages.iter().all(plain) {
        return Err(refused("the language is not a tag such as `en`"));
    }
    let quoted: Vec<String> = languages
        .iter()
        .map(|language| quoted(&language.to_lowercase()))
        .collect();
    Ok(match quoted.as_slice() {
        [only] => format!("language: {only}"),
        several => format!("language: [{}]", several.join(", ")),
    })
}

fn value_text(value: &Value, slashes: Slashes, bound: &mut Vec<String>) -> Result<String, Reason> {
    Ok(match value {
        Value::Present | Value::Some => "true".to_owned(),
        Value::Literal(text) if text.is_empty() => "\"\"".to_owned(),
        Value::Literal(text) => quoted(&literal(text, Place::Source)),
        Value::Bound(name) => {
            bound.push(name.clone());
            let kind = match slashes {
                Slashes::Encoded => "",
                Slashes::Kept => "<any>",
            };
            quoted(&format!(":{}{kind}", parameter_name(name)))
        }
        Value::Regex(regex) => regex_value(regex, slashes, bound)?,
    })
}

fn regex_value(regex: &str, slashes: Slashes, bound: &mut Vec<String>) -> Result<String, Reason> {
    let mut notes = Vec::new();
    let node = parse_regex(regex, Anchoring::Whole, &mut notes)?;
    if let Some(text) = node.text() {
        return value_text(&Value::Literal(text), slashes, bound);
    }
    match unwrapped(&node) {
        Node::Any { .. } => return value_text(&Value::Present, slashes, bound),
        Node::Capture(name, inner) if matches!(unwrapped(inner), Node::Any { .. }) => {
            return value_text(&Value::Bound(name.clone()), slashes, bound);
        }
        Node::Capture(name, inner) => {
            if let Some(kind) = kind(unwrapped(inner)) {
                bound.push(name.clone());
                return Ok(quoted(&format!(":{}<{kind}>", parameter_name(name))));
            }
        }
        Node::Alternation(nodes) => {
            if let Some(texts) = texts(nodes) {
                let texts = texts
                    .iter()
                    .map(|text| quoted(&literal(text, Place::Source)));
                return Ok(format!("[{}]", texts.collect::<Vec<_>>().join(", ")));
            }
        }
        _ => {}
    }
    Err(refused(&format!(
        "`{regex}` is more than a text, a choice of texts or a name"
    )))
}

/// The kind of what a name is bound to, as it is written.
fn kind(node: &Node) -> Option<String> {
    let kind = match node {
        Node::Class(class, repeat) if repeat.min > 0 => Kind::Class(*class, *repeat),
        Node::Alternation(nodes) => Kind::Enumeration(
            texts(nodes).filter(|texts| !texts.iter().any(|text| text.contains(['/', '|'])))?,
        ),
        _ => return None,
    };
    Some(kind.written()).filter(|kind| !kind.is_empty())
}

fn texts(nodes: &[Node]) -> Option<Vec<String>> {
    let texts = nodes.iter().map(Node::text);
    texts
        .map(|text| text.filter(|text| !text.is_empty()))
        .collect()
}

fn unwrapped(node: &Node) -> &Node {
    match node {
        Node::Sequence(nodes) => match nodes.as_slice() {
            [only] => unwrapped(only),
            _ => node,
        },
        Node::Capture(key, inner) if key.chars().all(|c| c.is_ascii_digit()) => unwrapped(inner),
        node => node,
    }
}

/// Returns true if the language has a word for a condition.
pub(crate) fn is_expressible(condition: &Condition) -> bool {
    conditions(std::slice::from_ref(condition), Slashes::Encoded).is_ok()
}

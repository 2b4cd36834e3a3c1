//! Conditions beside the path, in the terms of the policy.

use std::rc::Rc;

use redirect_policy::model::{self, HostPattern, LanguagePattern, ValuePattern};
use redirect_policy::pattern::{parse_host, parse_language};

use super::pattern::{Kind, parameter_name};
use crate::foreign::{Anchoring, Condition, Node, Value, parse_regex};
use crate::report::Reason;
use crate::text::{Field, form_decode, literal};

/// YAML takes keys of up to 1,024 characters, those that are written for one among them.
const LONGEST_NAME: usize = 256;

/// The conditions of a rule.
#[derive(Default)]
pub(crate) struct Conditions {
    /// All of these must hold.
    pub(crate) when: Rc<Vec<model::Condition>>,
    /// Maps that exempt a request.
    pub(crate) unless: Vec<Vec<model::Condition>>,
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

/// Reads conditions all of which must hold.
pub(crate) fn conditions(all: &[Condition], slashes: Slashes) -> Result<Conditions, Reason> {
    let mut out = Conditions::default();
    let mut when: Vec<model::Condition> = Vec::new();
    for condition in all {
        let one = match condition {
            Condition::Host(hosts) => {
                let hosts = hosts.iter().map(|host| checked_host(host));
                model::Condition::Host(hosts.collect::<Result<_, _>>()?)
            }
            Condition::Language(languages) => language(languages)?,
            Condition::Scheme(scheme) => model::Condition::Scheme(scheme.clone()),
            Condition::Unknown(text) => {
                return Err(refused(&format!(
                    "`{text}` has no condition in the language: a handler can decide it"
                )));
            }
            Condition::Query(key, value) => {
                let key = form_decode(key).ok_or_else(|| refused("a query key is not UTF-8"))?;
                keyed(Keyed::Query, key, value, slashes, &mut out)?
            }
            Condition::Header(key, value) => {
                keyed(Keyed::Header, key.to_lowercase(), value, slashes, &mut out)?
            }
            Condition::Cookie(key, value) => {
                keyed(Keyed::Cookie, key.clone(), value, slashes, &mut out)?
            }
        };
        let is_alike =
            |other: &model::Condition| other.key() == one.key() && other.name() == one.name();
        if when.iter().any(is_alike) {
            let name = one.name().unwrap_or(one.key());
            return Err(refused(&format!("`{name}` is tested twice")));
        }
        when.push(one);
    }
    out.when = Rc::new(when);
    Ok(out)
}

/// The conditions on a value under a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keyed {
    Query,
    Header,
    Cookie,
}

impl Keyed {
    fn of(self, name: String, value: ValuePattern) -> model::Condition {
        match self {
            Self::Query => model::Condition::Query { key: name, value },
            Self::Header => model::Condition::Header { name, value },
            Self::Cookie => model::Condition::Cookie { name, value },
        }
    }
}

fn keyed(
    keyed: Keyed,
    name: String,
    value: &Value,
    slashes: Slashes,
    out: &mut Conditions,
) -> Result<model::Condition, Reason> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if keyed != Keyed::Query && (name.is_empty() || !name.chars().all(is_token)) {
        return Err(refused(&format!(
            "`{name}` is no name of a header or a cookie"
        )));
    }
    if name.len() > LONGEST_NAME {
        let text = format!("a key is longer than {LONGEST_NAME} bytes");
        return Err(refused(&text));
    }
    if *value == Value::Some {
        let empty = value_pattern(&Demand::OneOf(vec![String::new()]), keyed == Keyed::Query)?;
        out.unless.push(vec![keyed.of(name.clone(), empty)]);
    }
    let demand = demand(value, slashes, &mut out.bound)?;
    let value = value_pattern(&demand, keyed == Keyed::Query)?;
    Ok(keyed.of(name, value))
}

/// The demand on a value: its texts, as the language writes them, or that it is there.
enum Demand {
    Present,
    OneOf(Vec<String>),
}

fn value_pattern(demand: &Demand, is_query: bool) -> Result<ValuePattern, Reason> {
    let Demand::OneOf(texts) = demand else {
        return Ok(ValuePattern::Present(true));
    };
    let read = ValuePattern::one_of(texts).map_err(|errors| {
        let message = errors.first().map(|error| error.message.as_str());
        refused(message.unwrap_or("a value can't be said"))
    })?;
    Ok(match is_query {
        true => read.of_query(),
        false => read,
    })
}

fn refused(text: &str) -> Reason {
    Reason::new("condition", text)
}

fn checked_host(host: &str) -> Result<HostPattern, Reason> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.') || !c.is_ascii();
    let name = host.strip_prefix("*.").unwrap_or(host);
    let is_name = !name.is_empty() && name.chars().all(plain);
    let pattern = parse_host(host).ok().filter(|_| is_name);
    pattern.ok_or_else(|| refused(&format!("`{host}` is not a plain host name")))
}

fn language(languages: &[String]) -> Result<model::Condition, Reason> {
    let mut tags = Vec::with_capacity(languages.len());
    for language in languages {
        match parse_language(language) {
            Ok(LanguagePattern::First(first)) => tags.extend(first),
            _ => return Err(refused("the language is not a tag such as `en`")),
        }
    }
    match tags.is_empty() {
        true => Err(refused("no language is named")),
        false => Ok(model::Condition::Language(LanguagePattern::First(tags))),
    }
}

fn demand(value: &Value, slashes: Slashes, bound: &mut Vec<String>) -> Result<Demand, Reason> {
    Ok(match value {
        Value::Present | Value::Some => Demand::Present,
        Value::Literal(text) => Demand::OneOf(vec![literal(text, Field::Source)]),
        Value::Bound(name) => {
            bound.push(name.clone());
            let kind = match slashes {
                Slashes::Encoded => "",
                Slashes::Kept => "<any>",
            };
            Demand::OneOf(vec![format!(":{}{kind}", parameter_name(name))])
        }
        Value::Regex(regex) => regex_value(regex, slashes, bound)?,
    })
}

fn regex_value(regex: &str, slashes: Slashes, bound: &mut Vec<String>) -> Result<Demand, Reason> {
    let mut notes = Vec::new();
    let node = parse_regex(regex, Anchoring::Whole, &mut notes)?;
    if let Some(text) = node.text() {
        return demand(&Value::Literal(text), slashes, bound);
    }
    match unwrapped(&node) {
        Node::Any { .. } => return demand(&Value::Present, slashes, bound),
        Node::Capture(name, inner) if matches!(unwrapped(inner), Node::Any { .. }) => {
            return demand(&Value::Bound(name.clone()), slashes, bound);
        }
        Node::Capture(name, inner) => {
            if let Some(kind) = kind(unwrapped(inner)) {
                bound.push(name.clone());
                let text = format!(":{}<{kind}>", parameter_name(name));
                return Ok(Demand::OneOf(vec![text]));
            }
        }
        Node::Alternation(nodes) => {
            if let Some(texts) = texts(nodes) {
                let texts = texts.iter().map(|text| literal(text, Field::Source));
                return Ok(Demand::OneOf(texts.collect()));
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

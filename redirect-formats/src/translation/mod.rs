//! One foreign rule to the rules of the policy that say the same.

mod condition;
mod difference;
mod pattern;
mod reference;
mod template;

pub(crate) use condition::is_expressible;
use condition::{Conditions, Slashes, conditions};
use difference::differences;
use pattern::{Item, lower, parameter_name, render_source};
use reference::{Style, fixes_scheme};
use template::Destination;

use crate::foreign::{
    Anchoring, Condition, FOLDED, ForeignRule, Node, Status, Syntax, Value, parse_amplify,
    parse_cloudflare, parse_glob, parse_netlify, parse_rails, parse_regex, parse_route,
    with_marks_read, without_look_ahead,
};
use crate::policy::{Action, PolicyRule, Query, Row, Traits};
use crate::report::Reason;
use crate::text::{Place, literal, quoted};
use crate::{Options, Status418};

/// No request line is longer, so that no source need be.
const LONGEST_SOURCE: usize = 8192;

/// A rule's translation, with the differences that are not to the letter.
pub(crate) struct Converted {
    pub(crate) rules: Vec<PolicyRule>,
    pub(crate) notes: Vec<String>,
}

/// Converts one rule.
pub(crate) fn convert_rule(rule: &ForeignRule, options: &Options) -> Result<Converted, Reason> {
    let rule = &without_look_ahead(&with_marks_read(rule));
    let mut notes = rule.notes.clone();
    if rule.source.len() > LONGEST_SOURCE {
        return Err(Reason::new(
            "too-long",
            format!("the source is longer than {LONGEST_SOURCE} bytes"),
        ));
    }
    let (path, query) = split_source(rule)?;
    let mut when = rule.when.clone();
    when.extend(query_conditions(&query, rule.syntax)?);
    let slashes = match rule.syntax {
        Syntax::Next => Slashes::Kept,
        _ => Slashes::Encoded,
    };
    let when = conditions(&when, slashes)?;
    let unless = unless(rule)?;
    if rule.syntax == Syntax::Exact && path.ends_with('?') {
        notes.push(
            "the `?` at its end is read as part of a title, which requests send as `%3F`"
                .to_owned(),
        );
    }
    let node = source(rule, &path, &mut notes)?;
    let mut names = Vec::new();
    node.captures(&mut names);
    names.extend(when.bound.iter().cloned());
    let outcome = outcome(rule, &names, options)?;
    let used = match &outcome {
        Outcome::Redirect(_, destination) => destination.references(),
        _ => Vec::new(),
    };
    let variants = lower(&node, &used, &mut notes)?;
    for items in &variants {
        differences(rule, items, &outcome, &used, &mut notes)?;
    }
    let is_plain = rule
        .when
        .iter()
        .all(|condition| matches!(condition, Condition::Host(_)))
        && when.hosts.len() <= 1
        && !when.hosts.iter().any(|host| host.starts_with('*'))
        && unless.is_empty()
        && rule.except.is_empty()
        && !rule.keep_used;
    let row = node
        .text()
        .filter(|_| is_plain)
        .and_then(|text| row(&text, &query, &outcome));
    let mut rules = Vec::new();
    for items in variants {
        rules.push(policy_rule(
            rule,
            &items,
            &outcome,
            &when,
            &unless,
            row.clone(),
        )?);
    }
    if rule.destination.as_deref().is_some_and(fixes_scheme) && style(rule.syntax) == Style::Dollar
    {
        notes.push("the location stays on the scheme of the request, since the policy names no host for it".to_owned());
    }
    notes.sort();
    notes.dedup();
    Ok(Converted { rules, notes })
}

/// The rule's answer, its destination read.
enum Outcome {
    Redirect(u16, Destination),
    Gone(u16),
    Stop,
}

fn outcome(rule: &ForeignRule, names: &[String], options: &Options) -> Result<Outcome, Reason> {
    let status = match &rule.status {
        Status::Code(status) => *status,
        Status::Stop => return Ok(Outcome::Stop),
        Status::Other(text) => {
            return Err(Reason::new(
                "status",
                format!("`{text}` is not a redirect, but another way to answer"),
            ));
        }
    };
    match status {
        301 | 302 | 303 | 307 | 308 => {
            let text = rule.destination.as_deref().unwrap_or_default();
            Destination::parse(text, style(rule.syntax), names)
                .map(|destination| Outcome::Redirect(status, destination))
        }
        410 | 451 => Ok(Outcome::Gone(status)),
        418 => match options.status_418 {
            Status418::Stop => Ok(Outcome::Stop),
            Status418::Gone => Ok(Outcome::Gone(410)),
            Status418::Skip => Err(Reason::new(
                "no-target-yet",
                "418 says that there is no target yet; left out as asked",
            )),
        },
        200 => Err(Reason::new(
            "rewrite",
            "200 is a rewrite: the site answers with another page, which is not a redirect",
        )),
        other => Err(Reason::new(
            "status",
            format!("the language has no answer with status {other}"),
        )),
    }
}

fn style(syntax: Syntax) -> Style {
    match syntax {
        Syntax::Exact | Syntax::Rails => Style::Literal,
        Syntax::Netlify | Syntax::Cloudflare => Style::Colon,
        Syntax::Vercel => Style::Vercel,
        Syntax::Next => Style::Next,
        Syntax::FirebaseGlob | Syntax::FirebaseRoute | Syntax::FirebaseRegex => Style::Route,
        Syntax::Amplify => Style::Angle,
        Syntax::NginxExact | Syntax::Regex | Syntax::StartRegex | Syntax::Prefix => Style::Dollar,
        Syntax::WholeRegex => Style::Brace,
    }
}

/// Path and query of the source; a query stands only in sources without regular expressions.
fn split_source(rule: &ForeignRule) -> Result<(String, String), Reason> {
    let text = &rule.source;
    let can_have_query = match rule.syntax {
        Syntax::Exact | Syntax::NginxExact | Syntax::Netlify => true,
        Syntax::Amplify => !text.contains("</"),
        _ => false,
    };
    if !can_have_query {
        return Ok((text.clone(), String::new()));
    }
    if text.contains('#') {
        return Err(Reason::new(
            "fragment-in-source",
            "browsers never send the part after `#`, so that no request matches",
        ));
    }
    Ok(match text.split_once('?') {
        // A `?` with nothing behind it belongs to a title.
        Some((path, query)) if !query.is_empty() => (path.to_owned(), query.to_owned()),
        _ => (text.clone(), String::new()),
    })
}

fn query_conditions(query: &str, syntax: Syntax) -> Result<Vec<Condition>, Reason> {
    let mut out: Vec<Condition> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = value
            .strip_prefix('<')
            .and_then(|name| name.strip_suffix('>'));
        let value = match name.filter(|_| syntax == Syntax::Amplify) {
            Some("*") => Value::Present,
            Some(name) => Value::Bound(name.to_owned()),
            None => Value::Literal(value.replace('+', "%20")),
        };
        out.push(Condition::Query(key.to_owned(), value));
    }
    Ok(out)
}

/// One map for each condition, since each of them alone exempts a request.
fn unless(rule: &ForeignRule) -> Result<Vec<String>, Reason> {
    let mut maps = Vec::new();
    for condition in &rule.unless {
        let mut written = conditions(std::slice::from_ref(condition), Slashes::Encoded)?;
        if let Some(host) = written.hosts.pop() {
            written.clauses.push(format!("host: {}", quoted(&host)));
        }
        if let Some(name) = written.bound.first() {
            let text = format!("`{name}` would be bound where it must be missing");
            return Err(Reason::new("condition", text));
        }
        maps.push(written.clauses.join(", "));
    }
    Ok(maps)
}

fn source(rule: &ForeignRule, path: &str, notes: &mut Vec<String>) -> Result<Node, Reason> {
    match rule.syntax {
        Syntax::Exact | Syntax::NginxExact => Ok(Node::literal(path)),
        Syntax::Rails => Ok(parse_rails(path)),
        Syntax::Netlify => parse_netlify(path, notes),
        Syntax::Cloudflare => {
            let to = rule.destination.as_deref().unwrap_or_default();
            parse_cloudflare(path, to.starts_with('/') && to.contains("/:splat"))
        }
        Syntax::Next | Syntax::FirebaseRoute => parse_route(path, notes),
        Syntax::Vercel => parse_route(path, notes).map(without_optional_slash),
        Syntax::FirebaseGlob => parse_glob(path, notes),
        Syntax::Amplify => parse_amplify(path, notes),
        Syntax::FirebaseRegex | Syntax::Regex => parse_regex(path, Anchoring::Search, notes),
        Syntax::StartRegex => parse_regex(path, Anchoring::Start, notes),
        Syntax::WholeRegex => {
            let (mark, path) = match path.strip_prefix(FOLDED) {
                Some(path) => (FOLDED, path),
                None => ("", path),
            };
            let path = path.trim_start_matches('^').trim_end_matches('$');
            let path = path.trim_start_matches('/');
            let inner = parse_regex(&[mark, path].concat(), Anchoring::Whole, notes)?;
            Ok(Node::Sequence(vec![Node::literal("/"), inner]))
        }
        Syntax::Prefix if path.contains('\\') => Err(Reason::new(
            "prefix",
            "a prefix takes `\\` for itself, which no request's path holds",
        )),
        Syntax::Prefix => Ok(Node::Sequence(vec![Node::literal(path), Node::ANY])),
    }
}

/// Vercel takes no slash behind a name that repeats.
fn without_optional_slash(node: Node) -> Node {
    let slash = Node::literal("/").optional();
    match node {
        Node::Sequence(mut nodes) => {
            nodes.retain(|node| *node != Node::literal(""));
            if nodes.last() == Some(&slash) {
                nodes.pop();
            }
            Node::Sequence(nodes)
        }
        node => node,
    }
}

fn row(path: &str, query: &str, outcome: &Outcome) -> Option<Row> {
    let path = literal(path, Place::RowSource);
    let destination = match outcome {
        Outcome::Redirect(_, destination) => destination.as_row()?,
        Outcome::Gone(_) => String::new(),
        Outcome::Stop => return None,
    };
    let source = match query {
        "" => path.clone(),
        query => format!("{path}?{query}"),
    };
    Some(Row {
        source,
        path,
        destination,
    })
}

fn policy_rule(
    rule: &ForeignRule,
    items: &[Item],
    outcome: &Outcome,
    when: &Conditions,
    unless: &[String],
    row: Option<Row>,
) -> Result<PolicyRule, Reason> {
    let source = render_source(items);
    let action = match outcome {
        Outcome::Redirect(status, destination) => Action::Redirect {
            status: *status,
            destination: destination.render(items, &when.bound)?,
        },
        Outcome::Gone(status) => Action::Gone(*status),
        Outcome::Stop => Action::Stop,
    };
    let used = match &action {
        Action::Redirect { destination, .. } => destination.as_str(),
        _ => "",
    };
    let mut names = Vec::new();
    list_names(items, &mut names);
    names.extend(when.bound.iter().map(|name| parameter_name(name)));
    Ok(PolicyRule {
        unused: names.iter().any(|name| !uses(used, name)),
        traits: Traits {
            fold_case: rule.fold_case,
            after_site: rule.after_site,
            query: match (rule.drop_query, rule.keep_used) {
                (true, _) => Query::Drop,
                (false, true) => Query::KeepAll,
                (false, false) => Query::Keep,
            },
            // What ends in `*` already takes the slash.
            optional_slash: rule.optional_slash
                && !source.ends_with("*)")
                && !source.ends_with('*'),
        },
        source,
        row,
        action,
        hosts: when.hosts.clone(),
        when: when.clauses.clone(),
        unless: [unless, &when.unless].concat(),
        except: rule.except.clone(),
    })
}

fn list_names(items: &[Item], out: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Parameter { name, .. } => out.push(name.clone()),
            Item::Group(inner) | Item::Capture(_, inner) => list_names(inner, out),
            _ => {}
        }
    }
}

/// Returns true if a template has this name.
fn uses(template: &str, name: &str) -> bool {
    template.split(':').skip(1).any(|text| {
        text.strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

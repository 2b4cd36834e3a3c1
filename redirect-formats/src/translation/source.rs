//! Sources: which reader a notation needs, and the query that stands in some.

use crate::foreign::{
    Anchoring, Condition, FOLDED, ForeignRule, Node, Syntax, Value, parse_amplify,
    parse_cloudflare, parse_glob, parse_netlify, parse_rails, parse_regex, parse_route,
};
use crate::report::Reason;

/// Path and query of the source; a query stands only in sources without regular expressions.
pub(super) fn split_source(rule: &ForeignRule) -> Result<(String, String), Reason> {
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

/// The conditions that the query of a source makes.
pub(super) fn query_conditions(query: &str, syntax: Syntax) -> Result<Vec<Condition>, Reason> {
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

/// Reads the path of a source.
pub(super) fn source(
    rule: &ForeignRule,
    path: &str,
    notes: &mut Vec<String>,
) -> Result<Node, Reason> {
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

//! Other ways to write what binds a name that is not used.

use crate::model::{Condition, HostPattern, Rule, ValuePattern};
use crate::pattern::{Item, Kind, Parameter, replaced};
use crate::yaml::single_quoted;

/// The other ways to write a source with a name that is not used.
///
/// A `*` takes more than the name does: it is advised at the end alone, where nothing behind it is read otherwise.
pub(super) fn instead(rule: &Rule, parameter: &Parameter) -> String {
    let name = &parameter.name;
    let names = rule.source.names();
    let is_optional = names
        .iter()
        .any(|bound| bound.name == name && bound.optional);
    let mut help = match is_optional {
        true => format!("use `(:{name})` in the destination"),
        false => format!("use `:{name}` in the destination"),
    };
    if parameter.explicit_kind {
        return help;
    }
    let text = rule.source.text.as_str();
    let at = parameter.at.clone();
    let own = |changed: &str| match &rule.prefix {
        Some(prefix) => changed.get(prefix.length..).map(str::to_owned),
        None => Some(changed.to_owned()),
    };
    let behind_slash = text
        .get(..at.start)
        .is_some_and(|before| before.ends_with('/'));
    let only_one = names
        .iter()
        .all(|bound| bound.name != "*" && bound.kind.is_none_or(|kind| !kind.takes_anything()));
    if at.end == text.len() && behind_slash && only_one {
        if let Some(open) = own(&replaced(text, &at, "*")) {
            help += &format!(
                ", or write {} for all that follows, slashes too",
                quoted(&open)
            );
        }
    }
    match own(&replaced(text, &(at.start..at.start + 1), "\\:")) {
        Some(escaped) => help + &format!(", or {} for that very text", quoted(&escaped)),
        None => help,
    }
}

/// The text as a value of YAML: in quotes where a backslash asks for them.
fn quoted(text: &str) -> String {
    match text.contains('\\') {
        true => format!("`{}`", single_quoted(text)),
        false => format!("`{text}`"),
    }
}

/// The other way to write a condition whose name is not used, where there is one that holds for the same requests.
pub(super) fn in_condition(condition: &Condition, parameter: &Parameter) -> String {
    let (key, value) = match condition {
        Condition::Query { key, value } => (key, value),
        Condition::Header { name, value } | Condition::Cookie { name, value } => (name, value),
        Condition::Host(hosts) => return in_hosts(hosts, parameter),
        // A set of languages is ranked, which a list of them is not.
        Condition::Language(_) => return String::new(),
        // These bind nothing, or the columns of a row.
        Condition::Method(_)
        | Condition::AnyMethod
        | Condition::NoQuery
        | Condition::Accept(_)
        | Condition::Scheme(_)
        | Condition::From(_)
        | Condition::Until(_)
        | Condition::SiteStatus(_)
        | Condition::Lookup(_) => return String::new(),
    };
    let ValuePattern::OneOf(patterns) = value else {
        return String::new();
    };
    let [pattern] = patterns.as_slice() else {
        return String::new();
    };
    match (parameter.explicit_kind, pattern.items.as_slice()) {
        (true, _) => String::new(),
        (false, [Item::Parameter(_)]) => {
            format!(", or write `{key}: true` for a value that only has to be there")
        }
        (false, _) => {
            let starred = single_quoted(&replaced(&pattern.text, &parameter.at, "*"));
            format!(", or write `{key}: {starred}` for any text in its place")
        }
    }
}

fn in_hosts(hosts: &[HostPattern], parameter: &Parameter) -> String {
    let [HostPattern::Binding(pattern)] = hosts else {
        return String::new();
    };
    let below = pattern.text.get(parameter.at.end..).unwrap_or_default();
    let hosts: Vec<String> = match &parameter.kind {
        Kind::Enumeration(values) if pattern.names().len() == 1 => values
            .iter()
            .map(|value| replaced(&pattern.text, &parameter.at, value))
            .collect(),
        // One label, or several: `*.` is for both.
        _ if !parameter.explicit_kind && parameter.at.start == 0 && below.starts_with('.') => {
            vec![format!("'*{below}'")]
        }
        _ => return String::new(),
    };
    match hosts.as_slice() {
        [host] => format!(", or write `host: {host}`, which holds for those below too"),
        _ => format!(", or write `host: [{}]`", hosts.join(", ")),
    }
}

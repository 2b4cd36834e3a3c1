//! Differences between a system and a policy that hold for every rule of a table.

use crate::Format;
use crate::foreign::{Condition, ForeignRule, Status, Syntax, Value};
use crate::report::Reason;

/// The notes on a table of these rules.
pub(crate) fn of_the_table(format: Format, rules: &[ForeignRule]) -> Vec<Reason> {
    let mut notes = Vec::new();
    let mut note = |code, text: &str| notes.push(Reason::new(code, text));
    if rules.is_empty() {
        return notes;
    }
    let is_server = |rule: &ForeignRule| {
        matches!(
            rule.syntax,
            Syntax::NginxExact | Syntax::Regex | Syntax::StartRegex | Syntax::Prefix
        )
    };
    let is_line = format == Format::JsonLines;
    if is_line && !rules.iter().any(is_server) {
        return notes;
    }
    match format {
        Format::Next => note(
            "repeated-slashes",
            "Next.js redirects a path with several slashes in a row to the one with one (308) before all else; the policy leaves it to the site",
        ),
        Format::Cloudflare => note(
            "repeated-slashes",
            "Cloudflare makes one slash of several in a location on the same host; the policy keeps those of a capture",
        ),
        Format::Netlify => note(
            "repeated-slashes",
            "Netlify passes over empty segments; to the policy `/a//b` is another path than `/a/b`",
        ),
        Format::JsonLines => note(
            "repeated-slashes",
            "nginx makes one slash of several before it compares a path, Apache does in some places; to the policy `/a//b` is another path than `/a/b`; what begins with several slashes in a location has one in the policy, or it would name a host",
        ),
        Format::Vercel => note(
            "repeated-slashes",
            "what begins with several slashes in a location has one in the policy, or it would name a host",
        ),
        Format::Firebase => note(
            "repeated-slashes",
            "Firebase passes over empty segments where its globs match; to the policy `/a//b` is another path than `/a/b`",
        ),
    }
    if format == Format::Firebase {
        note(
            "dot-segments",
            "`*` and `**` of Firebase take no segment that begins with a full stop; those of the policy do",
        );
    }
    note(
        "encoded-characters",
        match format {
            Format::Next | Format::Vercel | Format::Cloudflare => {
                "the system compares the path as it was sent; to the policy `/%61` is `/a`, and `%c3` is `%C3`"
            }
            Format::Netlify | Format::Firebase | Format::JsonLines => {
                "the system decodes the path first, so that `%2F` counts as a slash or is encoded once more; the policy keeps such triplets as they are"
            }
        },
    );
    let is_loose = |rule: &ForeignRule| {
        matches!(
            rule.syntax,
            Syntax::Regex | Syntax::StartRegex | Syntax::WholeRegex
        ) && has_loose_stop(&rule.source)
    };
    if rules.iter().any(is_loose) {
        note(
            "full-stops",
            "a `.` between letters or digits of an expression (`index.html`) is read as a full stop, though the system takes any character there",
        );
    }
    let only_get = |rule: &ForeignRule| matches!(rule.status, Status::Code(301..=303));
    if rules.iter().any(only_get) {
        note(
            "methods",
            "301, 302 and 303 answer GET and HEAD alone, where the system redirects every method: write `when: { method: any }` where forms are sent to an old URL",
        );
    }
    let system = match format {
        Format::Netlify => Some("Netlify"),
        Format::Next => Some("Next.js"),
        _ => None,
    };
    let values = || {
        rules
            .iter()
            .flat_map(|rule| &rule.when)
            .filter_map(value_of_query)
    };
    if let Some(system) = system.filter(|_| values().next().is_some()) {
        let text = format!(
            "of a key that the query has twice the policy looks at the first value, {system} at the last"
        );
        note("repeated-keys", &text);
    }
    if format == Format::Netlify && values().any(|value| matches!(value, Value::Bound(_))) {
        note(
            "query-values",
            "a `+` in a value stays one on Netlify and is a space to the policy; an empty value is a value on Netlify, and to the policy nothing that a name could be bound to",
        );
    }
    if format == Format::Next {
        note(
            "query-order",
            "the location's own pairs of the query come first, where Next.js writes them last",
        );
    }
    notes
}

/// The demand on the value of a query key.
fn value_of_query(condition: &Condition) -> Option<&Value> {
    match condition {
        Condition::Query(_, value) => Some(value),
        _ => None,
    }
}

/// Returns true if an expression has a `.` between letters or digits that repeats by nothing.
fn has_loose_stop(expression: &str) -> bool {
    let bytes = expression.as_bytes();
    bytes.windows(3).any(|window| {
        matches!(window, [before, b'.', after] if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric())
    })
}

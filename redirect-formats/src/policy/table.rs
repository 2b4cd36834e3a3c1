//! A table as CSV.

use std::fmt::Write as _;

use super::{Action, PolicyRule};

/// The rows, under the columns that they need.
pub(crate) fn csv(rules: &[&PolicyRule]) -> String {
    let has_host = rules.iter().any(|rule| !rule.hosts.is_empty());
    let has_status = rules.iter().any(|rule| status(rule) != 301);
    let mut out = String::from("source,destination");
    if has_status {
        out.push_str(",statusCode");
    }
    if has_host {
        out.push_str(",host");
    }
    out.push('\n');
    for rule in rules {
        let Some(row) = &rule.row else { continue };
        push_field(&mut out, &row.source);
        out.push(',');
        push_field(&mut out, &row.destination);
        if has_status {
            let _ = write!(out, ",{}", status(rule));
        }
        if has_host {
            out.push(',');
            push_field(&mut out, rule.hosts.first().map_or("", String::as_str));
        }
        out.push('\n');
    }
    out
}

fn status(rule: &PolicyRule) -> u16 {
    match rule.action {
        Action::Redirect { status, .. } | Action::Gone(status) => status,
        Action::Stop => 0,
    }
}

/// RFC 4180: quoted where it must be.
fn push_field(out: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

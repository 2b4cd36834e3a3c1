//! A table as CSV.

use std::fmt::Write as _;

use redirect_policy::model::{Action, Condition};

use crate::entry::Entry;

/// The rows, under the columns that they need.
pub(crate) fn csv(rows: &[Entry]) -> String {
    let has_host = rows.iter().any(|entry| host(entry).is_some());
    let has_status = rows.iter().any(|entry| status(entry) != 301);
    let mut out = String::from("source,destination");
    if has_status {
        out.push_str(",statusCode");
    }
    if has_host {
        out.push_str(",host");
    }
    out.push('\n');
    for entry in rows {
        let Some(row) = &entry.row else { continue };
        push_field(&mut out, &row.source);
        out.push(',');
        push_field(&mut out, &row.destination);
        if has_status {
            let _ = write!(out, ",{}", status(entry));
        }
        if has_host {
            out.push(',');
            push_field(&mut out, &host(entry).unwrap_or_default());
        }
        out.push('\n');
    }
    out
}

fn status(entry: &Entry) -> u16 {
    match entry.rule.action {
        Action::Redirect { status, .. } | Action::Gone { status, .. } => status,
        Action::Stop => 0,
    }
}

/// The host of a row, which has one at most.
fn host(entry: &Entry) -> Option<String> {
    let mut when = entry.rule.when.iter();
    let host = when.find(|condition| matches!(condition, Condition::Host(_)))?;
    host.values().into_iter().next()
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

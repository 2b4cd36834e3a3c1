//! The tables of a recording, as texts that their systems read.

use redirect_formats::Format;
use serde_json::Value;

/// A table as its system reads it: of JSON, the first rule stands on the second line, and each on a line of its own.
pub(super) fn text_of(table: &Value, format: Format) -> String {
    match (table, format) {
        (Value::String(text), _) => text.clone(),
        (Value::Array(rules), Format::JsonLines) => {
            rules.iter().map(|rule| format!("{rule}\n")).collect()
        }
        (table, _) => json_of(table, true),
    }
}

fn json_of(value: &Value, is_list_of_rules: bool) -> String {
    match value {
        Value::Array(items) if is_list_of_rules => {
            let items: Vec<String> = items.iter().map(|item| json_of(item, false)).collect();
            format!("[\n{}\n]", items.join(",\n"))
        }
        Value::Object(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| {
                let is_list = matches!(key.as_str(), "redirects" | "routes");
                format!("{}: {}", Value::from(key.as_str()), json_of(value, is_list))
            });
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| json_of(item, false)).collect();
            format!("[{}]", items.join(", "))
        }
        value => value.to_string(),
    }
}

/// The line of a rule of the recording, which counts lines of a text and the rules of a list.
pub(super) fn line_of(rule: u64, format: Format) -> u64 {
    match format {
        Format::Next | Format::Vercel | Format::Firebase if rule > 0 => rule + 1,
        _ => rule,
    }
}

/// The source of a rule of a list.
pub(super) fn source_of(table: &Value, rule: u64) -> &str {
    let at = usize::try_from(rule)
        .ok()
        .and_then(|rule| rule.checked_sub(1));
    let rule = at.and_then(|at| table.get(at));
    rule.and_then(|rule| rule["source"].as_str())
        .unwrap_or_default()
}

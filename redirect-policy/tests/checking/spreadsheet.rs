//! What spreadsheets do to a table, and what is said of each: located, and no row lost without a word.
//!
//! The cases are in `spreadsheet.txt`: the table after `== NAME`, written with escapes, then what is said of it and
//! the rules that are left, each after `#`. `UPDATE=1 cargo test -p redirect-policy --test checking` writes them anew.

use super::*;

const CASES: &str = include_str!("spreadsheet.txt");

/// A table of one case, its escapes undone.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let (character, length) = match after.as_bytes()[0] {
            b'r' => ('\r', 1),
            b'n' => ('\n', 1),
            b't' => ('\t', 1),
            b'0' => ('\0', 1),
            b'u' => {
                let end = after.find('}').expect("a brace");
                let code = u32::from_str_radix(&after[2..end], 16).expect("a number");
                (char::from_u32(code).expect("a character"), end + 1)
            }
            other => panic!("{}", char::from(other)),
        };
        plain.push(character);
        rest = &after[length..];
    }
    plain + rest
}

/// What is said of a table, and what of it is left.
fn said(csv: &str) -> String {
    let text = with_rules("    - table: legacy.csv\n");
    let (sources, checked) = checked(&text, &[("legacy.csv", csv)]);
    let said = checked.diagnostics.iter().map(|d| match d.level {
        Level::Error => shown(&sources, d),
        Level::Warning => format!("warning: {}", shown(&sources, d)),
    });
    let rules = checked.policy.rules.iter().map(|rule| {
        let to = match &rule.action {
            Action::Redirect { destination, .. } => destination.text.as_str(),
            _ => "-",
        };
        format!("{} -> {to}", rule.source.text)
    });
    said.chain(rules)
        .map(|line| {
            format!(
                "# {}\n",
                line.escape_debug()
                    .to_string()
                    .replace("\\'", "'")
                    .replace("\\\"", "\"")
            )
        })
        .collect()
}

#[test]
fn every_damage_of_a_spreadsheet_is_said() {
    let mut written = String::new();
    for case in CASES.split("== ").skip(1) {
        let (name, body) = case.split_once('\n').expect("a line");
        let csv: String = body
            .lines()
            .filter(|line| !line.starts_with("# ") && !line.is_empty())
            .map(|line| line.to_owned() + "\n")
            .collect();
        let plain = match csv.contains("\\r") {
            true => unescaped(&csv.replace('\n', "")),
            false => unescaped(&csv),
        };
        written += &format!("== {name}\n{csv}{}\n", said(&plain));
    }
    if std::env::var_os("UPDATE").is_some() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/checking/spreadsheet.txt"
        );
        std::fs::write(path, &written).expect("written");
    }
    assert_eq!(written.trim_end(), CASES.trim_end());
}

//! Damage that spreadsheets do to a table, and the diagnostics of each: located, and no row lost without a word.
//!
//! The cases are in `spreadsheet.txt`: the table after `== NAME`, written with escapes, then what is said of it and
//! the rules that are left, each after `#`. `UPDATE=1 cargo test -p redirect-policy --test checking` writes them anew.

use redirect_policy::diagnostic::Level;

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

/// Returns the diagnostics of a table, and the rules that are left of it.
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

#[test]
fn a_cell_that_swallows_the_file_is_too_long() {
    let long = "x".repeat(70_000);
    let csv = format!("source,destination\n/{long},/a\n/b,/{long}\n/c?d={long},/e\n");
    let places: Vec<_> = said(&csv)
        .lines()
        .map(|line| line.split(": ").next().unwrap_or_default().to_owned())
        .collect();
    let places: Vec<_> = places.iter().map(String::as_str).collect();
    assert_eq!(
        places,
        [
            "# legacy.csv:2:1 bad-cell",
            "# legacy.csv:3:4 bad-cell",
            "# legacy.csv:4:1 bad-cell"
        ]
    );
}

#[test]
fn a_file_in_another_encoding_is_named_as_such() {
    let folder = std::env::temp_dir().join(format!("redirects-encodings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let utf_16: Vec<u8> = "\u{feff}source,destination\n/a,/b\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let windows = b"source,destination\n/a,/caf\xe9\n".to_vec();
    for (name, bytes, expected) in [
        ("utf-16.csv", utf_16, "it is UTF-16; save the file as UTF-8"),
        (
            "windows.csv",
            windows,
            "it is not UTF-8: the byte 0xE9 at line 2, column 8; save the file as UTF-8",
        ),
    ] {
        std::fs::write(folder.join(name), bytes).expect("written");
        let mut sources = Sources::new(&folder);
        let text = with_rules(&format!("    - table: {name}\n"));
        let file = sources.insert("redirects.yml", text);
        let found = check(&mut sources, file).diagnostics;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, "unreadable-file");
        assert!(found[0].message.ends_with(expected), "{}", found[0].message);
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}

//! A value is judged alike wherever its row stands: in the policy, in a CSV file, in a SQLite file.

use std::path::Path;
use std::time::SystemTime;

use redirect_lookup_sqlite::{Column as Named, Key, Shape, Writer};
use redirect_policy::pattern::parse_kind;
use redirects::lookup::{Column, Kind};

use crate::support::table;

/// Kinds, each with texts of it and texts that are none.
const KINDS: &[(&str, &[&str], &[&str])] = &[
    (
        "segment",
        &["a b", "50%", "a/b", "../x", ".x", "동네", "?"],
        &["", ".", ".."],
    ),
    ("segment{3}", &["a-b", "?"], &["a", "ab?", "abcd", "동"]),
    ("slug", &["a-b_c~d e%2F", "동네", "?"], &["a.b", "a!b", ""]),
    (
        "int",
        &["0", "007", "9999999999999999999"],
        &["-1", "1.5", "12345678901234567890", "x"],
    ),
    ("hex{4}", &["00fF"], &["00fg", "00ff0", "00f"]),
    ("alpha", &["abcXYZ"], &["a1", "ä", "a b"]),
    ("alnum{2,4}", &["ab", "ab12"], &["a", "ab123", "a-b"]),
    (
        "uuid",
        &[
            "123e4567-e89b-12d3-a456-426614174000",
            "123E4567-E89B-12D3-A456-426614174000",
        ],
        &[
            "123e4567e89b12d3a456426614174000",
            "123e4567-e89b-12d3-a456-42661417400g",
        ],
    ),
    (
        "path",
        &["a", "a/b c/d"],
        &["/a", "a/", "a//b", "a/../b", ".."],
    ),
    ("any", &["a", "a//b/", "?"], &["", "a/../b", "."]),
    ("kr|jp", &["kr", "jp"], &["KR", "us", "k"]),
    ("동네|it's|a+b", &["동네", "it's", "a+b"], &["동", "a b"]),
];

/// True if the row is taken where it stands in the policy.
fn in_policy(kind: &str, text: &str) -> bool {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let policy = format!(
        "redirectionPolicy:\n  version: 0.0.1\n  lookups:\n    rows:\n      key: {{ id: int }}\n      \
         values: {{ value: {} }}\n      rows: {{ 7: {{ value: {} }} }}\n  rules:\n    - source: '/a/:id<int>'\n      \
         destination: '/b/:value'\n      lookup: rows\n",
        quoted(kind),
        quoted(text)
    );
    redirect_policy::compile_text(&policy).is_ok()
}

fn in_csv(folder: &Path, text: &str) {
    let cell = text.replace('"', "\"\"");
    std::fs::write(folder.join("rows.csv"), format!("id,value\n7,\"{cell}\"\n")).unwrap();
}

fn in_sqlite(folder: &Path, text: &str) {
    let shape = Shape {
        key: vec![Named::integer("id")],
        values: vec![Named::text("value")],
    };
    let place = folder.join("rows.sqlite");
    let mut writer = Writer::create(&place, &shape, SystemTime::now()).unwrap();
    writer.row(&[Key::Integer(7)], &[Some(text)], None).unwrap();
    writer.finish().unwrap();
}

#[test]
fn a_value_is_of_its_kind_everywhere_or_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    for (name, of_kind, of_none) in KINDS {
        let kind = parse_kind(name).unwrap();
        let kind = Kind {
            program: kind.program().leak(),
            name,
        };
        let column = |name, kind| Column {
            name,
            column: name,
            kind,
            optional: false,
        };
        let texts = of_kind.iter().map(|text| (text, true));
        for (text, expected) in texts.chain(of_none.iter().map(|text| (text, false))) {
            let shown = format!("`{text}` of kind `{name}`");
            assert_eq!(in_policy(name, text), expected, "{shown} in the policy");
            in_csv(folder.path(), text);
            in_sqlite(folder.path(), text);
            for file in ["rows.csv", "rows.sqlite"] {
                let table = table(folder.path(), |contract| {
                    contract.snapshot = Some(file);
                    contract.key = vec![column("id", contract.key[0].kind)].leak();
                    contract.values = vec![column("value", kind)].leak();
                });
                let opened = table.refresh();
                assert_eq!(opened.is_ok(), expected, "{shown} in {file}: {opened:?}");
            }
        }
    }
}

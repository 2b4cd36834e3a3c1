//! `duplicate-id`: rules that would be known by one name.

use crate::support::proving::{codes, rules};

#[test]
fn ids_must_differ() {
    assert_eq!(
        codes(&rules(&["/a -> /b | handler: h", "/a -> /c"])),
        ["duplicate-id"]
    );
    // Conditions that differ make names that differ.
    assert_eq!(
        codes(&rules(&["/a -> /b | when: { host: x.com }", "/a -> /c"])),
        [""; 0]
    );
    assert_eq!(
        codes(&rules(&["/a -> /b | id: n", "/c -> /d | id: n"])),
        ["duplicate-id"]
    );
    assert_eq!(
        codes(&rules(&["/a -> /b | id: n", "/c -> /d | id: m"])),
        [""; 0]
    );
}

#[cfg(feature = "table")]
#[test]
fn a_row_that_needs_another_id_is_told_where_one_can_be_written() {
    use crate::support::proving::file;
    use redirect_policy::compile;
    use redirect_policy::source::Sources;

    let mut sources = Sources::default();
    let rules = "- { source: /a, destination: /b, handler: h }\n- table: rows.csv";
    let number = sources.insert("redirects.yml", file(rules, ""));
    sources.insert("rows.csv", "source,destination\n/a,/c\n");
    let found = compile(&mut sources, number).diagnostics;
    let told: Vec<_> = found.iter().map(|one| (one.code, &one.help)).collect();
    let help = [
        "write an `id` beside `table`: all its rows are then known by it",
        "if it is meant, write `allow: [duplicate-id]` beside `table`",
    ];
    assert_eq!(told, [("duplicate-id", &help.map(str::to_owned).to_vec())]);
}

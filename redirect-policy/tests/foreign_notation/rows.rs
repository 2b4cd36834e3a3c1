//! Rows of a table in the notation of other systems: text where it may be meant so.
#![cfg(feature = "table")]

use redirect_policy::compile;
use redirect_policy::diagnostic::Level;
use redirect_policy::source::Sources;

use crate::support::proving::{diagnostics, file};

#[test]
fn a_row_with_patterns_in_both_cells_is_no_text() {
    let table = |row: &str, allow: &str| {
        let mut sources = Sources::default();
        let rules = format!("- {{ table: rows.csv{allow} }}");
        let number = sources.insert("redirects.yml", file(&rules, ""));
        sources.insert("rows.csv", format!("source,destination\n{row}\n"));
        compile(&mut sources, number).diagnostics
    };
    for (row, advice) in [
        ("/k/*,/x/:splat", "{ source: '/k/*', destination: '/x/*' }"),
        ("/k/*,/x/*", "{ source: '/k/*', destination: '/x/*' }"),
        (
            "/k/:id,/x/:id",
            "{ source: '/k/:id', destination: '/x/:id' }",
        ),
        ("/k/(.*),/x/$1", "{ source: '/k/*', destination: '/x/*' }"),
        (
            "/k/[slug],/x/[slug]",
            "{ source: '/k/:slug', destination: '/x/:slug' }",
        ),
        ("/k/(.*),/x/%1", "{ source: '/k/*', destination: '/x/*' }"),
    ] {
        let found = table(row, "");
        assert_eq!(found.len(), 1, "{row}: {found:#?}");
        // Names such as `/css/:active` are text in real tables.
        let level = match row {
            "/k/:id,/x/:id" => Level::Warning,
            _ => Level::Error,
        };
        assert_eq!((found[0].code, found[0].level), ("foreign-notation", level));
        assert!(
            found[0].help[0].contains(advice),
            "{row}: {:?}",
            found[0].help
        );
        assert_eq!(diagnostics(&format!("- {advice}"), ""), [], "{row}");
        assert_eq!(table(row, ", allow: [foreign-notation]"), [], "{row}");
    }
    for row in [
        "/wiki/M*A*S*H,/tv/M*A*S*H",
        "/wiki/Talk:Foo,/talk/Talk:Foo",
        "/wiki/Block_(CSS),/css/Block_(CSS)",
        "/a/*,/b",
        "/a,/b/$1",
        "/price-$5,/cost-$5",
        "/50%,/half%",
        "/a?x=*,/b?x=*",
    ] {
        assert_eq!(table(row, ""), [], "{row}");
    }
}

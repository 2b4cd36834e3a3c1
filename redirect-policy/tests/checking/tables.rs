//! Tables: rows to rules, and every damage at its row and column.

use std::rc::Rc;

use redirect_policy::diagnostic::Level;

use super::*;

/// A policy of one table, with keys beside it.
fn with_table(beside: &str) -> String {
    with_rules(&format!("    - table: legacy.csv\n{beside}"))
}

fn rows(csv: &str) -> Vec<Rule> {
    policy(&with_table(""), &[("legacy.csv", csv)]).rules
}

/// The faults of a table, in the shape that `shown` gives them.
fn faults(beside: &str, csv: &str) -> Vec<String> {
    let (sources, checked) = checked(&with_table(beside), &[("legacy.csv", csv)]);
    let shown = checked.diagnostics.iter().map(|d| shown(&sources, d));
    shown.collect()
}

fn literal(rule: &Rule) -> &str {
    rule.source.literal_text().unwrap()
}

#[test]
fn rows_are_literal_text_in_any_order_of_columns() {
    let rules = rows(
        "\u{feff}statusCode,destination,host,source\r\n,/x(y):z*,,/wiki/Block_(CSS):*\r\n\r\n410,,Old.Example.com,\" /a,b \"\r\n,,,\r\n308, /q ,, /\"q\" \r\n",
    );
    let [first, second, third] = rules.as_slice() else {
        panic!("{rules:#?}")
    };
    // Rows with a host come before those without.
    assert_eq!(literal(first), "/a,b");
    assert_eq!(first.id, "/a,b");
    assert!(matches!(first.action, Action::Gone { status: 410, .. }));
    assert_eq!(
        *first.when,
        [Condition::Host(vec![HostPattern::Exact(
            "old.example.com".into()
        )])]
    );
    assert_eq!(literal(second), "/wiki/Block_(CSS):*");
    assert!(matches!(
        second.action,
        Action::Redirect { status: 301, .. }
    ));
    assert_eq!(literal(third), "/%22q%22");
    assert!(rules.iter().all(|rule| rule.from_table));
}

#[test]
fn rows_stand_where_they_are_written() {
    let csv = "\u{feff}source,destination\r\n\r\n/a,/b\r\n\"/c\"\"d\" , /e\r\n";
    let (sources, checked) = checked(&with_table(""), &[("legacy.csv", csv)]);
    let places: Vec<_> = checked
        .policy
        .rules
        .iter()
        .map(|rule| {
            let span = rule.source_span;
            let text = &csv[span.start as usize..span.end as usize];
            (text, sources.position(span))
        })
        .collect();
    assert_eq!(places, [("/a", (3, 1)), ("/c\"\"d", (4, 2))]);
}

#[test]
fn rows_with_more_keys_come_first_and_keys_are_canonical() {
    let rules = rows(
        "source,destination\n/a,/1\n/a?x=1,/2\n/b,/3\n/a?x=1&y+z=%7e+b,/4\n/a?x=2,/5\n/a?e=,/6\n",
    );
    let ids: Vec<_> = rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(
        ids,
        ["/a?x=1&y+z=%7e+b", "/a?x=1", "/a?x=2", "/a?e=", "/a", "/b"]
    );
    let pairs: Vec<_> = rules[0]
        .when
        .iter()
        .map(|condition| match condition {
            Condition::Query {
                key,
                value: ValuePattern::OneOf(patterns),
            } => (key.as_str(), patterns[0].literal_text().unwrap()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(pairs, [("x", "1"), ("y z", "~%20b")]);
}

#[test]
fn an_absolute_source_is_a_host() {
    let rules = rows(
        "source,destination,host\nhttp://Old.example.com,/1,\nhttps://old.example.com?x=1,/2,old.example.com\n/a,/3,old.example.com\n",
    );
    let paths: Vec<_> = rules.iter().map(literal).collect();
    assert_eq!(paths, ["/", "/", "/a"]);
    // Rows of one host share their conditions.
    assert_eq!(rules[1].when, rules[2].when);
    let rules = rows("source,destination,host\n/a,/1,x.example.com\n/b,/2,x.example.com\n");
    assert!(Rc::ptr_eq(&rules[0].when, &rules[1].when));
    assert!(Rc::ptr_eq(
        &rules[0].response_options,
        &rules[1].response_options
    ));
}

#[test]
fn the_keys_beside_a_table_hold_for_every_row() {
    let text = with_table(
        "      statusCode: 410\n      id: legacy\n      owner: web\n      trailingSlash: optional\n      when: { host: example.com }\n",
    );
    let rules = policy(&text, &[("legacy.csv", "source,destination\n/a/,\n/,\n")]).rules;
    assert!(rules.iter().all(|rule| rule.id == "legacy"
        && rule.explicit_id
        && rule.when.len() == 1
        && rule.response_options.owner.as_deref() == Some("web")
        && matches!(rule.action, Action::Gone { status: 410, .. })));
    let slash = Item::Group(vec![Item::Literal("/".into())]);
    assert_eq!(rules[0].source.items, [Item::Literal("/a".into()), slash]);
    assert_eq!(rules[1].source.items, [Item::Literal("/".into())]);
}

#[test]
fn every_damage_is_reported_at_its_row_and_column() {
    let csv = "source,destination,statusCode,host
/short,/x
/long,/x,,,more
/fr#ag,/x,,
nope,/x,,
,/x,,
/empty,,,
/gone,/x,410,
/status,/x,418,
/many,/x,,*.example.com
/twice?a=1&a=2,/x,,
/ok,javascript:alert(1),,
http://a.example.com/,/x,,b.example.com
/\"q\",/x,,
\"/after\"x,/x,,
\"/open,/x,,
";
    assert_eq!(
        faults("", csv),
        EXPECTED_DAMAGE.trim().lines().collect::<Vec<_>>()
    );
}

const EXPECTED_DAMAGE: &str = include_str!("damage.txt");

#[test]
fn a_source_given_twice_is_the_lint_duplicate_source() {
    let csv = "source,destination\n/a?x=1&y=2,/1\n/b,/2\n/a?y=2&x=1,/3\n/%62,/4\n/B,/5\n";
    let (sources, checked) = checked(&with_table(""), &[("legacy.csv", csv)]);
    let found: Vec<_> = checked
        .diagnostics
        .iter()
        .map(|d| {
            assert_eq!((d.code, d.level), ("duplicate-source", Level::Error));
            let first = sources.position(d.related[0].span);
            (sources.position(d.span), first)
        })
        .collect();
    assert_eq!(found, [((4, 1), (2, 1)), ((5, 1), (3, 1))]);
    assert_eq!(checked.policy.rules.len(), 3);
    assert_eq!(faults("      caseSensitive: false\n", csv).len(), 3);
    assert_eq!(faults("      allow: duplicate-source\n", csv).len(), 0);
}

#[test]
fn the_header_names_the_columns() {
    for (csv, expected) in [
        (
            "",
            "legacy.csv:1:1 empty-file: this table is empty [the first row names the columns: `source,destination`]",
        ),
        (
            "/a,/b\n",
            "legacy.csv:1:1 missing-column: the first row must name the columns, this is a row of data [put the line `source,destination` in front of it]",
        ),
        (
            "source,desination\n",
            "legacy.csv:1:8 unknown-column: a table has no column `desination` [write `destination`]",
        ),
        (
            "source,to\n",
            "legacy.csv:1:8 unknown-column: a table has no column `to` [write `destination`]",
        ),
        (
            "source,destination,\n",
            "legacy.csv:1:20 unknown-column: this column has no name [remove the column, or the comma too many]",
        ),
        (
            "source,destination,source\n",
            "legacy.csv:1:20 duplicate-column: the column `source` is there twice [remove one of the two]",
        ),
        (
            "source,host\n",
            "legacy.csv:1:1 missing-column: the table has no column `destination` [add `destination` to the first row, and a value to each other row]",
        ),
        (
            "Source URL;Target URL\n",
            "legacy.csv:1:1 missing-column: the columns of this table are separated by semicolons, not by commas [save it as CSV with commas: `source,destination`]",
        ),
        (
            "Redirect from,destination\n",
            "legacy.csv:1:1 unknown-column: a table has no column `Redirect from` [write `source`]",
        ),
        (
            "source,Redirect to\n",
            "legacy.csv:1:8 unknown-column: a table has no column `Redirect to` [write `destination`]",
        ),
        (
            "From URL,destination\n",
            "legacy.csv:1:1 unknown-column: a table has no column `From URL` [write `source`]",
        ),
        (
            "source;destination\n",
            "legacy.csv:1:1 missing-column: the columns of this table are separated by semicolons, not by commas [save it as CSV with commas: `source,destination`]",
        ),
    ] {
        assert_eq!(faults("", csv), [expected], "{csv}");
    }
}

#[test]
fn a_column_of_any_table_is_an_inventory() {
    let (sources, checked) = checked(
        "redirectionPolicy:\n  version: 0.0.1\n  rules: []\n  coverage:\n    old: [{ csv: hits.csv, column: url }, { csv: hits.csv, column: ulr }]\n",
        &[("hits.csv", "hits,url\n3,/a\n2,\n1,x\n")],
    );
    let found: Vec<_> = checked
        .diagnostics
        .iter()
        .map(|d| shown(&sources, d))
        .collect();
    assert_eq!(
        found,
        [
            "redirects.yml:5:68 missing-column: the table has no column `ulr` [write `url`]",
            "hits.csv:4:3 bad-url: `x` is no path and no URL [begin it with `/`, `http://` or `https://`]"
        ]
    );
    let Urls::Listed(urls) = &checked.policy.coverage.old[0].urls else {
        panic!()
    };
    assert_eq!(urls.len(), 1);
}

#[test]
fn a_row_given_twice_does_not_hide_what_the_proofs_find() {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", with_table(""));
    sources.insert(
        "legacy.csv",
        "source,destination\n/a,/b\n/a,/c\n/b,/d\n/e,/e/f\n",
    );
    let compiled = redirect_policy::compile(&mut sources, file);
    let codes: Vec<_> = compiled.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["duplicate-source", "chain"]);
    assert!(compiled.table.is_none());
}

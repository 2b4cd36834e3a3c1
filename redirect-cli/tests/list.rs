//! `redirects list`: the rules for people, spreadsheets, reviews and programs.

mod support;

use snapbox::file;
use support::{objects, ran};

const SITE: &str = "../examples/site/redirects.yml";

fn listed(format: &str) -> String {
    ran(&["list", SITE, "--format", format, "--at", "2027-01-01"]).out
}

#[test]
fn every_format_has_every_rule() {
    snapbox::assert_data_eq!(listed("human"), file!["list/site.txt"].raw());
    let rows = objects(&listed("json"));
    let csv = listed("csv");
    let mut reader = csv.split("\r\n");
    assert!(
        reader
            .next()
            .is_some_and(|header| header.starts_with("number,id,source"))
    );
    assert_eq!(reader.filter(|line| !line.is_empty()).count(), rows.len());
    assert_eq!(listed("markdown").lines().count(), rows.len() + 2);
    let lottery = rows
        .iter()
        .find(|row| row["source"] == "/lottery")
        .expect("a rule");
    assert_eq!(
        (&lottery["status"], &lottery["window"]),
        (&451.into(), &"now".into())
    );
    let summer = rows
        .iter()
        .find(|row| row["source"] == "/summer")
        .expect("a rule");
    assert_eq!(summer["window"], "later");
}

//! `redirects report`: one page, safe and of bounded size.

mod support;

use redirect_cli::Exit;
use support::{Folder, ran};

#[test]
fn the_page_stands_alone_and_names_every_rule() {
    let page = ran(&[
        "report",
        "../examples/site/redirects.yml",
        "--at",
        "2027-07-01",
    ]);
    assert_eq!(page.exit, Exit::Clean);
    for text in [
        "lottery",
        "handleJobPosts",
        "certificates and password managers look here",
        "becomes permanent",
        "summer",
    ] {
        assert!(page.out.contains(text), "{text}");
    }
    assert_eq!(page.out.matches("<li class=\"rule\">").count(), 45);
    for elsewhere in [" src=", "@import", "url(", "<link", "href=\"http"] {
        assert!(!page.out.contains(elsewhere), "{elsewhere}");
    }
}

#[test]
fn texts_of_a_policy_stay_texts() {
    let folder = Folder::new("hostile");
    let path = folder.write(
        "redirects.yml",
        r#"redirectionPolicy:
  version: 0.0.1
  rules:
    - source: "/a&b'c"
      destination: "/x'y&z"
      id: "<script>alert(1)</script>"
      owner: "<img src=x onerror=alert(1)>"
      note: "\"></code><script nonce=report>alert(1)</script> {{ title }} {% raw %}"
"#,
    );
    let page = ran(&["report", &path]).out;
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    assert!(!page.contains("<img"), "{page}");
    // Text that runs from right to left turns nothing beside it around.
    assert!(page.contains("<bdi>&lt;img"), "{page}");
    assert!(page.contains("{{ title }} {% raw %}"), "{page}");
}

#[test]
fn findings_are_drawn_and_tell_by_the_exit_code() {
    let looping = Folder::new("looping");
    let path = looping.write(
        "redirects.yml",
        "redirectionPolicy:\n  version: 0.0.1\n  rules:\n    - { source: /a, destination: /b }\n    - { source: /b, destination: /a }\n",
    );
    let page = ran(&["report", &path]);
    assert_eq!(page.exit, Exit::Found);
    assert!(page.out.contains("<ol class=\"trip\""), "{}", page.out);
    assert!(page.err.contains("loop"), "{}", page.err);
}

#[test]
fn rows_of_tables_fold() {
    let folder = Folder::new("folded");
    let rows: String = (0..3_000)
        .map(|row| format!("/old/{row},/new/{row}\n"))
        .collect();
    folder.write("rows.csv", &format!("source,destination\n{rows}"));
    let path = folder.write(
        "redirects.yml",
        "redirectionPolicy:\n  version: 0.0.1\n  rules:\n    - table: rows.csv\n",
    );
    let page = ran(&["report", &path]).out;
    assert!(page.len() < 100_000, "{} bytes", page.len());
    assert!(page.contains("and 2950 more rows of tables here"));
}

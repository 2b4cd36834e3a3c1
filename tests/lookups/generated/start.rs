//! Files that are missing at the start, or old.

use super::routes::{Lookups, Redirects};
use super::{ARTICLES, Site, answer, folder};

#[tokio::test]
async fn a_program_starts_without_files_and_takes_them_when_they_come() {
    let folder = folder();
    let away = folder.path().join("away");
    std::fs::rename(folder.path().join("flights.csv"), &away).unwrap();
    let error = Lookups::open(folder.path()).unwrap_err();
    assert_eq!(error.lookup, "flights");
    let lookups = Lookups::open_available(folder.path());
    let redirects = Redirects::new(Site::default()).lookups(lookups.clone());
    assert_eq!(answer(&redirects, "/flights/ICN/17").await, "503 no-store");
    assert_eq!(lookups.refresh().len(), 1);
    std::fs::rename(away, folder.path().join("flights.csv")).unwrap();
    assert!(lookups.refresh().is_empty());
    assert_eq!(
        answer(&redirects, "/flights/ICN/17").await,
        "308 /gates/4/north/upper%20hall"
    );
}

#[tokio::test]
async fn old_files_answer_for_a_while() {
    let folder = folder();
    let yesterday = crate::support::moment(-90_000);
    std::fs::write(
        folder.path().join("articles.csv"),
        format!("# as_of {yesterday}\n{ARTICLES}"),
    )
    .unwrap();
    let lookups = Lookups::open(folder.path()).unwrap();
    let redirects = Redirects::new(Site::default()).lookups(lookups);
    assert_eq!(
        answer(&redirects, "/articles/8").await,
        "302 /buy-sell/x-n8/"
    );
    // What the fallback says is of today.
    assert_eq!(
        answer(&redirects, "/articles/101").await,
        "301 /buy-sell/..%2F50%25%20off%3F-n101/"
    );
}

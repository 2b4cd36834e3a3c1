//! Answers of files and fallbacks, and what becomes of their failures.

use std::sync::atomic::Ordering;

use redirects::lookup::Found;

use super::routes::{self, Lookups, Redirects, Titles};
use super::{Site, answer, folder};

const FAILED: &str = "307 /kr/buy-sell/{}/ no-store";

#[tokio::test]
async fn files_and_fallbacks_answer_and_their_failures_are_temporary() {
    let folder = folder();
    let lookups = Lookups::open(folder.path()).unwrap();
    let site = Site::default();
    let redirects = Redirects::new(site.clone()).lookups(lookups.clone());
    for (target, expected) in [
        (
            "/articles/7/?a=1",
            "301 /korea/buy-sell/a%20red%20bicycle-n7/?a=1",
        ),
        ("/articles/0008", "301 /buy-sell/x-n8/"),
        ("/articles/9", "410"),
        ("/articles/10", "301 /buy-sell/.hidden-n10/"),
        ("/articles/66", "451"),
        ("/articles/101", "301 /buy-sell/..%2F50%25%20off%3F-n101/"),
        ("/articles/410", "410"),
        ("/articles/451", "451"),
        ("/articles/99999", "302 /buy-sell/"),
        ("/flights/ICN/17", "308 /gates/4/north/upper%20hall"),
        ("/flights/ICN/018", "308 /gates/5"),
        ("/flights/ICN/19", "site"),
        ("/flights/icn/17", "site"),
        ("/in/1", "301 /kr/1"),
        ("/in/2", "301 /jp/2"),
        ("/in/3", "site"),
        ("/jobs/n7w2", "302 /jobs/a-red%20bicycle-n7w2/"),
        (
            "/jobs/another-title-n7w2/",
            "302 /jobs/a-red%20bicycle-n7w2/",
        ),
        ("/jobs/a-red%20bicycle-n7w2/", "site"),
        ("/jobs/x-n9", "site"),
        ("/asked/3", "301 /answered/3"),
        ("/other", "site"),
    ] {
        assert_eq!(answer(&redirects, target).await, expected, "{target}");
    }
    for id in ["500", "501", "502", "503"] {
        let target = format!("/articles/{id}");
        assert_eq!(answer(&redirects, &target).await, FAILED.replace("{}", id));
    }
    let asked = site.asked.load(Ordering::SeqCst);
    assert_eq!(
        answer(&redirects, "/articles/99999").await,
        "302 /buy-sell/"
    );
    assert_eq!(site.asked.load(Ordering::SeqCst), asked, "remembered");
    lookups.articles().invalidate([7, 99_999]);
    assert_eq!(answer(&redirects, "/articles/7").await, "302 /buy-sell/");
    assert_eq!(
        answer(&redirects, "/articles/99999").await,
        "302 /buy-sell/"
    );
    assert_eq!(site.asked.load(Ordering::SeqCst), asked + 2);
    lookups.flights().invalidate([("ICN", 17)]);
    assert_eq!(answer(&redirects, "/flights/ICN/17").await, "503 no-store");
    lookups.titles().invalidate(["n7w2"]);
    assert_eq!(
        answer(&redirects, "/jobs/n7w2").await,
        "302 /jobs/a-red%20bicycle-n7w2/"
    );
    let trace = lookups.articles().trace(7).await.unwrap();
    assert!(trace.invalidated && trace.snapshot.unwrap().is_some());
    let found = lookups.titles().find("n7w2").await.unwrap();
    let title = "a-red bicycle".to_owned();
    assert_eq!(found, Found::Row(Titles { title }));
    let found = lookups.flights().find(("ICN", 18)).await.unwrap();
    assert_eq!(
        found,
        Found::Row(routes::Flights {
            gate: 5,
            note: None
        })
    );
    assert_eq!(
        lookups.takedowns().find(66).await.unwrap(),
        Found::Row(routes::Takedowns)
    );
    lookups.articles().switch_fallback_off(true);
    assert_eq!(
        answer(&redirects, "/articles/101").await,
        FAILED.replace("{}", "101")
    );
    let names: Vec<_> = lookups.status().iter().map(|one| one.name).collect();
    assert_eq!(
        names,
        ["articles", "takedowns", "titles", "flights", "placed"]
    );
}

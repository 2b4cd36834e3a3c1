//! The code that the macro makes of a policy with lookups, served in every way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::{Request, StatusCode};
use redirects::lookup::Found;
use redirects::{Answer, BoxError, Decision};
use tempfile::TempDir;

redirects::redirects!(mod routes = "tests/policies/lookups.yml");
use routes::{Articles, Ask, AskTo, Fallbacks, Handlers, Lookups, Redirects, Titles};

/// A site whose fallback knows the articles 100 to 199, fails for 500 and has taken 410 and 451 away.
#[derive(Clone, Default)]
struct Site {
    asked: Arc<AtomicUsize>,
}

impl Handlers for Site {
    async fn ask(&self, asked: Ask<'_>, _: &redirects::Request<'_>) -> Result<Answer, BoxError> {
        Ok(asked.to(AskTo {
            db_id: asked.db_id.into(),
        }))
    }
}

impl Fallbacks for Site {
    async fn articles(&self, db_id: u64) -> Result<Found<Articles>, BoxError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(match db_id {
            100..200 => Found::Row(Articles {
                node_id: format!("n{db_id}"),
                title: "../50% off?".into(),
                region: None,
            }),
            410 => Found::Gone,
            451 => Found::UnavailableForLegalReasons,
            500 => return Err("no route to host".into()),
            501 => panic!("{db_id}"),
            502 => Found::Row(Articles {
                node_id: "not alnum".into(),
                title: "t".into(),
                region: None,
            }),
            503 => Found::Row(Articles {
                node_id: "n503".into(),
                title: "t".into(),
                region: Some("mars".into()),
            }),
            _ => Found::Missing,
        })
    }

    async fn titles(&self, node_id: &str) -> Result<Found<Titles>, BoxError> {
        Ok(match node_id {
            "n7w2" => Found::Row(Titles {
                title: "a-red bicycle".into(),
            }),
            _ => Found::Missing,
        })
    }
}

const ARTICLES: &str = "dbId,node_id,title,region,statusCode\n7,n7,a red bicycle,korea,\n8,n8,x,,\n9,,,,410\n10,n10,.hidden,,\n";
const FLIGHTS: &str = "from,number,gate,note\nICN,00017,4,north/upper hall\nICN,18,5,\n";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("articles.csv", ARTICLES),
        ("takedowns.csv", "dbId\n66\n"),
        ("flights.csv", FLIGHTS),
        ("placed.csv", "dbId,region\n1,korea\n2,japan\n"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Status and location, or what the site is told.
fn told(decision: Decision) -> String {
    match decision {
        Decision::Answered(response) => {
            let location = response.headers().get("location");
            let location = location.map_or("", |location| location.to_str().unwrap());
            let stored = match response.headers().get("cache-control") {
                Some(value) => format!(" {}", value.to_str().unwrap()),
                None => String::new(),
            };
            let status = response.status().as_u16();
            let told = format!("{status} {location}");
            format!("{}{stored}", told.trim())
        }
        Decision::Site(headers) => {
            let mut fields = http::HeaderMap::new();
            headers.add_to(&mut fields);
            match fields.get("cache-control") {
                Some(value) => format!("site {}", value.to_str().unwrap()),
                None => "site".to_owned(),
            }
        }
    }
}

async fn answer(redirects: &Redirects<Site>, target: &str) -> String {
    told(redirects.answer(target.into()).await)
}

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

#[tokio::test]
async fn middleware_asks_lookups() {
    use tower::{ServiceExt, service_fn};
    use tower_layer::Layer;

    let folder = folder();
    let lookups = Lookups::open(folder.path()).unwrap();
    let redirects = Redirects::new(Site::default()).lookups(lookups);
    let site = service_fn(|_: Request<String>| async {
        Ok::<_, BoxError>(http::Response::new("site".to_owned()))
    });
    let service = redirects::tower::RedirectLayer::new(redirects.clone()).layer(site);
    let request = Request::get("/articles/7").body(String::new()).unwrap();
    let response = service.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::MOVED_PERMANENTLY);
    assert_eq!(
        response.headers()["location"],
        "/korea/buy-sell/a%20red%20bicycle-n7/"
    );

    use actix_web::{App, HttpResponse, test, web};
    let app = test::init_service(
        App::new()
            .wrap(redirects::actix::Redirect::new(redirects))
            .default_service(web::to(HttpResponse::Ok)),
    )
    .await;
    let request = test::TestRequest::get().uri("/articles/8").to_request();
    let response = test::call_service(&app, request).await;
    assert_eq!(
        response.headers().get("location").unwrap(),
        "/buy-sell/x-n8/"
    );
}

#[tokio::test]
async fn a_policy_is_swapped_in_only_where_its_lookups_are_those_of_the_program() {
    let lookups = Lookups::open_available("nowhere");
    let redirects = Redirects::new(Site::default()).lookups(lookups);
    let policy = |lookups: &str| {
        let text = format!(
            "redirectionPolicy:\n  version: 0.0.1\n  lookups: {{ {lookups} }}\n  rules: []\n"
        );
        redirect_policy::compile_text(&text).unwrap()
    };
    let same = "titles: { key: { nodeId: alnum }, values: { title: segment }, fallback: true }";
    assert!(redirects.swap(policy(same)).is_ok());
    let differs = redirects.swap(policy(&same.replace("segment", "slug")));
    assert_eq!(
        differs.unwrap_err().to_string(),
        "the policy names the lookup `titles`, which the program has with another key or other values"
    );
    let unknown = redirects.swap(policy(&same.replace("titles", "names")));
    assert_eq!(
        unknown.unwrap_err().to_string(),
        "the policy names the lookup `names`, which the program does not have"
    );
}

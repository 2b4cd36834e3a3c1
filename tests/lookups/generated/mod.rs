//! The code that the macro makes of a policy with lookups, served in every way.

mod answers;
mod serving;
mod start;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use redirects::lookup::Found;
use redirects::{Answer, BoxError, Decision};
use tempfile::TempDir;

redirects::redirects!(mod routes = "tests/policies/lookups.yml");
use routes::{Articles, Ask, AskTo, Fallbacks, Handlers, Redirects, Titles};

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

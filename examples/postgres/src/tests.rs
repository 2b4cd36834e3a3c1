//! The site in front of a real server.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt;

use crate::articles::Database;
use crate::routes::Lookups;
use crate::server::Server;
use crate::site;

/// Status, location, and the field that names rule and source.
async fn ask(site: &Router, id: u64) -> String {
    let request = Request::get(format!("/articles/{id}"));
    let request = request.body(Body::empty()).unwrap();
    let response = site.clone().oneshot(request).await.unwrap();
    let field = |name| {
        let value = response.headers().get(name);
        value.map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    let (status, rule) = (response.status().as_u16(), field("x-redirect-rule"));
    format!("{status} {} {rule}", field("location"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_answers_and_its_outage_is_temporary() {
    let Some(mut server) = Server::start().await else {
        assert!(
            std::env::var_os("SERVERS_REQUIRED").is_none(),
            "PostgreSQL is not installed"
        );
        eprintln!("skipped: PostgreSQL is not installed");
        return;
    };
    let client = server.connect().await.unwrap();
    let schema = include_str!("../schema.sql");
    client.batch_execute(schema).await.unwrap();
    let many = "INSERT INTO articles SELECT id, 'n' || id, 'edition ' || id FROM generate_series(1000, 1199) id";
    client.batch_execute(many).await.unwrap();

    let lookups = Lookups::new();
    let site = site(Database::new(&server.url()).unwrap(), lookups.clone());
    let bicycle = "301 /kr/buy-sell/a%20red%20bicycle-n7w2/ article; source";
    assert_eq!(ask(&site, 1).await, format!("{bicycle}=fallback"));
    assert_eq!(ask(&site, 1).await, format!("{bicycle}=cache"));
    let table = "301 /buy-sell/a%20table-k3x9/ article; source=fallback";
    assert_eq!(ask(&site, 2).await, table);
    assert_eq!(ask(&site, 3).await, "410  article; source=fallback");
    assert_eq!(ask(&site, 4).await, "302 /buy-sell/ article");
    let beyond = 9_999_999_999_999_999_999;
    assert_eq!(ask(&site, beyond).await, "302 /buy-sell/ article");

    let before = server.statements("ANY($1)");
    let asked = (1_000..1_200).map(|id| {
        let site = site.clone();
        tokio::spawn(async move { (id, ask(&site, id).await) })
    });
    for answer in asked.collect::<Vec<_>>() {
        let (id, answer) = answer.await.unwrap();
        let title = format!("301 /buy-sell/edition%20{id}-n{id}/ article; source=fallback");
        assert_eq!(answer, title);
    }
    let statements = server.statements("ANY($1)") - before;
    assert!(
        (1..100).contains(&statements),
        "{statements} statements for 200 ids"
    );

    let taken_down = "UPDATE articles SET taken_down = true WHERE old = 1";
    client.batch_execute(taken_down).await.unwrap();
    lookups.articles().invalidate([1]);
    assert_eq!(ask(&site, 1).await, "410  article; source=fallback");

    server.stop();
    assert_eq!(ask(&site, 500).await, "307 /buy-sell/?old=500 article");
    assert!(ask(&site, 2).await.ends_with("source=cache"));
    server.run().await;
    for _ in 0..600 {
        if ask(&site, 500).await == "302 /buy-sell/ article" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the site does not find the database again");
}

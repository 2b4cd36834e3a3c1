//! The site in front of a real server.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt;

use crate::articles::Store;
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
async fn redis_answers_and_its_outage_is_temporary() {
    let Some(mut server) = Server::start().await else {
        assert!(
            std::env::var_os("SERVERS_REQUIRED").is_none(),
            "Redis is not installed"
        );
        eprintln!("skipped: Redis is not installed");
        return;
    };
    let mut redis = server.connect().await.unwrap();
    let article = |id: u64, node: &str, title: &str, country: &str| {
        let mut set = redis::cmd("SET");
        let value =
            format!(r#"{{"article":{{"nodeId":"{node}","title":"{title}","country":{country}}}}}"#);
        set.arg(format!("article:{id}")).arg(value).to_owned()
    };
    let mut pipe = redis::pipe();
    pipe.add_command(article(1, "n7w2", "a red bicycle", r#""kr""#));
    pipe.add_command(article(2, "k3x9", "a table", "null"));
    pipe.set("article:3", r#""takenDown""#);
    pipe.set("article:5", "no JSON");
    for id in 1_000..1_200 {
        pipe.add_command(article(
            id,
            &format!("n{id}"),
            &format!("edition {id}"),
            "null",
        ));
    }
    let () = pipe.query_async(&mut redis).await.unwrap();

    let lookups = Lookups::new();
    let site = site(Store::new(&server.url()).unwrap(), lookups.clone());
    let bicycle = "301 /kr/buy-sell/a%20red%20bicycle-n7w2/ article; source";
    assert_eq!(ask(&site, 1).await, format!("{bicycle}=fallback"));
    assert_eq!(ask(&site, 1).await, format!("{bicycle}=cache"));
    let table = "301 /buy-sell/a%20table-k3x9/ article; source=fallback";
    assert_eq!(ask(&site, 2).await, table);
    assert_eq!(ask(&site, 3).await, "410  article; source=fallback");
    assert_eq!(ask(&site, 4).await, "302 /buy-sell/ article");
    assert_eq!(ask(&site, 5).await, "307 /buy-sell/?old=5 article");

    let before = server.commands("mget").await;
    let asked = (1_000..1_200).map(|id| {
        let site = site.clone();
        tokio::spawn(async move { (id, ask(&site, id).await) })
    });
    for answer in asked.collect::<Vec<_>>() {
        let (id, answer) = answer.await.unwrap();
        let title = format!("301 /buy-sell/edition%20{id}-n{id}/ article; source=fallback");
        assert_eq!(answer, title);
    }
    let commands = server.commands("mget").await - before;
    assert!(
        (1..100).contains(&commands),
        "{commands} commands for 200 ids"
    );

    let mut take_down = redis::cmd("SET");
    take_down.arg("article:1").arg(r#""takenDown""#);
    let () = take_down.query_async(&mut redis).await.unwrap();
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
    panic!("the site does not find Redis again");
}

//! Lookups behind middleware, and policies that are swapped in.

use http::{Request, StatusCode};
use redirects::BoxError;

use super::routes::{Lookups, Redirects};
use super::{Site, folder};

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

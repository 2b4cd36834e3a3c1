//! The small site of the examples, served by actix-web; its policy is `examples/site/redirects.yml`, its handlers are in
//! `examples/site/src/lib.rs`.
//!
//! ```text
//! cargo run -p example-actix
//! ```

use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};
use example_site::{Site, announce, heading, routes::Redirects};
use redirects::actix::Redirect;
use redirects::{BoxError, Options};

/// The pages that the site has today.
fn pages(app: &mut web::ServiceConfig) {
    app.route("/", web::get().to(async || html("Market")))
        .route("/company/", web::get().to(async || html("Company")))
        .route("/kr/jobs/", web::get().to(async || html("Jobs")))
        .route("/kr/jobs/{name}/", web::get().to(page))
        .route("/kr/buy-sell/{name}/", web::get().to(page))
        .route("/buy-sell/{name}/", web::get().to(page));
}

async fn page(name: web::Path<String>) -> HttpResponse {
    html(&heading(&name))
}

fn html(title: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(format!("<h1>{title}</h1>"))
}

async fn serve() -> Result<(), BoxError> {
    // Made once: what is made inside the closure would be another one for every worker.
    let options = Options::new()
        .deadline(Duration::from_millis(500))
        .in_flight(256);
    let redirects = Redirect::new(Redirects::new(Site::default())).options(options);
    let port = std::env::var("PORT").map_or(Ok(3000), |port| port.parse::<u16>())?;
    // Wrapped last, so that it sees requests before the pages do.
    let server = HttpServer::new(move || App::new().configure(pages).wrap(redirects.clone()))
        .bind(("127.0.0.1", port))?;
    for address in server.addrs() {
        announce(address);
    }
    server.run().await?;
    println!("Stopped.");
    Ok(())
}

fn main() -> Result<(), BoxError> {
    actix_web::rt::System::new().block_on(serve())
}

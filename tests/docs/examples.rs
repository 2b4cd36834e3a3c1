//! The examples, run as a reader runs them, and asked over HTTP by a real client.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use http::{Method, Request, Response};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

/// An example that runs until the test ends.
struct Example {
    process: Child,
    address: String,
}

impl Drop for Example {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn start(name: &str) -> Example {
    let package = format!("example-{name}");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", &package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(built.unwrap().success());
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().unwrap().parent().unwrap();
    let program = profile.with_file_name("debug").join(package);
    let mut process = Command::new(program)
        .env("PORT", "0")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    // It goes on telling: someone has to listen.
    std::thread::spawn(move || told.lines().count());
    let address = line.strip_prefix("Listening on ").unwrap();
    let address = address.split(' ').next().unwrap().to_owned();
    Example { process, address }
}

fn send(example: &Example, method: Method, target: &str) -> Response<String> {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    runtime.block_on(async {
        let client = Client::builder(TokioExecutor::new()).build_http();
        let request = Request::builder().method(method);
        let request = request.uri(format!("{}{target}", example.address));
        let request = request.body(Empty::<Bytes>::new()).unwrap();
        let (parts, body) = client.request(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Response::from_parts(parts, String::from_utf8(body.to_vec()).unwrap())
    })
}

/// Method, target, and status with location.
const ASKED: &[(Method, &str, u16, &str)] = &[
    (Method::GET, "/", 200, ""),
    (Method::GET, "/nowhere", 404, ""),
    (Method::GET, "/about-us?ref=mail", 301, "/company/?ref=mail"),
    (Method::HEAD, "/about-us", 301, "/company/"),
    (Method::POST, "/about-us", 404, ""),
    (
        Method::GET,
        "/articles/1",
        301,
        "/kr/buy-sell/a%20red%20bicycle-n7w2/",
    ),
    (
        Method::GET,
        "/articles/2/",
        301,
        "/buy-sell/50%25%20off:%20lamps%20&%20chairs-k3x9/",
    ),
    (Method::GET, "/articles/9", 410, ""),
    (
        Method::GET,
        "/article.php?id=1",
        301,
        "/kr/buy-sell/a%20red%20bicycle-n7w2/",
    ),
    (
        Method::GET,
        "/kr/job-posts/a-good-job-c0ffee/",
        301,
        "/kr/jobs/a-good-job-j81/",
    ),
    (Method::GET, "/kr/job-posts/down", 302, "/kr/jobs/"),
    (
        Method::GET,
        "/blog/2019/07/hello-world?ref=mail",
        301,
        "/stories/hello-world?ref=mail",
    ),
    (Method::GET, "/lottery", 451, ""),
    (Method::POST, "/old-checkout", 303, "/checkout"),
];

fn ask(name: &str) {
    let example = start(name);
    for (method, target, status, location) in ASKED {
        let response = send(&example, method.clone(), target);
        let to = response.headers().get("location");
        let to = to.map_or("", |to| to.to_str().unwrap());
        assert_eq!(
            (response.status().as_u16(), to),
            (*status, *location),
            "{name} {target}"
        );
    }
    // A browser that follows comes to a page.
    let moved = send(&example, Method::GET, "/articles/1");
    let to = moved.headers()["location"].to_str().unwrap().to_owned();
    let page = send(&example, Method::GET, &to);
    assert_eq!(page.body(), "<h1>a red bicycle-n7w2</h1>", "{name}");
}

#[test]
fn axum() {
    ask("axum");
}

#[test]
fn actix() {
    ask("actix");
}

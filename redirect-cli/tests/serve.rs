//! `redirects serve`: a real connection to the preview.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use support::Folder;

struct Preview {
    process: Child,
    address: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn preview(arguments: &[&str]) -> Preview {
    let mut process = Command::new(env!("CARGO_BIN_EXE_redirects"))
        .args(["serve", "--port", "0"])
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool");
    let mut told = BufReader::new(process.stderr.take().expect("a pipe"));
    let mut line = String::new();
    told.read_line(&mut line).expect("a line");
    let address = line
        .strip_prefix("http://")
        .and_then(|rest| rest.split(' ').next());
    let address = address.expect("an address").to_owned();
    Preview { process, address }
}

fn ask(preview: &Preview, request: &str) -> String {
    let mut stream = TcpStream::connect(&preview.address).expect("a connection");
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn the_preview_answers_as_the_middleware_does() {
    let preview = preview(&["../examples/site/redirects.yml", "--at", "2027-07-01"]);
    assert!(
        preview.address.starts_with("127.0.0.1:"),
        "this machine alone"
    );
    let get = |target: &str, fields: &str| {
        ask(
            &preview,
            &format!("GET {target} HTTP/1.1\r\nHost: market.example\r\n{fields}\r\n"),
        )
    };
    let moved = get("/about-us?ref=mail", "");
    assert!(
        moved.starts_with("HTTP/1.1 301 Moved Permanently\r\n"),
        "{moved}"
    );
    assert!(
        moved.contains("\r\nlocation: /company/?ref=mail\r\n"),
        "{moved}"
    );
    assert!(
        moved.contains("\r\nredirects-preview: by /about-us ("),
        "{moved}"
    );
    let language = get("/feed", "Accept-Language: ko\r\n");
    assert!(
        language.contains("\r\nlocation: /feed/ko/\r\n"),
        "{language}"
    );
    assert!(
        language.contains("\r\nvary: accept-language\r\n"),
        "{language}"
    );
    let handled = get("/articles/7", "");
    assert!(
        handled.contains("handleBuySellArticles") && handled.contains("dbId = 7"),
        "{handled}"
    );
    let site = get("/nowhere", "");
    assert!(site.contains("The site answers"), "{site}");
    let head = ask(&preview, "HEAD /lottery HTTP/1.1\r\n\r\n");
    assert!(
        head.starts_with("HTTP/1.1 451") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
    assert!(ask(&preview, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400"));
}

const AFTER_THE_SITE: &str = "redirectionPolicy:
  version: 0.0.1
  rules:
    - { source: /moved, destination: /new }
    - { source: '/:old', destination: '/archive/:old', statusCode: 302, when: { siteStatus: 404, language: 'en' } }
    - { source: '/:old', statusCode: 410, when: { siteStatus: 410 } }
  coverage: { live: ['/here', '/new', '/archive/*'] }
";

#[test]
fn rules_that_need_the_answer_of_the_site_are_asked_as_if_it_lacked_the_page() {
    let folder = Folder::new("serve-site-status");
    let policy = folder.write("redirects.yml", AFTER_THE_SITE);
    let lacking = preview(&[&policy]);
    let get = |preview: &Preview, target: &str, language: &str| {
        let fields = format!("Host: a.example\r\nAccept-Language: {language}\r\n");
        ask(preview, &format!("GET {target} HTTP/1.1\r\n{fields}\r\n"))
    };
    let first = get(&lacking, "/moved", "en");
    assert!(first.contains("\r\nlocation: /new\r\n"), "{first}");
    let missing = get(&lacking, "/old?x=1", "en");
    assert!(missing.starts_with("HTTP/1.1 302"), "{missing}");
    assert!(
        missing.contains("\r\nlocation: /archive/old?x=1\r\n")
            && missing.contains(":5), as the site is taken to answer 404\r\n")
            && missing.contains("\r\nvary: accept-language\r\n"),
        "{missing}"
    );
    let other = get(&lacking, "/old", "de");
    assert!(other.starts_with("HTTP/1.1 404"), "{other}");
    assert!(other.contains("\r\nvary: accept-language\r\n"), "{other}");
    let live = get(&lacking, "/here", "en");
    assert!(live.starts_with("HTTP/1.1 200"), "{live}");
    let foreign = get(&lacking, "/a/b", "en");
    assert!(
        foreign.starts_with("HTTP/1.1 200"),
        "no rule asks: {foreign}"
    );

    let gone = preview(&[&policy, "--site-status", "410"]);
    assert!(get(&gone, "/here", "en").starts_with("HTTP/1.1 410 Gone"));
}

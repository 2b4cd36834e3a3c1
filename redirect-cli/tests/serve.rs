//! `redirects serve`: a real connection to the preview.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

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

fn preview() -> Preview {
    let mut process = Command::new(env!("CARGO_BIN_EXE_redirects"))
        .args([
            "serve",
            "../examples/site/redirects.yml",
            "--port",
            "0",
            "--at",
            "2027-07-01",
        ])
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
    let preview = preview();
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

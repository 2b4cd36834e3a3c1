//! Bytes on a socket, for what no client would send.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Time that a server may take; all answer in milliseconds, but the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// Sends bytes; returns what comes back until the server closes or has sent a whole answer and nothing more.
pub(crate) fn send(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(address);
    // A server that refuses may close before it has read everything.
    let _ = stream.write_all(bytes);
    // Not where it is not needed: to some servers half a connection is none.
    if find(bytes, b"close").is_none() {
        let _ = stream.shutdown(std::net::Shutdown::Write);
    }
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return answer,
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return answer,
            Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&answer)),
        }
    }
}

/// Reads until the bytes end with these.
pub(crate) fn read_until(stream: &mut TcpStream, end: &[u8]) -> Vec<u8> {
    let mut seen = Vec::new();
    let mut byte = [0];
    while !seen.ends_with(end) {
        match stream.read(&mut byte) {
            Ok(1) => seen.push(byte[0]),
            other => panic!("{other:?} after {}", String::from_utf8_lossy(&seen)),
        }
    }
    seen
}

/// The answers in what came back, by their lengths.
pub(crate) fn answers(mut bytes: &[u8]) -> Vec<http::Response<String>> {
    let mut answers = Vec::new();
    while !bytes.is_empty() {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let end = find(bytes, b"\r\n\r\n").unwrap_or_else(|| panic!("no whole answer: {text}"));
        let front = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = front.split("\r\n");
        let status = lines.next().unwrap();
        assert!(status.starts_with("HTTP/1."), "{status}");
        let mut response = http::Response::builder().status(&status[9..12]);
        for line in lines {
            let (name, value) = line.split_once(':').unwrap();
            response = response.header(name, value.trim());
        }
        let mut response = response.body(String::new()).unwrap();
        let length = response.headers().get("content-length");
        let length = length.map_or(0, |length| length.to_str().unwrap().parse().unwrap());
        let body = &bytes[end + 4..];
        *response.body_mut() = String::from_utf8(body[..length].to_vec()).unwrap();
        bytes = &body[length..];
        answers.push(response);
    }
    answers
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

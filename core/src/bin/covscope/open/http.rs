//! As much of HTTP/1.1 as a page on loopback asks: a request for each connection, without a body.
//!
//! `httparse` reads the request. There are three answers, to one person: hyper, and the runtime that it needs, would be twenty packages.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The most bytes of a request's head.
const LONGEST: usize = 1 << 14;

/// The most headers.
const HEADERS: usize = 64;

/// Browsers open connections that they may never use.
const PATIENCE: Duration = Duration::from_secs(60);

/// With every answer: for this page alone, in no frame, kept nowhere.
const COMMON: &str = "Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n\
                      Cross-Origin-Resource-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n\
                      Referrer-Policy: no-referrer\r\n";

/// A request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// `GET`.
    pub(super) method: String,
    /// The path, with what follows it.
    pub(super) target: String,
    /// The host that was asked, as the browser names it; empty for none.
    pub(super) host: String,
}

impl Request {
    /// Waits for the request of a new connection.
    pub(super) fn read(mut stream: &TcpStream) -> io::Result<Request> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut head = Vec::new();
        let mut part = [0; 2048];
        while head.len() < LONGEST {
            let read = stream.read(&mut part)?;
            head.extend_from_slice(part.get(..read).unwrap_or_default());
            match Request::of(&head) {
                Ok(Some(request)) => return Ok(request),
                Ok(None) if read > 0 => {}
                _ => break,
            }
        }
        Err(io::ErrorKind::InvalidData.into())
    }

    /// The request, if its head is there as a whole.
    fn of(head: &[u8]) -> Result<Option<Request>, httparse::Error> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        if request.parse(head)?.is_partial() {
            return Ok(None);
        }
        let mut hosts = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) => String::from_utf8_lossy(host.value).into_owned(),
            _ => String::new(),
        };
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Ok(Some(Request { method: text(request.method), target: text(request.path), host }))
    }
}

/// An answer.
pub(super) struct Answer {
    status: u16,
    kind: &'static str,
    body: String,
}

impl Answer {
    pub(super) fn html(body: String) -> Answer {
        Answer { status: 200, kind: "text/html", body }
    }

    pub(super) fn text(status: u16, body: &str) -> Answer {
        Answer { status, kind: "text/plain", body: body.to_owned() }
    }

    /// Answers, and ends the connection.
    pub(super) fn send(&self, mut stream: &TcpStream) -> io::Result<()> {
        let Answer { status, kind, body } = self;
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} \r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\n{COMMON}\r\n"
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.as_bytes())?;
        stream.flush()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn of(head: &str) -> Option<Request> {
        Request::of(head.as_bytes()).unwrap()
    }

    #[test]
    fn a_head_is_read_when_it_is_there_as_a_whole() {
        let head = "GET /a/watched HTTP/1.1\r\nHOST: 127.0.0.1:8\r\nAccept: */*\r\n\r\n";
        assert_eq!(of(&head[..head.len() - 1]), None);
        let [method, target, host] = ["GET", "/a/watched", "127.0.0.1:8"].map(str::to_owned);
        assert_eq!(of(head), Some(Request { method, target, host }));
    }

    #[test]
    fn two_hosts_are_none_and_other_protocols_are_refused() {
        assert_eq!(of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").unwrap().host, "");
        assert_eq!(of("GET / HTTP/1.1\r\n\r\n").unwrap().host, "");
        assert!(Request::of(b"\x16\x03\x01\x02\x00").is_err());
    }
}

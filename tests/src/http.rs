//! As much of HTTP/1.1 as browsers ask of a site's files: a request for each connection, read and answered.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The most bytes of a request's head.
const LONGEST: u64 = 1 << 16;

/// Browsers open connections that they may never use.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request that waits for its answer.
pub(crate) struct Request {
    /// `GET`.
    pub(crate) method: String,
    /// What it asks for, as it stands in its first line.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    stream: TcpStream,
}

impl Request {
    /// Waits for the request of a new connection, without its body.
    pub(crate) fn read(stream: TcpStream) -> io::Result<Request> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut lines = BufReader::new((&stream).take(LONGEST)).lines();
        let mut next = || lines.next().unwrap_or_else(|| Err(io::ErrorKind::UnexpectedEof.into()));
        let first = next()?;
        let mut words = first.split(' ').map(str::to_owned);
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let mut headers = Vec::new();
        loop {
            let line = next()?;
            match line.split_once(':') {
                Some((name, value)) => headers.push((name.to_owned(), value.trim().to_owned())),
                None => return Ok(Request { method, target, headers, stream }),
            }
        }
    }

    /// A header by its name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Answers, and ends the connection.
    pub(crate) fn answer(mut self, status: u16, headers: &[(&str, &str)], body: &[u8]) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {status} \r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        self.stream.write_all(head.as_bytes())?;
        if self.method != "HEAD" {
            self.stream.write_all(body)?;
        }
        self.stream.flush()
    }
}

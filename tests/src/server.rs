//! A server of the built site on loopback, which answers as GitHub Pages does: under `/covscope/`, gzipped when the browser
//! takes that, and without any header that would protect the page (Pages lets a site set none).
//!
//! It remembers what it was asked for. A browser that has this server as its proxy asks it for other hosts' addresses too,
//! and gets nothing.

use std::collections::HashMap;
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::{fs, io};

use sha2::{Digest, Sha256};

use crate::http::Request;
use crate::site::gzip;

/// The path that the site stands under, as a project's site on GitHub Pages does.
pub const BASE: &str = "/covscope/";

/// A running server; it ends when dropped.
pub struct Server {
    shared: Arc<Shared>,
    port: u16,
    listening: Option<JoinHandle<()>>,
}

/// One request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// `GET`.
    pub method: String,
    /// What was asked for: a path with its query, or a whole address (or `host:port`) when this server is taken as a proxy.
    pub target: String,
    /// The status of the answer.
    pub status: u16,
}

impl Server {
    /// Serves the folder `dist` at a port, 0 for a free one. `max_age` is how many seconds a browser may use a file before
    /// it asks again; GitHub Pages says 600.
    pub fn start(dist: impl Into<PathBuf>, port: u16, max_age: u32) -> io::Result<Server> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            ended: AtomicBool::default(),
            dist: dist.into(),
            max_age,
            put: Mutex::default(),
            refused: Mutex::default(),
            held: Mutex::default(),
            released: Condvar::new(),
            seen: Mutex::default(),
        });
        let listening = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    if shared.ended.load(Ordering::Relaxed) {
                        break;
                    }
                    // As many threads as connections: a browser waits for all of them at once.
                    let shared = Arc::clone(&shared);
                    thread::spawn(move || Request::read(stream).map(|request| shared.answer(request)));
                }
            })
        };
        Ok(Server { shared, port, listening: Some(listening) })
    }

    /// The site's address: `http://127.0.0.1:8123/covscope/`.
    pub fn url(&self) -> String {
        format!("http://{}{BASE}", self.authority())
    }

    /// The host and port: `127.0.0.1:8123`.
    pub fn authority(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Answers 503 from now on where the path contains `part`.
    pub fn refuse(&self, part: &str) {
        lock(&self.shared.refused).push(part.to_owned());
    }

    /// Answers nothing where the path contains `part`, until [`Server::release`].
    pub fn hold(&self, part: &str) {
        *lock(&self.shared.held) = Some(part.to_owned());
    }

    /// Answers what was held.
    pub fn release(&self) {
        lock(&self.shared.held).take();
        self.shared.released.notify_all();
    }

    /// Answers with `bytes` from now on where the path below [`BASE`] is `path`, whether or not the site has such a file.
    pub fn put(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        lock(&self.shared.put).insert(path.to_owned(), bytes.into());
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Seen> {
        lock(&self.shared.seen).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.release();
        self.shared.ended.store(true, Ordering::Relaxed);
        // It looks when the next one comes.
        let woken = TcpStream::connect(self.authority());
        if let Some(listening) = self.listening.take().filter(|_| woken.is_ok()) {
            let _ = listening.join();
        }
    }
}

struct Shared {
    ended: AtomicBool,
    dist: PathBuf,
    max_age: u32,
    put: Mutex<HashMap<String, Vec<u8>>>,
    refused: Mutex<Vec<String>>,
    held: Mutex<Option<String>>,
    released: Condvar,
    seen: Mutex<Vec<Seen>>,
}

impl Shared {
    fn answer(&self, request: Request) {
        let refused = lock(&self.refused).iter().any(|part| request.target.contains(part.as_str()));
        let is_held =
            |held: &mut Option<String>| held.as_ref().is_some_and(|part| request.target.contains(part.as_str()));
        drop(self.released.wait_while(lock(&self.held), is_held));
        let answer = match request.method.as_str() {
            _ if refused => Answer::status(503),
            "GET" | "HEAD" => self.find(&request.target),
            _ => Answer::status(405),
        };
        lock(&self.seen).push(Seen {
            method: request.method.clone(),
            target: request.target.clone(),
            status: answer.status,
        });
        // The browser may be gone: nothing to do about it.
        let _ = answer.respond(request, self.max_age);
    }

    fn find(&self, target: &str) -> Answer {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        if path == BASE.trim_end_matches('/') {
            return Answer::moved(BASE);
        }
        let Some(path) = path.strip_prefix(BASE).and_then(decode) else { return Answer::status(404) };
        if let Some(bytes) = lock(&self.put).get(&path) {
            return Answer::file(200, Path::new(&path), bytes.clone());
        }
        let file = self.dist.join(&path);
        if file.is_dir() && !path.is_empty() && !path.ends_with('/') {
            return Answer::moved(&format!("{BASE}{path}/"));
        }
        let file = if path.is_empty() || path.ends_with('/') { file.join("index.html") } else { file };
        match fs::read(&file) {
            Ok(bytes) => Answer::file(200, &file, bytes),
            Err(_) => match fs::read(self.dist.join("404.html")) {
                Ok(bytes) => Answer::file(404, Path::new("404.html"), bytes),
                Err(_) => Answer::status(404),
            },
        }
    }
}

struct Answer {
    status: u16,
    kind: &'static str,
    bytes: Vec<u8>,
    location: Option<String>,
}

impl Answer {
    fn file(status: u16, path: &Path, bytes: Vec<u8>) -> Answer {
        Answer { status, kind: kind(path), bytes, location: None }
    }

    fn status(status: u16) -> Answer {
        Answer::file(
            status,
            Path::new("a.html"),
            format!("<!DOCTYPE html><title>{status}</title>{status}").into_bytes(),
        )
    }

    fn moved(to: &str) -> Answer {
        Answer { location: Some(to.to_owned()), ..Answer::status(301) }
    }

    fn respond(self, request: Request, max_age: u32) -> io::Result<()> {
        let known = request.header("If-None-Match");
        let accepts_gzip = request.header("Accept-Encoding").is_some_and(|accepted| accepted.contains("gzip"));
        let hash = Sha256::digest(&self.bytes);
        let tag =
            format!("\"{:02x}{:02x}{:02x}{:02x}{:02x}{:02x}\"", hash[0], hash[1], hash[2], hash[3], hash[4], hash[5]);
        let unchanged = self.status == 200 && known.is_some_and(|known| known.contains(&tag));
        let packs = accepts_gzip && (self.kind.starts_with("text/") || self.kind.starts_with("application/"));
        let bytes = match (unchanged, packs) {
            (true, _) => Vec::new(),
            (false, true) => gzip(&self.bytes)?,
            (false, false) => self.bytes,
        };
        let age = format!("max-age={max_age}");
        let mut headers = vec![
            ("Content-Type", self.kind),
            ("Access-Control-Allow-Origin", "*"),
            ("Cache-Control", age.as_str()),
            ("ETag", tag.as_str()),
            ("Vary", "Accept-Encoding"),
        ];
        if packs && !unchanged {
            headers.push(("Content-Encoding", "gzip"));
        }
        if let Some(location) = &self.location {
            headers.push(("Location", location.as_str()));
        }
        request.answer(if unchanged { 304 } else { self.status }, &headers, &bytes)
    }
}

/// The media type that GitHub Pages gives a file of that name.
fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "application/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Undoes percent-encoding; `None` for what is no path inside the site.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            _ => byte,
        };
        bytes.push(byte);
    }
    let path = String::from_utf8(bytes).ok()?;
    let inside = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    inside.then_some(path)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::{env, fs, process};

    use super::*;

    /// A site of one page and one program; removed when dropped.
    struct Site(PathBuf);

    impl Site {
        fn new(name: &str) -> Site {
            let folder = env::temp_dir().join(format!("covscope-{name}-{}", process::id()));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("index.html"), "<p>home").unwrap();
            fs::write(folder.join("a b.wasm"), "\0asm".repeat(1000)).unwrap();
            Site(folder)
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// The answer's head to a request, and how long its body is.
    fn ask(server: &Server, target: &str, headers: &str) -> (String, usize) {
        let mut stream = TcpStream::connect(server.authority()).unwrap();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&answer[..end]).into_owned(), answer.len() - end - 4)
    }

    #[test]
    fn it_answers_as_github_pages_does() {
        let site = Site::new("answers");
        let server = Server::start(&site.0, 0, 600).unwrap();
        let (head, length) = ask(&server, "/covscope/", "");
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/html") && length == 7, "{head}");
        assert!(head.contains("Cache-Control: max-age=600") && !head.contains("Content-Security-Policy"), "{head}");
        let (head, _) = ask(&server, "/covscope", "");
        assert!(head.starts_with("HTTP/1.1 301") && head.contains("Location: /covscope/"), "{head}");
        let (head, length) = ask(&server, "/covscope/a%20b.wasm?v=1", "Accept-Encoding: br, gzip\r\n");
        assert!(head.contains("application/wasm") && head.contains("Content-Encoding: gzip") && length < 100, "{head}");
        for target in
            ["/", "/covscope/none", "/covscope/../Cargo.toml", "/covscope/%2e%2e/%2e%2e/x", "http://elsewhere/"]
        {
            assert!(ask(&server, target, "").0.starts_with("HTTP/1.1 404"), "{target}");
        }
        assert_eq!(server.requests().len(), 8);
    }

    #[test]
    fn connections_that_ask_nothing_hold_up_no_other() {
        let site = Site::new("idle");
        let server = Server::start(&site.0, 0, 600).unwrap();
        let idle: Vec<_> = (0..20).map(|_| TcpStream::connect(server.authority()).unwrap()).collect();
        assert!(ask(&server, "/covscope/", "").0.starts_with("HTTP/1.1 200"));
        drop(idle);
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let site = Site::new("unchanged");
        let server = Server::start(&site.0, 0, 0).unwrap();
        let (head, _) = ask(&server, "/covscope/", "");
        let tag = head.lines().find_map(|line| line.strip_prefix("ETag: ")).unwrap();
        let (head, length) = ask(&server, "/covscope/", &format!("If-None-Match: {tag}\r\n"));
        assert!(head.starts_with("HTTP/1.1 304") && length == 0, "{head}");
        server.put("index.html", "<p>new");
        assert!(
            ask(&server, "/covscope/index.html", &format!("If-None-Match: {tag}\r\n")).0.starts_with("HTTP/1.1 200")
        );
        server.refuse("index");
        assert!(ask(&server, "/covscope/index.html", "").0.starts_with("HTTP/1.1 503"));
    }
}

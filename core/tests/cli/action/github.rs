//! As much of GitHub's API as the Action asks for, on loopback.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// The token that it knows.
pub(super) const TOKEN: &str = "token-of-the-run";

/// Who that is.
pub(super) const BOT: &str = "github-actions[bot]";

/// Marks an answer that ends too early.
const CUT: &str = "X-Cut: yes";

/// A running stand-in; it ends when dropped.
pub(super) struct GitHub {
    shared: Arc<Shared>,
    port: u16,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    met: Condvar,
    ended: AtomicBool,
}

/// What it knows, and how it behaves.
#[derive(Default)]
pub(super) struct State {
    pub(super) pulls: Vec<Value>,
    pub(super) comments: Vec<Value>,
    /// What a pull request changes.
    pub(super) diff: String,
    /// Whether the token may not write.
    pub(super) is_read_only: bool,
    pub(super) faults: Vec<Fault>,
    /// So many runs wait for each other before they hear for the first time which comments there are.
    pub(super) meeting: usize,
    n_waiting: usize,
    n_made: u64,
    /// Method and target of each request.
    pub(super) seen: Vec<String>,
}

/// An answer instead of the right one.
#[derive(Clone, Default)]
pub(super) struct Fault {
    /// What the request's method and target begin with.
    pub(super) of: &'static str,
    pub(super) status: u16,
    pub(super) header: &'static str,
    /// How often.
    pub(super) times: usize,
    /// Whether what was asked is done all the same.
    pub(super) is_done: bool,
    /// Whether the connection ends in the middle of the answer.
    pub(super) is_cut: bool,
}

/// A pull request as the API tells it.
pub(super) fn pull(number: u64, sha: &str, repository: &str) -> Value {
    json!({
        "number": number,
        "state": "open",
        "head": { "sha": sha, "ref": "topic", "repo": { "full_name": repository } },
        "base": { "sha": "b".repeat(40) },
    })
}

impl GitHub {
    pub(super) fn start() -> GitHub {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if own.ended.load(Ordering::Relaxed) {
                    break;
                }
                let shared = Arc::clone(&own);
                thread::spawn(move || answer(&shared, stream));
            }
        });
        GitHub { shared, port }
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap()
    }

    /// The texts of the comments.
    pub(super) fn comments(&self) -> Vec<String> {
        self.state().comments.iter().map(|comment| comment["body"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for GitHub {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn answer(shared: &Shared, mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let first = line();
    let mut headers = HashMap::new();
    while let Some((name, value)) = line().split_once(": ") {
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut words = first.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return };
    let (status, header, text) = if headers.get("authorization") == Some(&format!("Bearer {TOKEN}")) {
        shared.respond(method, target, headers.get("accept").map_or("", String::as_str), &body)
    } else {
        (401, "", json!({ "message": "Bad credentials" }).to_string())
    };
    let line = if header.is_empty() { String::new() } else { format!("{header}\r\n") };
    let head = format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n{line}\r\n", text.len());
    let length = if header == CUT { text.len() / 2 } else { text.len() };
    _ = stream.write_all(&[head.as_bytes(), &text.as_bytes()[..length]].concat());
}

impl Shared {
    fn respond(&self, method: &str, target: &str, accept: &str, body: &[u8]) -> (u16, &'static str, String) {
        let mut state = self.state.lock().unwrap();
        let request = format!("{method} {target}");
        state.seen.push(request.clone());
        if request.starts_with("GET /repos/o/r/issues/") && state.n_waiting < state.meeting {
            state.n_waiting += 1;
            self.met.notify_all();
            // Long enough for the others, and not for ever.
            let patience = Duration::from_secs(120);
            state = self.met.wait_timeout_while(state, patience, |state| state.n_waiting < state.meeting).unwrap().0;
        }
        let fault = state.faults.iter_mut().find(|fault| fault.times > 0 && request.starts_with(fault.of));
        let fault = fault.map(|fault| {
            fault.times -= 1;
            fault.clone()
        });
        if fault.as_ref().is_none_or(|fault| fault.is_done) {
            let (status, text) = state.respond(method, target, accept, body);
            match fault {
                None => return (status, "", text),
                Some(Fault { is_cut: true, .. }) => return (status, CUT, text),
                Some(_) => {}
            }
        }
        let Fault { status, header, .. } = fault.unwrap_or_default();
        (status, header, json!({ "message": "not now" }).to_string())
    }
}

impl State {
    fn respond(&mut self, method: &str, target: &str, accept: &str, body: &[u8]) -> (u16, String) {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let parts: Vec<&str> = path.trim_start_matches("/repos/o/r/").split('/').collect();
        if method != "GET" && self.is_read_only {
            return (403, json!({ "message": "Resource not accessible by integration" }).to_string());
        }
        let text = || serde_json::from_slice::<Value>(body).unwrap()["body"].as_str().unwrap().to_owned();
        if matches!(method, "POST" | "PATCH") && text().chars().count() > 65_536 {
            return (422, json!({ "message": "body is too long (maximum is 65536 characters)" }).to_string());
        }
        let missing = (404, json!({ "message": "Not Found" }).to_string());
        let place = |id: &str, comments: &[Value]| comments.iter().position(|it| it["id"].as_u64() == id.parse().ok());
        match (method, parts.as_slice()) {
            ("GET", ["pulls"]) => {
                let of = query.split('&').find_map(|part| part.strip_prefix("head=")).unwrap_or_default();
                let is_of = |pull: &&Value| {
                    let owner = pull["head"]["repo"]["full_name"].as_str().unwrap().split('/').next().unwrap();
                    of == format!("{owner}%3A{}", pull["head"]["ref"].as_str().unwrap())
                };
                (200, Value::from(self.pulls.iter().filter(is_of).cloned().collect::<Vec<_>>()).to_string())
            }
            ("GET", ["pulls", number]) => {
                match self.pulls.iter().find(|pull| pull["number"].as_u64() == number.parse().ok()) {
                    Some(_) if accept.ends_with(".diff") => (200, self.diff.clone()),
                    Some(pull) => (200, pull.to_string()),
                    None => missing,
                }
            }
            ("GET", ["issues", number, "comments"]) => {
                let page: usize = query.split("page=").last().unwrap().parse().unwrap();
                let of = self.comments.iter().filter(|comment| comment["issue"] == **number);
                (200, Value::from(of.skip((page - 1) * 100).take(100).cloned().collect::<Vec<_>>()).to_string())
            }
            ("POST", ["issues", number, "comments"]) => {
                let comment = self.comment(number, BOT, &text());
                (201, comment.to_string())
            }
            ("PATCH", ["issues", "comments", id]) => match place(id, &self.comments) {
                Some(at) => {
                    self.comments[at]["body"] = text().into();
                    (200, self.comments[at].to_string())
                }
                None => missing,
            },
            ("DELETE", ["issues", "comments", id]) => match place(id, &self.comments) {
                Some(at) => {
                    self.comments.remove(at);
                    (204, String::new())
                }
                None => missing,
            },
            _ => missing,
        }
    }

    /// Adds a comment of `user`'s.
    pub(super) fn comment(&mut self, number: &str, user: &str, body: &str) -> Value {
        self.n_made += 1;
        let id = self.n_made;
        let url = format!("https://github.com/o/r/pull/{number}#issuecomment-{id}");
        let comment = json!({ "id": id, "issue": number, "user": { "login": user }, "body": body, "html_url": url });
        self.comments.push(comment.clone());
        comment
    }
}

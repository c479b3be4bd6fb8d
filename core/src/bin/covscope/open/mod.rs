//! `covscope open`: the report in the browser, from a server on loopback; when the data changes, the page shows the new.

mod http;
mod shown;
mod watch;

use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use self::http::{Answer, Request};
use self::shown::Shown;
use super::console::{Console, Stop, print};
use super::options::{Options, int};

/// Serves until it is ended from outside.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let port = match options.value("port") {
        None => 0,
        Some(value) => int(value).and_then(|port| u16::try_from(port).ok()).ok_or_else(|| {
            Stop(format!("--port is {value}; expected a number from 0, for any that is free, to 65535."))
        })?,
    };
    if options.value("diff") == Some("-") {
        return Err(Stop("--diff is -; expected a file here, for it is read again when the data changes.".to_owned()));
    }
    let shown = Shown::new(options, console)?;
    let listener =
        TcpListener::bind(("127.0.0.1", port)).map_err(|error| Stop(format!("Port {port} can't be had: {error}")))?;
    let port = listener.local_addr().map_err(|error| Stop(error.to_string()))?.port();
    let site = Arc::new(Site { port, path: format!("/{}/", token()?), shown });
    let url = format!("http://127.0.0.1:{port}{}", site.path);
    print(&format!("{url}\n"));
    console.message("The page shows new data by itself. Ctrl-C ends.");
    if !options.is_set("no-browser")
        && let Err(error) = open::that_detached(&url)
    {
        console.note(&format!("no browser was opened ({error}); open the address above."));
    }
    for stream in listener.incoming().flatten() {
        let site = Arc::clone(&site);
        // As many threads as connections: a browser opens some that it never uses.
        thread::spawn(move || _ = Request::read(&stream).and_then(|request| site.answer(&request).send(&stream)));
    }
    Ok(ExitCode::SUCCESS)
}

/// What is served, and to whom: the data and sources of a project are for nobody else on this computer or in this browser.
struct Site {
    port: u16,
    /// Known only to who was told the address.
    path: String,
    shown: Shown,
}

impl Site {
    fn answer(&self, request: &Request) -> Answer {
        // A page from elsewhere whose host's name was made to lead here would be of the same origin, but for its name.
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        // Of the usual port browsers say nothing.
        let is_usual = self.port == 80 && ["127.0.0.1", "localhost"].contains(&request.host.as_str());
        if !hosts.contains(&request.host) && !is_usual {
            return Answer::text(403, "covscope answers only at the address that it printed.\n");
        }
        match (request.method.as_str(), request.target.strip_prefix(&self.path)) {
            ("GET", Some("")) => Answer::html(self.shown.html()),
            ("GET", Some("watched")) => Answer::text(200, &self.shown.look()),
            ("GET", _) => Answer::text(404, "There is nothing here: open the whole address that covscope printed.\n"),
            _ => Answer::text(405, "covscope is only read.\n"),
        }
    }
}

/// 128 random bits in hexadecimal.
fn token() -> Result<String, Stop> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Stop(format!("The system gives no random numbers: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

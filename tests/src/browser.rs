//! A headless Chromium with a fresh profile, and the chromedriver that it hangs on.

use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::{env, thread};

use serde_json::{Map, Value, json};
use thirtyfour::WebDriver;
use thirtyfour::error::WebDriverResult;
use tokio::runtime::{Builder, Runtime};

/// What Chromium is started with, here and by the runner of the wasm tests.
const OPTIONS: &str = include_str!("../webdriver.json");

/// What Chromium and Chrome ask of their makers on their own account, whatever page is open and whatever switches say.
const BROWSERS_OWN: [&str; 14] = [
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clients2.googleusercontent.com",
    "clientservices.googleapis.com",
    "content-autofill.googleapis.com",
    "edgedl.me.gvt1.com",
    "mtalk.google.com",
    "optimizationguide-pa.googleapis.com",
    "passwordsleakcheck-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "update.googleapis.com",
    "www.google.com",
];

/// How often chromedriver is started before it is given up.
const STARTS: usize = 5;

/// Whether a request that came to the proxy is the browser's own. The target is an address or `host:port`.
pub fn is_browsers_own(target: &str) -> bool {
    let host = target.split_once("://").map_or(target, |(_, rest)| rest);
    BROWSERS_OWN.contains(&host.split([':', '/']).next().unwrap_or_default())
}

/// A running browser; it ends when dropped.
pub struct Browser {
    runtime: Runtime,
    session: Option<WebDriver>,
    _chromedriver: Chromedriver,
}

impl Browser {
    /// Starts chromedriver (`$CHROMEDRIVER`, else the one on PATH) and through it a browser (`$CHROME`, else the one that
    /// chromedriver finds), whose requests to other hosts than loopback all go to the proxy at that `host:port`.
    pub fn start(proxy: &str) -> io::Result<Browser> {
        let chromedriver = Chromedriver::start()?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let address = format!("http://127.0.0.1:{}", chromedriver.port);
        let capabilities = capabilities(proxy).map_err(io::Error::other)?;
        let session = runtime.block_on(WebDriver::new(address, capabilities)).map_err(io::Error::other)?;
        Ok(Browser { runtime, session: Some(session), _chromedriver: chromedriver })
    }

    /// Does something with the WebDriver session, and waits for it.
    pub fn run<T>(&self, work: impl AsyncFnOnce(&WebDriver) -> WebDriverResult<T>) -> Result<T, String> {
        let session = self.session.as_ref().ok_or("the browser has ended")?;
        self.runtime.block_on(work(session)).map_err(|error| error.to_string())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            // A browser that is gone already needs no end.
            let _ = self.runtime.block_on(session.quit());
        }
    }
}

fn capabilities(proxy: &str) -> serde_json::Result<Map<String, Value>> {
    let mut capabilities: Map<String, Value> = serde_json::from_str(OPTIONS)?;
    let options = &mut capabilities["goog:chromeOptions"];
    if let Some(args) = options["args"].as_array_mut() {
        args.push(format!("--proxy-server={proxy}").into());
        // No name is looked up, not even by what goes round the proxy.
        args.push("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".into());
    }
    if let Ok(browser) = env::var("CHROME") {
        options["binary"] = browser.into();
    }
    capabilities.insert("browserName".into(), "chrome".into());
    capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
    Ok(capabilities)
}

struct Chromedriver {
    process: Child,
    port: u16,
}

impl Chromedriver {
    /// chromedriver takes a free port of IPv4 and then asks for the same one of IPv6; where another process has that, it ends.
    /// So it is started again, on another port.
    fn start() -> io::Result<Chromedriver> {
        let mut tried = Chromedriver::start_once();
        for _ in 1..STARTS {
            if tried.is_ok() {
                break;
            }
            tried = Chromedriver::start_once();
        }
        tried
    }

    fn start_once() -> io::Result<Chromedriver> {
        let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| io::Error::other(format!("{program} does not start: {error}")))?;
        let output = process.stdout.take().ok_or_else(|| io::Error::other("chromedriver has no output"))?;
        let mut driver = Chromedriver { process, port: 0 };
        let mut lines = BufReader::new(output).lines();
        for line in &mut lines {
            let line = line?;
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                driver.port = port.trim_end_matches('.').parse().map_err(io::Error::other)?;
                // Read on, so that chromedriver never waits for its output to be taken.
                thread::spawn(move || lines.for_each(drop));
                return Ok(driver);
            }
        }
        Err(io::Error::other(format!("{program} ended without saying its port")))
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

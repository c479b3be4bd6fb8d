//! A headless browser with a fresh profile, and the driver that it hangs on.

mod chromium;
mod driver;
mod firefox;

use std::io;
use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::WebDriver;
use thirtyfour::error::WebDriverResult;
use tokio::runtime::{Builder, Runtime};

use self::driver::Driver;

/// What browsers ask of their makers on their own account, whatever page is open and whatever switches say.
const BROWSERS_OWN: [&str; 15] = [
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clients2.googleusercontent.com",
    "clientservices.googleapis.com",
    "content-autofill.googleapis.com",
    "edgedl.me.gvt1.com",
    "firefox.settings.services.mozilla.com",
    "mtalk.google.com",
    "optimizationguide-pa.googleapis.com",
    "passwordsleakcheck-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "update.googleapis.com",
    "www.google.com",
];

/// Milliseconds that a script of the tests' and a page's loading may take: long, for machines that do much else.
fn timeouts() -> Value {
    json!({ "script": 110_000, "pageLoad": 110_000 })
}

/// Whether a request that came to the proxy is the browser's own. The target is an address or `host:port`.
pub fn is_browsers_own(target: &str) -> bool {
    let host = target.split_once("://").map_or(target, |(_, rest)| rest);
    BROWSERS_OWN.contains(&host.split([':', '/']).next().unwrap_or_default())
}

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
}

/// A running browser; it ends when dropped.
pub struct Browser {
    /// Which one.
    pub kind: Kind,
    runtime: Runtime,
    session: Option<WebDriver>,
    _driver: Driver,
}

impl Browser {
    /// Starts a driver and through it a browser, whose requests to other hosts than loopback all go to the proxy at that
    /// `host:port`. Which programs these are can be said by `$CHROMEDRIVER` and `$CHROME`, `$GECKODRIVER` and `$FIREFOX`.
    pub fn start(kind: Kind, proxy: &str) -> io::Result<Browser> {
        let (mut driver, ready) = match kind {
            Kind::Chromium => (chromium::driver(), chromium::READY),
            Kind::Firefox => (firefox::driver(), firefox::READY),
        };
        let capabilities = match kind {
            Kind::Chromium => chromium::capabilities(proxy)?,
            Kind::Firefox => firefox::capabilities(proxy),
        };
        let driver = Driver::start(&mut driver, ready)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let session = runtime.block_on(WebDriver::new(driver.address(), capabilities)).map_err(io::Error::other)?;
        Ok(Browser { kind, runtime, session: Some(session), _driver: driver })
    }

    /// Does something with the WebDriver session, and waits for it.
    pub fn run<T>(&self, work: impl AsyncFnOnce(&WebDriver) -> WebDriverResult<T>) -> Result<T, String> {
        let session = self.session.as_ref().ok_or("the browser has ended")?;
        self.runtime.block_on(work(session)).map_err(|error| error.to_string())
    }

    /// Sets the size of what the page sees of the window, in CSS pixels.
    pub fn resize(&self, width: u32, height: u32) -> Result<(), String> {
        self.run(async |driver| match self.kind {
            Kind::Chromium => chromium::resize(driver, width, height).await,
            Kind::Firefox => firefox::resize(driver, width, height).await,
        })
    }

    /// Sets what media queries ask for, by name and value. Firefox can do so for the scheme of colours and for motion.
    pub fn prefer(&self, features: &[(&str, &str)]) -> Result<(), String> {
        self.run(async |driver| match self.kind {
            Kind::Chromium => chromium::prefer(driver, features).await,
            Kind::Firefox => firefox::prefer(driver, features).await,
        })
    }

    /// Lets the browser save into a folder, without a question.
    pub fn save_into(&self, folder: &Path) -> Result<(), String> {
        self.run(async |driver| match self.kind {
            Kind::Chromium => chromium::save_into(driver, folder).await,
            Kind::Firefox => firefox::save_into(driver, folder).await,
        })
    }

    /// The errors (`SEVERE …`) and warnings (`WARNING …`) in the console since the last call.
    pub fn console(&self) -> Result<Vec<String>, String> {
        self.run(async |driver| match self.kind {
            Kind::Chromium => chromium::console(driver).await,
            Kind::Firefox => firefox::console(driver).await,
        })
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

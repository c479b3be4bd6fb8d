//! A journey: one test, in a browser and with a server of its own.

// A test ends by a panic.
#![allow(clippy::panic, clippy::expect_used)]

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::{fs, thread};

use crate::browser::{Browser, Kind};
use crate::hand::Hand;
use crate::page::Page;
use crate::server::Server;

/// How many browsers run at the same time.
const BROWSERS: usize = 2;

/// The project's folder.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs one test on the built site in Chromium. Call it in a `#[test]` function, whose name becomes the journey's.
///
/// Whatever the test is about, it also fails when the browser asked for anything outside the site, or when an error was
/// left in its console. After a failure `target/e2e/NAME/` holds a picture of the page, its HTML, its console and the
/// requests.
pub fn journey(test: impl FnOnce(&Page)) {
    journey_in(Kind::Chromium, Hand::Mouse, test);
}

/// The same by mouse and then by keyboard alone.
pub fn journey_by_hands(test: impl Fn(&Page)) {
    journey(&test);
    journey_in(Kind::Chromium, Hand::Keyboard, test);
}

/// A core journey: by mouse, by keyboard alone, and in Firefox.
pub fn core_journey(test: impl Fn(&Page)) {
    journey_by_hands(&test);
    journey_in(Kind::Firefox, Hand::Mouse, test);
}

/// The same in a browser, with a hand.
pub fn journey_in(kind: Kind, hand: Hand, test: impl FnOnce(&Page)) {
    let _turn = Turn::wait();
    let mut name = thread::current().name().unwrap_or("journey").replace("::", "-");
    if (kind, hand) != (Kind::Chromium, Hand::Mouse) {
        name.push_str(&format!("-{kind:?}-{hand:?}").to_lowercase());
    }
    let folder = project().join("target/e2e").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the journey");

    let dist = project().join("dist");
    assert!(dist.join("index.html").exists(), "there is no built site: run `make build` first");
    let server = Server::start(dist, 0, 600).expect("a server");
    let browser = Browser::start(kind, &server.authority()).expect("a browser");
    let page = Page { browser, server, hand, folder, elsewhere: Cell::new("") };

    let outcome = catch_unwind(AssertUnwindSafe(|| {
        test(&page);
        let errors: Vec<_> = page.console().into_iter().filter(|line| line.starts_with("SEVERE")).collect();
        let strays = page.strays();
        assert!(
            errors.is_empty() && strays.is_empty(),
            "errors in the console:\n{}\nrequests that left the site: {strays:#?}",
            errors.join("\n")
        );
    }));
    if let Err(panic) = outcome {
        keep(&page);
        resume_unwind(panic);
    }
}

/// Writes what can be learnt about a failure. The browser may be the failure, so nothing here has to succeed.
fn keep(page: &Page) {
    let _ = catch_unwind(AssertUnwindSafe(|| page.screenshot("failed")));
    let save = |name: &str, text: String| drop(fs::write(page.folder.join(name), text));
    save("failed.html", page.browser.run(async |driver| driver.source().await).unwrap_or_default());
    save("requests.txt", format!("{:#?}\n", page.server.requests()));
    save("console.txt", page.browser.console().unwrap_or_default().join("\n"));
    eprintln!("what was seen is kept in {}", page.folder.display());
}

/// The permission to run a browser.
struct Turn;

static RUNNING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

impl Turn {
    fn wait() -> Turn {
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = ENDED.wait_while(running, |n| *n >= BROWSERS).unwrap_or_else(PoisonError::into_inner);
        *running += 1;
        Turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        ENDED.notify_one();
    }
}

//! What a person does on the page and sees there, in calls that wait until it can be done and fail with the test when it
//! can't. Elements are named by CSS selectors; where several fit, the first is meant.

// A test ends by a panic, told at the line of the journey that asked.
#![allow(clippy::panic)]

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, thread};

use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use thirtyfour::{By, Key, WebDriver, WebElement};

use crate::browser::{Browser, Kind, is_browsers_own};
use crate::hand::Hand;
use crate::server::{Seen, Server};

/// How long something may take before the test fails: long, for machines that do much else.
const PATIENCE: Duration = Duration::from_secs(90);

/// A page in a browser of its own, with the server it comes from.
pub struct Page {
    /// The browser, for what has no call here.
    pub browser: Browser,
    /// The server.
    pub server: Server,
    /// What clicks are made with.
    pub hand: Hand,
    /// Where this journey's files and pictures go: `target/e2e/NAME/`.
    pub folder: PathBuf,
    /// Where else the browser is expected to ask: `host:port`.
    pub elsewhere: Cell<&'static str>,
}

impl Page {
    /// Opens the site with what follows its address: `""`, `"#sample"`. An address that differs in the fragment alone
    /// does not load the page again.
    #[track_caller]
    pub fn open(&self, rest: &str) {
        self.go(&format!("{}{rest}", self.server.url()));
    }

    /// Opens any address.
    #[track_caller]
    pub fn go(&self, url: &str) {
        or_fail(self.browser.run(async |driver| driver.goto(url).await));
    }

    /// Goes on in the newest window, when there are `count` of them.
    #[track_caller]
    pub fn to_newest_window(&self, count: usize) {
        self.until(&format!("{count} windows"), || {
            or_fail(self.browser.run(async |driver| driver.windows().await)).len() == count
        });
        let newest = async |driver: &WebDriver| match driver.windows().await?.pop() {
            Some(window) => driver.switch_to_window(window).await,
            None => Ok(()),
        };
        or_fail(self.browser.run(newest));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        or_fail(self.browser.run(async |driver| driver.refresh().await));
    }

    /// The browser's back button.
    #[track_caller]
    pub fn back(&self) {
        or_fail(self.browser.run(async |driver| driver.back().await));
    }

    /// The browser's forward button.
    #[track_caller]
    pub fn forward(&self) {
        or_fail(self.browser.run(async |driver| driver.forward().await));
    }

    /// The fragment of the address, with its `#`; empty without one.
    #[track_caller]
    pub fn fragment(&self) -> String {
        self.js("return location.hash", &[]).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until `fits` says true; `what` is told when it never does.
    #[track_caller]
    pub fn until(&self, what: &str, fits: impl Fn() -> bool) {
        let start = Instant::now();
        while !fits() {
            if start.elapsed() > PATIENCE {
                panic!("waited {PATIENCE:?} in vain: {what}");
            }
            thread::sleep(Duration::from_millis(50));
        }
        self.settle();
    }

    /// Lets the page end what it has begun: it draws for some milliseconds and goes on in another turn of the event loop, and what
    /// a part of it listens to is there only after that. A page that is just being left has nothing to end.
    fn settle(&self) {
        let turns = "return new Promise((done) => {
            let turns = 3;
            const turn = () => turns-- ? setTimeout(turn, 4) : done();
            turn();
        })";
        let _ = self.browser.run(async |driver| driver.execute(turns, vec![]).await.map(drop));
    }

    /// Waits until an element is to be seen.
    #[track_caller]
    pub fn wait(&self, selector: &str) {
        self.until(&format!("{selector} is shown"), || self.is_shown(selector));
    }

    /// Waits until an element is not, or no longer, to be seen.
    #[track_caller]
    pub fn wait_gone(&self, selector: &str) {
        self.until(&format!("{selector} is gone"), || !self.is_shown(selector));
    }

    /// Waits until an element's text contains `part`.
    #[track_caller]
    pub fn wait_text(&self, selector: &str, part: &str) {
        let script = "const e = document.querySelector(arguments[0]); return e && (e.innerText ?? e.textContent)";
        let has = || self.js(script, &[selector.into()]).as_str().is_some_and(|text| text.contains(part));
        let start = Instant::now();
        while !has() {
            if start.elapsed() > PATIENCE {
                panic!(
                    "waited {PATIENCE:?} for {part:?} in {selector}, whose text is {:?}",
                    self.texts(selector).first()
                );
            }
            thread::sleep(Duration::from_millis(50));
        }
        self.settle();
    }

    /// Whether an element is there and takes up space.
    #[track_caller]
    pub fn is_shown(&self, selector: &str) -> bool {
        let script = "const e = document.querySelector(arguments[0]); return !!e && e.getClientRects().length > 0";
        self.js(script, &[selector.into()]) == true
    }

    /// How many elements there are.
    #[track_caller]
    pub fn count(&self, selector: &str) -> usize {
        self.texts(selector).len()
    }

    /// The text of an element, as it is shown. Waits for the element.
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        self.wait(selector);
        self.texts(selector).into_iter().next().unwrap_or_default()
    }

    /// The texts of all elements that fit, as they are shown now.
    #[track_caller]
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText ?? e.textContent)";
        serde_json::from_value(self.js(script, &[selector.into()])).unwrap_or_default()
    }

    /// An attribute of an element; `None` without it. Waits for the element.
    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.wait(selector);
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1])";
        self.js(script, &[selector.into(), name.into()]).as_str().map(str::to_owned)
    }

    /// Clicks an element, as a mouse does: what stays over it gets the click, and that fails. By keyboard, see [`Hand`].
    #[track_caller]
    pub fn click(&self, selector: &str) {
        self.click_found(|| self.element(selector));
    }

    /// Clicks what `find` finds, where it comes to rest: what is drawn late can move it away or take its place.
    #[track_caller]
    fn click_found(&self, find: impl Fn() -> WebElement) {
        let start = Instant::now();
        let click = || {
            let element = find();
            or_fail(match self.hand {
                Hand::Mouse => self.browser.run(async |_| match element.click().await {
                    Err(error) if has_moved(&error) && start.elapsed() < PATIENCE => Ok(false),
                    clicked => clicked.map(|()| true),
                }),
                Hand::Keyboard => self.press_element(&element).map(|()| true),
            })
        };
        while !click() {
            thread::sleep(Duration::from_millis(50));
        }
        self.settle();
    }

    /// Clicks the first of the elements whose text is `text`.
    #[track_caller]
    pub fn click_text(&self, selector: &str, text: &str) {
        let place = || self.texts(selector).iter().position(|found| found.trim() == text);
        self.click_found(|| {
            self.until(&format!("{selector} with the text {text:?}"), || place().is_some());
            or_fail(self.browser.run(async |driver| driver.find_all(By::Css(selector)).await))
                .into_iter()
                .nth(place().unwrap_or(usize::MAX))
                .unwrap_or_else(|| panic!("{selector} with the text {text:?} is gone"))
        });
    }

    /// Empties a field and types into it.
    #[track_caller]
    pub fn fill(&self, selector: &str, text: &str) {
        match self.hand {
            Hand::Mouse => self.click(selector),
            Hand::Keyboard => or_fail(self.tab_to(&self.element(selector))),
        }
        // By keys: the page does not hear how WebDriver empties a field, and what it draws next would bring the old text back.
        self.press_with_control("a");
        self.press(&Key::Backspace.value().to_string());
        let is_empty = "const field = document.querySelector(arguments[0]); return field === document.activeElement && field.value === ''";
        assert!(self.js(is_empty, &[selector.into()]) == true, "{selector} is empty and has the focus");
        self.press(text);
    }

    /// Presses a key together with Control.
    #[track_caller]
    pub fn press_with_control(&self, key: &str) {
        or_fail(self.browser.run(async |driver| {
            driver.action_chain().key_down(Key::Control).send_keys(key).key_up(Key::Control).perform().await
        }));
        self.settle();
    }

    /// Types into whatever has the focus. Special keys are the characters of `thirtyfour::Key`.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        or_fail(self.browser.run(async |driver| driver.action_chain().send_keys(keys).perform().await));
        self.settle();
    }

    /// Picks files, or a folder where the field has `webkitdirectory`, in an `<input type="file">`, which may be hidden.
    #[track_caller]
    pub fn pick(&self, selector: &str, paths: &[&Path]) {
        self.until(&format!("{selector} is there"), || self.count(selector) > 0);
        let paths = absolute(paths).join("\n");
        or_fail(self.browser.run(async |driver| driver.find(By::Css(selector)).await?.send_keys(paths.as_str()).await));
    }

    /// Drops files and folders from the file manager onto the middle of an element.
    #[track_caller]
    pub fn drop_onto(&self, selector: &str, paths: &[&Path]) {
        self.wait(selector);
        for kind in ["dragEnter", "dragOver", "drop"] {
            self.drag(kind, selector, paths);
        }
    }

    /// One step of dragging files and folders: `dragEnter`, `dragOver`, `dragCancel` or `drop`. Scrolls the element's middle
    /// into the window. In Firefox the event is made by a script, and has files only: folders are Chromium's.
    #[track_caller]
    pub fn drag(&self, kind: &str, selector: &str, paths: &[&Path]) {
        self.wait(selector);
        if self.browser.kind == Kind::Firefox {
            return self.make_drag(kind, selector, paths);
        }
        let script = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
        self.js(script, &[selector.into()]);
        let rect = or_fail(self.browser.run(async |driver| driver.find(By::Css(selector)).await?.rect().await));
        let scrolled = self.js("return [scrollX, scrollY]", &[]);
        let middle =
            |start: f64, size: f64, scrolled: &Value| start + size / 2.0 - scrolled.as_f64().unwrap_or_default();
        let event = json!({
            "type": kind,
            "x": middle(rect.x, rect.width, &scrolled[0]),
            "y": middle(rect.y, rect.height, &scrolled[1]),
            "data": { "items": [], "files": absolute(paths), "dragOperationsMask": 1 },
        });
        self.cdp("Input.dispatchDragEvent", event);
    }

    /// The event of a drag with files that a field of its own was given: so they are the browser's, from the disk.
    #[track_caller]
    fn make_drag(&self, kind: &str, selector: &str, paths: &[&Path]) {
        self.js(
            "const field = document.createElement('input'); [field.type, field.multiple, field.id] = ['file', true, 'dragged'];
             document.body.append(field)",
            &[],
        );
        self.pick("#dragged", paths);
        let script = "const field = document.getElementById('dragged'), dataTransfer = new DataTransfer();
            for (const file of field.files) dataTransfer.items.add(file);
            field.remove();
            document.querySelector(arguments[0]).dispatchEvent(
                new DragEvent(arguments[1], { dataTransfer, bubbles: true, cancelable: true }))";
        let event = if kind == "dragCancel" { "dragleave" } else { kind };
        self.js(script, &[selector.into(), event.to_lowercase().into()]);
    }

    /// Writes a file below this journey's folder, to be picked or dropped; makes the folders of `name` as well.
    #[track_caller]
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.join("files").join(name);
        or_fail(fs::create_dir_all(path.parent().unwrap_or(&path)));
        or_fail(fs::write(&path, content));
        path
    }

    /// Sets the size of what the page sees of the window, in CSS pixels.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        or_fail(self.browser.resize(width, height));
        let size = "return innerWidth === arguments[0] && innerHeight === arguments[1]";
        self.until("the window has that size", || self.js(size, &[width.into(), height.into()]) == true);
        // What is drawn for that size is drawn with the next frame.
        self.js("return new Promise((done) => requestAnimationFrame(() => setTimeout(done)))", &[]);
    }

    /// Sets what a media query asks for: `prefers-color-scheme` to `dark`, `prefers-reduced-motion` to `reduce`; what was set
    /// before is as without this.
    #[track_caller]
    pub fn prefer(&self, feature: &str, value: &str) {
        self.prefer_all(&[(feature, value)]);
    }

    /// Like [`Page::prefer`], for several features.
    #[track_caller]
    pub fn prefer_all(&self, features: &[(&str, &str)]) {
        or_fail(self.browser.prefer(features));
    }

    /// Lets the browser save into this journey's folder.
    #[track_caller]
    pub fn allow_downloads(&self) {
        or_fail(self.browser.save_into(&or_fail(fs::canonicalize(&self.folder))));
    }

    /// Saves what the window shows as `NAME.png` in this journey's folder.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let path = self.folder.join(format!("{name}.png"));
        or_fail(fs::write(&path, or_fail(self.browser.run(async |driver| driver.screenshot_as_png().await))));
        path
    }

    /// The errors and warnings in the browser's console since the last call: what failed to load, what the
    /// Content-Security-Policy forbade, what was thrown. A journey that leaves an error here fails. Firefox tells of nothing that
    /// failed to load there.
    #[track_caller]
    pub fn console(&self) -> Vec<String> {
        or_fail(self.browser.console())
    }

    /// The requests to the site, in their order.
    pub fn requests(&self) -> Vec<Seen> {
        self.server.requests().into_iter().filter(|seen| seen.target.starts_with('/')).collect()
    }

    /// The requests of the page, its worker and all they load that left the site.
    pub fn strays(&self) -> Vec<Seen> {
        let is_expected = |target: &str| is_browsers_own(target) || target == self.elsewhere.get();
        let outside = |seen: &Seen| !seen.target.starts_with('/') && !is_expected(&seen.target);
        self.server.requests().into_iter().filter(outside).collect()
    }

    /// What a script in the page returns; it finds `args` in `arguments`.
    #[track_caller]
    pub fn js(&self, script: &str, args: &[Value]) -> Value {
        let args = args.to_vec();
        or_fail(self.browser.run(async |driver| Ok(driver.execute(script, args).await?.json().clone())))
    }

    /// A command of the Chrome DevTools Protocol, which Firefox does not have.
    #[track_caller]
    pub fn cdp(&self, method: &str, parameters: Value) -> Value {
        or_fail(self.browser.run(async |driver| driver.cdp().send_raw(method, parameters).await))
    }

    /// An element, for what has no call here.
    #[track_caller]
    pub fn element(&self, selector: &str) -> WebElement {
        self.wait(selector);
        or_fail(self.browser.run(async |driver| driver.find(By::Css(selector)).await))
    }
}

/// Whether the element was not where it was looked for, or no longer the page's.
fn has_moved(error: &WebDriverError) -> bool {
    use WebDriverErrorInner::{ElementClickIntercepted, StaleElementReference};
    matches!(error.as_inner(), ElementClickIntercepted(_) | StaleElementReference(_))
}

fn absolute(paths: &[&Path]) -> Vec<String> {
    let whole = |path: &&Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    paths.iter().map(|path| whole(path).to_string_lossy().into_owned()).collect()
}

#[track_caller]
fn or_fail<T, E: std::fmt::Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

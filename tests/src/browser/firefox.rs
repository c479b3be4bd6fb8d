//! Firefox, through geckodriver. What WebDriver has no word for is said by scripts with the rights of the browser's own ("chrome
//! context"): they know its console and its settings.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use http::Method;
use serde_json::{Map, Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{RequestData, SessionId, WebDriver};

pub(super) const READY: &str = "Listening on 127.0.0.1:";

/// geckodriver: `$GECKODRIVER`, else the one on PATH.
pub(super) fn driver() -> Command {
    let mut command = Command::new(env::var_os("GECKODRIVER").unwrap_or_else(|| "geckodriver".into()));
    command.args(["--port=0", "--websocket-port=0", "--allow-system-access"]);
    // Its settings' server is the one of the preferences below only with this.
    command.env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1");
    // Firefox tells there what it thinks of its own scripts.
    command.stderr(Stdio::null());
    command
}

/// Firefox: `$FIREFOX`, else the one that geckodriver finds.
pub(super) fn capabilities(proxy: &str) -> Map<String, Value> {
    let mut options = json!({
        "args": ["-headless"],
        // geckodriver sets most of what keeps Firefox from asking its makers for anything; this is the rest.
        "prefs": {
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
            "network.dns.disabled": true,
            "services.settings.server": "data:,#remote-settings-dummy/v1",
            "browser.download.folderList": 2,
            "browser.download.alwaysOpenPanel": false,
        },
    });
    if let Ok(browser) = env::var("FIREFOX") {
        options["binary"] = browser.into();
    }
    let mut capabilities = Map::new();
    capabilities.insert("browserName".into(), "firefox".into());
    capabilities.insert("proxy".into(), json!({ "proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy }));
    capabilities.insert("timeouts".into(), super::timeouts());
    capabilities.insert("moz:firefoxOptions".into(), options);
    capabilities
}

/// Gives the page's part of the window that size: a window itself is never as narrow as a telephone.
pub(super) async fn resize(driver: &WebDriver, width: u32, height: u32) -> WebDriverResult<()> {
    let script = "const { style } = gBrowser.selectedBrowser;
        style.flex = 'none';
        style.width = style.minWidth = `${arguments[0]}px`;
        style.height = style.minHeight = `${arguments[1]}px`";
    privileged(driver, script, &[width.into(), height.into()]).await?;
    let seen = "const [width, height] = arguments, look = (done) =>
            innerWidth === width && innerHeight === height ? done() : setTimeout(look, 10, done);
        return new Promise(look)";
    driver.execute(seen, vec![width.into(), height.into()]).await.map(drop)
}

/// Knows `prefers-color-scheme` and `prefers-reduced-motion`; the others are as the system has them.
pub(super) async fn prefer(driver: &WebDriver, features: &[(&str, &str)]) -> WebDriverResult<()> {
    let is = |name: &str, value: &str| features.contains(&(name, value));
    let scheme = match (is("prefers-color-scheme", "dark"), is("prefers-color-scheme", "light")) {
        (true, _) => 0,
        (_, true) => 1,
        _ => 2,
    };
    let script = "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', arguments[0]);
        Services.prefs.setIntPref('ui.prefersReducedMotion', arguments[1])";
    let reduced = i32::from(is("prefers-reduced-motion", "reduce"));
    privileged(driver, script, &[scheme.into(), reduced.into()]).await.map(drop)
}

pub(super) async fn save_into(driver: &WebDriver, folder: &Path) -> WebDriverResult<()> {
    let script = "Services.prefs.setStringPref('browser.download.dir', arguments[0])";
    privileged(driver, script, &[folder.to_string_lossy().into()]).await.map(drop)
}

/// What was thrown and what a policy forbade. `console.error` and files that are not there are no messages of this console.
pub(super) async fn console(driver: &WebDriver) -> WebDriverResult<Vec<String>> {
    // Each message is an error (0) or a warning (1); its own scripts are not what is tested here.
    let script = "const told = Services.console.getMessageArray().flatMap((message) => {
            if (!(message instanceof Ci.nsIScriptError) || message.flags > 1) return [];
            const own = /^(chrome|resource|moz-extension):/.test(message.sourceName) || /chrome/.test(message.category);
            return own ? [] : [`${message.flags ? 'WARNING' : 'SEVERE'} ${message.sourceName} ${message.errorMessage}`];
        });
        Services.console.reset();
        return told";
    Ok(serde_json::from_value(privileged(driver, script, &[]).await?).unwrap_or_default())
}

/// What a script returns that has the rights of the browser's own.
async fn privileged(driver: &WebDriver, script: &str, args: &[Value]) -> WebDriverResult<Value> {
    driver.cmd(Context("chrome")).await?;
    let returned = driver.execute(script, args.to_vec()).await.map(|returned| returned.json().clone());
    driver.cmd(Context("content")).await?;
    returned
}

/// geckodriver's own command: whose rights scripts have from now on.
#[derive(Debug)]
struct Context(&'static str);

impl FormatRequestData for Context {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session}/moz/context")).add_body(json!({ "context": self.0 }))
    }
}

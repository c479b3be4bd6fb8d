//! Chromium or Chrome, through chromedriver and the DevTools protocol.

use std::env;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};
use thirtyfour::WebDriver;
use thirtyfour::error::WebDriverResult;

/// What Chromium is started with, here and by the runner of the wasm tests.
const OPTIONS: &str = include_str!("../../webdriver.json");

pub(super) const READY: &str = "started successfully on port ";

/// chromedriver: `$CHROMEDRIVER`, else the one on PATH.
pub(super) fn driver() -> Command {
    let mut command = Command::new(env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into()));
    command.arg("--port=0");
    command
}

/// Chromium: `$CHROME`, else the one that chromedriver finds.
pub(super) fn capabilities(proxy: &str) -> serde_json::Result<Map<String, Value>> {
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
    capabilities.insert("timeouts".into(), super::timeouts());
    capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
    Ok(capabilities)
}

pub(super) async fn resize(driver: &WebDriver, width: u32, height: u32) -> WebDriverResult<()> {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await.map(drop)
}

pub(super) async fn prefer(driver: &WebDriver, features: &[(&str, &str)]) -> WebDriverResult<()> {
    let features: Vec<_> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    driver.cdp().send_raw("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
}

pub(super) async fn save_into(driver: &WebDriver, folder: &Path) -> WebDriverResult<()> {
    let behavior = json!({ "behavior": "allow", "downloadPath": folder });
    driver.cdp().send_raw("Browser.setDownloadBehavior", behavior).await.map(drop)
}

pub(super) async fn console(driver: &WebDriver) -> WebDriverResult<Vec<String>> {
    let log = driver.browser_log().await?;
    let serious = log.into_iter().filter(|entry| entry.level == "SEVERE" || entry.level == "WARNING");
    Ok(serious.map(|entry| format!("{} {}", entry.level, entry.message)).collect())
}

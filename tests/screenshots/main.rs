//! Pictures of every screen and state in `target/screenshots/`: `make screenshots`, on the site as it was last built.
//!
//! Arguments take only the screens whose name has one of them. `--pictures` writes those of README and docs anew instead.

#![allow(clippy::unwrap_used, missing_docs)]

mod inputs;
mod screens;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, thread};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use covscope_e2e::journey::{journey, project};
use covscope_e2e::page::Page;
use serde_json::{Value, json};

use crate::screens::{SCREENS, Screen};

/// What is seen of the page, in CSS pixels: a large window, a telephone, and a laptop's window at 200 %.
const WINDOWS: [(&str, u32, u32); 3] = [("wide", 1440, 900), ("narrow", 360, 740), ("zoomed", 720, 450)];
/// A4 with margins of a centimetre, as print lays it out.
const PAPERS: [(&str, u32, u32); 2] = [("landscape", 1047, 718), ("portrait", 718, 1047)];
const THEMES: [&str; 2] = ["light", "dark"];

/// The pictures of README and docs, in `docs/pictures/`: a screen, its theme, and the height to show of a wide window.
const PICTURES: [(&str, &str, u32); 4] =
    [("report", "light", 900), ("source", "dark", 760), ("lanes", "light", 620), ("paths-lost", "light", 700)];

fn main() -> ExitCode {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let failed = if wanted == ["--pictures"] {
        let folder = project().join("docs/pictures");
        let of = |(name, theme, height)| {
            let screen = SCREENS.iter().find(|screen| screen.name == name).unwrap();
            (screen, theme, height)
        };
        all(&folder, PICTURES.map(of).to_vec(), |page, (screen, theme, height)| {
            look(page, screen, theme, 1440, height);
            save(page, &folder.join(format!("{}.webp", screen.name)), "webp");
        })
    } else {
        let folder = project().join("target/screenshots");
        let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
        let screens = SCREENS.iter().filter(|screen| is_wanted(screen.name)).map(|screen| (screen, "", 0));
        all(&folder, screens.collect(), |page, (screen, ..)| {
            let windows = if screen.paper { &PAPERS[..] } else { &WINDOWS };
            for (size, width, height) in windows {
                for theme in &THEMES[..if screen.paper { 1 } else { 2 }] {
                    look(page, screen, theme, *width, *height);
                    save(page, &folder.join(format!("{}-{theme}-{size}.png", screen.name)), "png");
                }
            }
        })
    };
    ExitCode::from(u8::from(failed > 0))
}

/// What is to be taken: a screen, a theme, a height.
type Shot = (&'static Screen, &'static str, u32);

/// Reaches each screen in a browser of its own, and takes it; how many of them failed.
fn all(folder: &Path, shots: Vec<Shot>, take: impl Fn(&Page, Shot) + Sync) -> usize {
    fs::create_dir_all(folder).unwrap();
    let take = &take;
    thread::scope(|scope| {
        // The name becomes the journey's; how many run at a time is the journeys' matter.
        let start = |shot: Shot| {
            let name = format!("screenshot-{}", shot.0.name);
            let work = move || {
                journey(|page| {
                    page.resize(1440, 900);
                    page.cdp("Emulation.setScrollbarsHidden", json!({ "hidden": true }));
                    (shot.0.reach)(page);
                    if page.requests().is_empty() {
                        println!("{}: its files are not here", shot.0.name);
                    } else {
                        take(page, shot);
                        println!("{}", shot.0.name);
                    }
                });
            };
            thread::Builder::new().name(name).spawn_scoped(scope, work).unwrap()
        };
        let started: Vec<_> = shots.into_iter().map(start).collect();
        started.into_iter().filter_map(|thread| thread.join().err()).count()
    })
}

/// Makes the window that large, in that theme, and scrolls to what the screen is about.
fn look(page: &Page, screen: &Screen, theme: &str, width: u32, height: u32) {
    let media = if screen.paper { "print" } else { "" };
    let features = [
        json!({ "name": "prefers-color-scheme", "value": theme }),
        json!({ "name": "prefers-reduced-motion", "value": "reduce" }),
    ];
    page.cdp("Emulation.setEmulatedMedia", json!({ "media": media, "features": features }));
    page.resize(width, height);
    if screen.paper {
        page.js("dispatchEvent(new Event('beforeprint'))", &[]);
    }
    settle(page);
    let scroll = "const at = document.querySelector(arguments[0])?.getBoundingClientRect();
        if (at) scrollBy(0, at.height < innerHeight / 2 ? at.top - innerHeight / 3 : at.top - 64)";
    page.js(scroll, &[screen.at.into()]);
    settle(page);
}

/// Waits until what is to be drawn is drawn.
fn settle(page: &Page) {
    let script =
        "return new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done, 60)), 60))";
    page.js(script, &[]);
}

fn save(page: &Page, path: &Path, format: &str) {
    let mut options = json!({ "format": format });
    if format == "webp" {
        options["quality"] = Value::from(82);
    }
    let picture = page.cdp("Page.captureScreenshot", options);
    fs::write(path, STANDARD.decode(picture["data"].as_str().unwrap()).unwrap()).unwrap();
}

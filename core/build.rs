//! Finds the viewer that the feature `site` builds into the command line.

// It runs on the machine of who builds, and is no part of the engine.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::env;
use std::path::Path;

/// The site in one file, as `make build` writes it.
const VIEWER: &str = "covscope.html";

fn main() {
    println!("cargo::rerun-if-env-changed=COVSCOPE_SITE");
    if env::var_os("CARGO_FEATURE_SITE").is_none() {
        return;
    }
    let folder = env::var("COVSCOPE_SITE").unwrap_or_else(|_| "../dist".to_owned());
    let viewer = Path::new(&folder).join(VIEWER);
    println!("cargo::rerun-if-changed={}", viewer.display());
    match viewer.canonicalize() {
        Ok(found) => println!("cargo::rustc-env=COVSCOPE_VIEWER={}", found.display()),
        Err(error) => println!(
            "cargo::error=the feature `site` builds the site's {VIEWER} in, and {} can't be read ({error}): run `make build`, or \
             set COVSCOPE_SITE to the folder of a built site (whole, or relative to core/)",
            viewer.display()
        ),
    }
}

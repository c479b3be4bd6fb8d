//! The built site, as people meet it.
//!
//! - [`site`]: what the build does to Trunk's output, and how large it may be.
//! - [`pages`]: the pages beside the page: problems, licences.
//! - [`viewer`]: the site in one file.
//! - [`changes`]: a diff of the sample.
//! - [`sample`]: the sample that the page bundles.
//! - [`server`]: serves it as GitHub Pages does, and remembers the requests.
//! - [`command`]: the command line.
//! - [`browser`]: a headless Chromium or Firefox.
//! - [`hand`]: the mouse, or the keyboard alone.
//! - [`page`]: what a person does and sees in it.
//! - [`journey`]: one test, with a server and a browser of its own.
//!
//! A test is a function in `journeys/`:
//!
//! ```no_run
//! use covscope_e2e::journey::journey;
//!
//! // #[test]
//! fn a_file_that_is_no_data_file_is_named() {
//!     journey(|page| {
//!         page.open("");
//!         let file = page.file(".coverage", "not SQLite");
//!         page.drop_onto("body", &[&file]);
//!         page.wait_text(".problems", "data-not-sqlite");
//!     });
//! }
//! ```
//!
//! `make test` runs them all; `scripts/e2e.sh --test journeys NAME` runs one, on the site as it was last built. Journeys that
//! click are made by mouse and by keyboard alone ([`journey::journey_by_hands`]), the core ones in Firefox, too
//! ([`journey::core_journey`]).

pub mod changes;
mod http;
mod order;
pub mod pages;
pub mod sample;
pub mod server;
pub mod site;
pub mod viewer;

#[cfg(feature = "browser")]
pub mod browser;
#[cfg(feature = "browser")]
pub mod command;
#[cfg(feature = "browser")]
pub mod hand;
#[cfg(feature = "browser")]
pub mod page;

#[cfg(feature = "browser")]
pub mod journey;

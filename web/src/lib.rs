//! The covscope page and its worker.
//!
//! The page draws what [`covscope_core::view`] says and computes no coverage. The worker owns the engine and every byte
//! of every file; a small worker reads what a link itself holds until the engine is there. All are built from this crate: the
//! binaries `app`, `worker` and `reader`.
//!
//! ```text
//! app ─▶ landing, overview, source_view, review, problems, palette, settings, help, kept, pointed ─▶ shared
//!  └──▶ client ─▶ state ─▶ route
//!          └────▶ protocol ◀──── engine, reader
//! ```

// yew's `#[component]` and `html!` write code in which this lint finds what is not ours.
#![allow(clippy::let_unit_value)]

pub mod packed;
pub mod protocol;
pub mod reader;
pub mod rows;

#[cfg(feature = "engine")]
pub mod engine;

pub mod client;
pub mod route;
pub mod state;

pub mod app;
pub mod frame;
pub mod help;
pub mod kept;
pub mod landing;
pub mod overview;
pub mod palette;
pub mod pointed;
pub mod problems;
pub mod review;
pub mod settings;
pub mod shared;
pub mod source_view;

/// What the page and the worker compare, so that an old copy of one of them is noticed: the release, and the commit where
/// the build knows it.
pub const VERSION: &str = match option_env!("COVSCOPE_BUILD") {
    Some(build) => build,
    None => env!("CARGO_PKG_VERSION"),
};

/// Draws the page in place of the skeleton of `index.html`.
pub fn run_app() {
    if let Some(skeleton) = shared::dom::document().get_element_by_id("app") {
        skeleton.set_inner_html("");
        yew::Renderer::<app::App>::with_root(skeleton).render();
    }
}

/// Answers the page's requests.
#[cfg(feature = "engine")]
pub fn run_worker() {
    engine::tell_panics();
    engine::listen();
}

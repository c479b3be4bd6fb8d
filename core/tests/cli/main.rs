//! The command line against coverage.py's: what it prints, writes and answers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods, clippy::disallowed_types)]

mod action;
mod bundle;
mod combining;
mod comment;
mod extras;
mod folder;
mod gate;
mod help;
mod link;
mod patch;
#[path = "../rows/mod.rs"]
mod rows;
mod sql_js;
mod transcripts;
mod viewer;

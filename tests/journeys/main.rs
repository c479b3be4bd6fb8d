//! Tests of the built site in headless Chromium, one module a subject.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod archives;
mod bad;
mod cancel;
mod files;
mod harness;
mod reach;
mod relyloop;
mod rules;
mod sample;
mod saving;
mod source;
mod source_keys;
mod source_large;
mod source_ways;
mod start;
mod support;
mod table;

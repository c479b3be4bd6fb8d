//! Tests of the built site in headless browsers, one module a subject.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod archives;
mod axe;
mod bad;
mod cancel;
mod files;
mod firefox;
mod frame;
mod harness;
mod kept;
mod link;
mod numbers;
mod overview;
mod patch;
mod paths_lab;
mod pointed;
mod pointed_own;
mod reach;
mod relyloop;
mod review;
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
mod viewer;

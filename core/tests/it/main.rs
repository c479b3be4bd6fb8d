//! What the crate promises, tested from outside, in one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod aliases;
mod bad_input;
mod bundle;
mod combine_rows;
mod config;
mod contexts;
mod exports;
mod fetched;
mod input;
mod link;
mod link_random;
mod many;
mod overview;
mod patch;
mod regions;
mod relyloop;
mod reports;
mod review;
mod sample;
mod sample_reports;
mod source_cases;
mod source_experiments;
mod source_programs;
mod source_records;
mod source_robust;
mod source_syntax;
mod source_view;
mod texts;
mod upgraded;

#[path = "../rows/mod.rs"]
mod rows;
mod support;

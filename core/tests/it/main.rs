//! What the crate promises, tested from outside, in one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod aliases;
mod bad_input;
mod config;
mod input;
mod relyloop;
mod sample;
mod source_cases;
mod source_experiments;
mod source_programs;
mod source_records;
mod source_robust;
mod source_syntax;

mod support;

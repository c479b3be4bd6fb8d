//! The engine of covscope: combines coverage.py data files and reports their union with coverage.py's own numbers.
//!
//! An arrow is the only direction in which code may depend; the modules below stand in that order.
//!
//! ```text
//! input, regex ─▶ data, config ─▶ combine ─┐
//!                        source, reported ─┴▶ report ─┬▶ patch ─▶ view ─┬▶ session
//!                                                     └▶ export ────────┘
//!                                              diff ─▶ patch   link ─▶ view
//! ```
//!
//! The crate does no I/O (but that with the feature `cli` SQLite opens data files by their names), reads no clock and no environment, and knows no browser. One bad input never ends the work: it
//! becomes a [`Problem`](error::Problem) and the rest is loaded.
//!
//! # Glossary
//!
//! - **lane**: one or more data files under one name. `.coverage.unit`, `.coverage.unit.host.pid.rand` and an archive
//!   called `coverage-data-unit` are all lane `unit`.
//! - **union**: all lanes combined, as `coverage combine` does it.
//! - **gate**: the comparison of the union's total with the threshold (`fail_under`).
//! - **denominator**: what tells a file's statements and branches, which a data file does not know: its source, or a
//!   report of coverage.py's about it.
//! - **point**: an executed statement or branch; coverage.py's percentage is executed points of all points.
//! - **problem**: what was wrong with one input, what was done instead, and how to fix it.

mod decimal;
pub mod error;
pub mod gate;
pub mod line;
pub mod numbers;
pub mod pace;
pub mod paths;
pub mod python;
pub mod reason;
pub mod repr;
pub mod set;
pub mod share;
pub mod worth;

pub mod link;

#[cfg(feature = "engine")]
pub mod input;

#[cfg(feature = "engine")]
pub mod diff;

#[cfg(feature = "engine")]
pub mod data;

#[cfg(feature = "engine")]
pub mod regex;

#[cfg(feature = "engine")]
pub mod config;

#[cfg(feature = "engine")]
pub mod combine;

#[cfg(feature = "engine")]
pub mod source;

#[cfg(feature = "engine")]
pub mod reported;

#[cfg(feature = "engine")]
pub mod report;

#[cfg(feature = "engine")]
pub mod patch;

pub mod view;

#[cfg(feature = "engine")]
pub mod export;

#[cfg(feature = "engine")]
pub mod session;

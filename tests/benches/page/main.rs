//! Times in the built site: `make bench`.

#![allow(clippy::unwrap_used, missing_docs)]

mod act;
mod load;

fn main() {
    load::run();
    act::run();
}

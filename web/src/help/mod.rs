//! What a person learns the page by: the list of keys, and the hints over the sample.

mod hints;
mod keys;

pub use hints::{hide, hints, show_again};
pub use keys::key_list;

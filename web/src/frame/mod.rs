//! What stands around every screen: the header, the drop target, the loading panel, and the words when nothing works.

mod drop;
pub mod failure;
mod header;
mod loading;
mod pick;
pub(crate) mod save;

pub use drop::use_drop;
pub use failure::failed;
pub use header::header;
pub use loading::loading_panel;
pub use pick::{PickButton, PickWhat};

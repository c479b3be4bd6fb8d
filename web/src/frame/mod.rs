//! What stands around every screen: the header, the drop target, the loading panel, what is open over it, and the words when
//! nothing works.

pub(crate) mod act;
pub mod dialog;
mod drop;
pub mod failure;
mod focus;
mod header;
pub(crate) mod keys;
mod loading;
mod pick;
pub(crate) mod save;
mod toast;

pub use act::use_acts;
pub use drop::use_drop;
pub use failure::failed;
pub use focus::use_focus_kept;
pub use header::header;
pub use keys::use_frame_keys;
pub use loading::loading_panel;
pub use pick::pick;
pub use toast::toast;

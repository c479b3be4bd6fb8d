//! What more than one screen uses.

pub mod bar;
pub mod dom;
pub mod glyph;
pub mod held;
pub mod path;
pub mod window;
pub mod words;

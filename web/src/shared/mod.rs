//! What more than one screen uses.

pub mod bar;
pub mod button;
pub mod code;
pub mod dom;
pub mod glyph;
pub mod held;
pub mod keys;
pub mod path;
pub mod plain;
pub mod storage;
pub mod window;
pub mod words;
pub mod written;

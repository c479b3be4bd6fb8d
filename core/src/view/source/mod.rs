//! The source view of one file.

#[cfg(feature = "engine")]
mod arrows;
#[cfg(feature = "engine")]
mod colours;
mod host;
#[cfg(feature = "engine")]
mod lines;
mod misses;
#[cfg(feature = "engine")]
mod of_data;
mod of_link;
#[cfg(feature = "engine")]
mod outline;
#[cfg(feature = "engine")]
mod sentences;
#[cfg(feature = "engine")]
mod shown;
#[cfg(feature = "engine")]
mod sides;
mod stripes;

#[cfg(feature = "engine")]
pub use self::of_data::file;
pub use self::of_link::file_of_link;

#[cfg(all(test, feature = "engine"))]
mod tests;

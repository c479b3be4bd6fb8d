//! The index of a bundle, `covscope-bundle.json`: what CI says of the files beside it. `docs/bundle.md` specifies it.

use serde_json::Value;

use crate::error::{Code, Error, Result};

/// The name of the file.
pub const NAME: &str = "covscope-bundle.json";

/// The only format so far. Keys are only ever added to a format.
pub const FORMAT: u64 = 1;

/// What the report takes of an index. What is empty is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The repository: `owner/name`, or an address.
    pub repository: String,
    /// The commit that was tested.
    pub head: String,
    /// The lanes that make the union complete.
    pub expected: Vec<String>,
    /// The Python whose rules CI asked for, as `3.13`.
    pub python: String,
}

impl Bundle {
    /// Reads an index. What is no text where one belongs is not told.
    ///
    /// # Errors
    /// It is not JSON, or of another format.
    pub fn read(bytes: &[u8]) -> Result<Bundle> {
        let index: Value = serde_json::from_slice(bytes).unwrap_or_default();
        if index.get("format").and_then(Value::as_u64) != Some(FORMAT) {
            return Err(Error::new(Code::ConfigInvalid, "It is no index of a bundle; expected JSON of format 1."));
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let told = |key: &str| index.get(key).map(text).unwrap_or_default();
        let expected = index.get("expected").and_then(Value::as_array);
        Ok(Bundle {
            repository: told("repository"),
            head: told("head"),
            expected: expected.into_iter().flatten().map(text).filter(|name| !name.is_empty()).collect(),
            python: told("python"),
        })
    }
}

//! The index of a bundle, `covscope-bundle.json`: what CI says of the files beside it. `docs/bundle.md` specifies it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{Code, Error, Result};
use crate::paths::is_folder;

/// The name of the file.
pub const NAME: &str = "covscope-bundle.json";

/// The only format so far. Keys are only ever added to a format.
pub const FORMAT: u64 = 1;

/// What the report takes of an index. What is empty is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The repository: `owner/name`, or an address.
    pub repository: String,
    /// The newest commit of what was tested.
    pub head: String,
    /// The commit that was checked out where it was tested: of a pull request the merge with its base, as a rule.
    pub tested: String,
    /// The lanes that make the union complete.
    pub expected: Vec<String>,
    /// Those of them that the run leaves out on purpose.
    pub skipped: Vec<String>,
    /// The project's folder in the repository, with a slash at its end; empty: the whole of it.
    pub folder: String,
    /// The Python whose rules CI asked for, as `3.13`.
    pub python: String,
    /// The SHA-256 of each data file, by its path in the bundle.
    pub data: BTreeMap<String, String>,
    /// The name that git has for the content of each source, by its path in the bundle.
    pub sources: BTreeMap<String, String>,
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
        let told = |key: &str| index.get(key).map(text).unwrap_or_default();
        let list = |key: &str| index.get(key).and_then(Value::as_array).into_iter().flatten();
        Ok(Bundle {
            repository: told("repository"),
            head: told("head"),
            tested: told("tested"),
            expected: list("expected").map(text).filter(|name| !name.is_empty()).collect(),
            skipped: list("skipped").map(text).filter(|name| !name.is_empty()).collect(),
            folder: Some(told("folder")).filter(|folder| is_folder(folder)).unwrap_or_default(),
            python: told("python"),
            data: list("lanes").filter_map(|lane| lane.get("files")).flat_map(texts).collect(),
            sources: index.get("sources").into_iter().flat_map(texts).collect(),
        })
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> impl Iterator<Item = (String, String)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), text(value)))
}

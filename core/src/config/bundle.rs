//! The index of a bundle, `covscope-bundle.json`: what CI says of the files beside it. `docs/bundle.md` specifies it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};

/// The name of the file.
pub const NAME: &str = "covscope-bundle.json";

/// The only format so far. Keys are only ever added to a format.
pub const FORMAT: u32 = 1;

/// The index. What is empty or 0 is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bundle {
    /// [`FORMAT`].
    pub format: u32,
    /// The repository: `owner/name`, or an address.
    pub repository: String,
    /// The number of the pull request.
    pub pull_request: u64,
    /// The commit that was tested.
    pub head: String,
    /// The commit that it is compared with.
    pub base: String,
    /// The number of CI's run.
    pub run: u64,
    /// The lanes that make the union complete.
    pub expected: Vec<String>,
    /// The Python whose rules CI asked for, as `3.13`.
    pub python: String,
    /// The lanes, in the order of their columns.
    pub lanes: Vec<Lane>,
    /// The sources: of each path in the bundle the name that git has for its content, the SHA-1 of a blob.
    pub sources: BTreeMap<String, String>,
    /// The path of the diff in the bundle.
    pub diff: String,
}

/// A lane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// The SHA-256 of its data files, by their paths in the bundle.
    pub files: BTreeMap<String, String>,
}

impl Bundle {
    /// Reads an index.
    ///
    /// # Errors
    /// It is not JSON of this shape, or of another format.
    pub fn read(bytes: &[u8]) -> Result<Bundle> {
        let invalid = |cause| Error::new(Code::ConfigInvalid, cause);
        let bundle: Bundle = serde_json::from_slice(bytes)
            .map_err(|error| invalid(format!("It is not the index of a bundle: {error}.")))?;
        match bundle.format {
            FORMAT => Ok(bundle),
            other => Err(invalid(format!("It is of format {other}; expected {FORMAT}."))),
        }
    }
}

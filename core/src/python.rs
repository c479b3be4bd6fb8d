//! The Python versions whose rules are known.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A version of CPython that coverage.py 7.17.3 runs under. What is a statement, and what is a syntax error, depends on
/// it a little; see `COMPATIBILITY.md`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PythonVersion {
    /// CPython 3.11.
    #[serde(rename = "3.11")]
    V3_11,
    /// CPython 3.12.
    #[serde(rename = "3.12")]
    V3_12,
    /// CPython 3.13.
    #[default]
    #[serde(rename = "3.13")]
    V3_13,
    /// CPython 3.14.
    #[serde(rename = "3.14")]
    V3_14,
    /// CPython 3.15.
    #[serde(rename = "3.15")]
    V3_15,
}

impl PythonVersion {
    /// All of them, oldest first.
    pub const ALL: [PythonVersion; 5] =
        [PythonVersion::V3_11, PythonVersion::V3_12, PythonVersion::V3_13, PythonVersion::V3_14, PythonVersion::V3_15];

    /// As people write it: `3.13`.
    pub fn as_str(self) -> &'static str {
        match self {
            PythonVersion::V3_11 => "3.11",
            PythonVersion::V3_12 => "3.12",
            PythonVersion::V3_13 => "3.13",
            PythonVersion::V3_14 => "3.14",
            PythonVersion::V3_15 => "3.15",
        }
    }

    /// The number after `3.`.
    pub fn minor(self) -> u32 {
        11 + (self as u32)
    }

    /// The newest one.
    pub fn newest() -> PythonVersion {
        PythonVersion::V3_15
    }

    /// Itself or, for a version of which nothing is known here, the nearest one.
    pub fn nearest(major: u32, minor: u32) -> PythonVersion {
        let is_not_older = |version: &PythonVersion| (3, version.minor()) >= (major, minor);
        PythonVersion::ALL.into_iter().find(is_not_older).unwrap_or_else(PythonVersion::newest)
    }
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The version is not one whose rules are known here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a Python version from 3.11 to 3.15, found {0:?}")]
pub struct UnknownVersion(pub String);

impl FromStr for PythonVersion {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<PythonVersion, UnknownVersion> {
        let text = text.trim();
        PythonVersion::ALL
            .into_iter()
            .find(|version| text == version.as_str())
            .ok_or_else(|| UnknownVersion(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_they_are_written() {
        for version in PythonVersion::ALL {
            assert_eq!(version.to_string().parse(), Ok(version));
            assert_eq!(serde_json::to_string(&version).unwrap_or_default(), format!("\"{version}\""));
        }
        assert!(PythonVersion::V3_11 < PythonVersion::V3_14);
        assert_eq!("2.7".parse::<PythonVersion>(), Err(UnknownVersion("2.7".to_owned())));
    }
}

//! What the person changed of what was dropped: which data files count, which lanes they make, and where paths belong.

use serde::{Deserialize, Serialize};

/// The changes. Data files are named by their inputs, see [`DataFile::input`](super::DataFile::input). The default changes
/// nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    /// The lanes of data files, in place of those that their names tell: input and lane.
    pub lanes: Vec<(String, String)>,
    /// Data files taken out.
    pub removed: Vec<String>,
    /// The lanes that make the union complete, in place of the manifest's.
    pub expected: Option<Vec<String>>,
    /// The path rules, in place of the configuration's.
    pub paths: Option<Vec<PathRule>>,
    /// Whether branches are left out, so that data files with and without them can be combined.
    pub lines_only: bool,
}

/// One entry of `[paths]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathRule {
    /// Its name, which means nothing.
    pub name: String,
    /// The result, then the patterns.
    pub paths: Vec<String>,
}

impl Arrangement {
    /// Whether nothing was changed.
    pub fn is_default(&self) -> bool {
        *self == Arrangement::default()
    }

    /// The lane that the person gave a data file.
    pub fn lane_of(&self, input: &str) -> Option<&str> {
        self.lanes.iter().find(|(known, _)| known == input).map(|(_, lane)| lane.as_str())
    }

    /// Puts data files into the lane of that name; without a name, into the one that their own names tell.
    pub fn rename(&mut self, inputs: &[String], lane: &str) {
        self.lanes.retain(|(input, _)| !inputs.contains(input));
        let lane = lane.trim();
        if !lane.is_empty() {
            self.lanes.extend(inputs.iter().map(|input| (input.clone(), lane.to_owned())));
        }
    }

    /// Takes data files out.
    pub fn remove(&mut self, inputs: &[String]) {
        self.put_back(inputs);
        self.removed.extend_from_slice(inputs);
    }

    /// Takes data files in again.
    pub fn put_back(&mut self, inputs: &[String]) {
        self.removed.retain(|input| !inputs.contains(input));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_named_and_named_back() {
        let mut arrangement = Arrangement::default();
        let [a, b] = ["a", "b"].map(str::to_owned);
        arrangement.rename(&[a.clone(), b.clone()], " unit ");
        assert_eq!((arrangement.lane_of("a"), arrangement.lane_of("b")), (Some("unit"), Some("unit")));
        arrangement.rename(std::slice::from_ref(&a), "heavy");
        assert_eq!((arrangement.lane_of("a"), arrangement.lane_of("b")), (Some("heavy"), Some("unit")));
        arrangement.rename(&[a, b], " ");
        assert!(arrangement.is_default());
    }

    #[test]
    fn what_was_taken_out_once_comes_back_at_once() {
        let mut arrangement = Arrangement::default();
        let a = ["a".to_owned()];
        arrangement.remove(&a);
        arrangement.remove(&a);
        assert_eq!(arrangement.removed, a);
        arrangement.put_back(&a);
        assert!(arrangement.is_default());
    }
}

//! What a bundle of a session's inputs is made of.

use std::collections::HashMap;

use super::arranged;
use super::{Session, inputs::SourceId};

/// The inputs that the report needs, as it knows them. Configuration and CI's reports are needed as they are.
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    /// The lanes.
    pub lanes: Vec<LanePart<'a>>,
    /// The sources that were read, used or not.
    pub sources: Vec<SourcePart<'a>>,
    /// The names of data files that are there and can't be used.
    pub unusable: &'a [String],
    /// The folder of the configuration that counts, with a slash at its end; empty for none.
    pub folder: &'a str,
    /// The name that a lane's goes behind in the name of its data file: `.coverage`, unless `[run] data_file` says otherwise.
    pub data_file: &'a str,
}

/// A lane.
#[derive(Clone, Debug)]
pub struct LanePart<'a> {
    /// Its name.
    pub name: String,
    /// Whether it was named on purpose.
    pub named: bool,
    /// The SHA-256 of its data files.
    pub digests: Vec<&'a str>,
}

/// A source.
#[derive(Clone, Copy, Debug)]
pub struct SourcePart<'a> {
    /// Its path as it was read.
    pub path: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
    /// Its path in the report, if something was measured in it.
    pub common: Option<&'a str>,
}

impl Session {
    /// What the report was made of; `None` as long as there is no data.
    pub fn parts(&self) -> Option<Parts<'_>> {
        let all = &self.assembled;
        let config = &all.coverage.config;
        let digests: HashMap<&str, &str> = all.data.iter().map(|data| (&*data.input, &*data.sha256)).collect();
        let lanes = arranged::lanes(&self.inputs, &all.data, config, &self.choices.arrangement, &all.expected);
        let lanes = lanes.into_iter().map(|lane| LanePart {
            digests: lane.files.iter().filter_map(|file| digests.get(&*file.input).copied()).collect(),
            name: lane.name,
            named: lane.named,
        });
        // Several measured files may have been found in one source: the longest path fits all.
        let mut common: HashMap<SourceId, &str> = HashMap::new();
        for (id, path) in all.located.values().filter_map(|place| Some((place.source?, &*place.common))) {
            let known = common.entry(id).or_insert(path);
            *known = if path.len() > known.len() { path } else { known };
        }
        let sources = self.inputs.sources.iter().map(|source| SourcePart {
            path: &source.path,
            bytes: &source.bytes,
            common: common.get(&source.id).copied(),
        });
        let slash = config.file.as_deref().and_then(|file| file.rfind('/'));
        let folder = config.file.as_deref().zip(slash).and_then(|(file, slash)| file.get(..=slash));
        self.has_report().then(|| Parts {
            lanes: lanes.collect(),
            sources: sources.collect(),
            unusable: &self.inputs.unusable,
            folder: folder.unwrap_or_default(),
            data_file: arranged::base(config),
        })
    }
}

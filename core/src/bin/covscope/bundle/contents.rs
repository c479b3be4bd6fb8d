//! What is in a bundle.

use std::collections::{BTreeMap, HashMap};

use covscope_core::config::bundle::NAME;
use covscope_core::data::{git_blob, sha256};
use covscope_core::input::{Entry, Kind, sniff};
use covscope_core::paths::common_folder;
use covscope_core::session::{Parts, SourcePart};

use super::index::{Index, Lane};
use super::names;

/// The files of a bundle, in the order in which they stand there.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) n_lanes: usize,
    pub(super) n_sources: usize,
    pub(super) n_others: usize,
}

/// The index first, then the lanes, then all else by path. Of `index` the files are not told yet.
pub(super) fn contents(mut index: Index, parts: &Parts<'_>, entries: Vec<Entry>, diff: Option<&[u8]>) -> Contents {
    let mut lanes = Vec::new();
    let mut others: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut plain = 0;
    let mut data: HashMap<String, &Entry> = HashMap::new();
    for entry in entries.iter().filter(|entry| is_data(entry)) {
        data.entry(sha256(&entry.bytes)).or_insert(entry);
    }
    for lane in &parts.lanes {
        let mut told = Lane { name: lane.name.clone(), files: BTreeMap::new() };
        for (path, digest) in names::of(lane, plain, parts.data_file).into_iter().zip(&lane.digests) {
            if let Some(entry) = data.get(*digest) {
                lanes.push((path.clone(), entry.bytes.clone()));
                told.files.insert(path, (*digest).to_owned());
            }
        }
        plain += usize::from(!lane.named);
        index.lanes.push(told);
    }
    let sources = sources(parts);
    for (path, bytes) in &sources {
        index.sources.insert(path.clone(), git_blob(bytes));
        others.insert(path.clone(), bytes.to_vec());
    }
    let mut n_others = 0;
    let mut put = |path: String, bytes: Vec<u8>| {
        // What has the name of another gets a folder of its own.
        let numbered = (2..).map(|number| format!("{number}/{path}"));
        let free = std::iter::once(path.clone()).chain(numbered).find(|path| !others.contains_key(path));
        n_others += usize::from(free.is_some());
        let path = free.unwrap_or(path);
        others.insert(path.clone(), bytes);
        path
    };
    if let Some(diff) = diff {
        index.diff = put("changes.diff".to_owned(), diff.to_vec());
    }
    for entry in entries {
        match sniff(&entry.path, &entry.bytes) {
            // coverage.py's configuration is where the paths of the report begin.
            Kind::Config if entry.path.starts_with(parts.folder) => {
                put(entry.path.strip_prefix(parts.folder).unwrap_or(&entry.path).to_owned(), entry.bytes);
            }
            Kind::JsonReport | Kind::XmlReport | Kind::LcovReport => _ = put(entry.path, entry.bytes),
            // Something is missing without them; that is to be seen.
            _ if parts.unusable.contains(&entry.display_name()) => {
                put(format!("unusable/{}", entry.file_name()), entry.bytes);
            }
            _ => {}
        }
    }
    let text = serde_json::to_vec_pretty(&index).unwrap_or_default();
    let (n_lanes, n_sources) = (index.lanes.len(), sources.len());
    let files = std::iter::once((NAME.to_owned(), text)).chain(lanes).chain(others).collect();
    Contents { files, n_lanes, n_sources, n_others }
}

fn is_data(entry: &Entry) -> bool {
    sniff(&entry.path, &entry.bytes) == Kind::Data
}

/// The sources that something was measured in, by their paths in the report. If all of them share a folder that the project has more
/// than, one from outside it is added: else the folder would be taken for a root that says nothing, and files of other
/// projects for these.
fn sources<'a>(parts: &Parts<'a>) -> BTreeMap<String, &'a [u8]> {
    let measured = || parts.sources.iter().filter_map(|source| Some((source, source.common?)));
    let mut found: BTreeMap<String, &[u8]> =
        measured().map(|(source, common)| (common.to_owned(), source.bytes)).collect();
    let shared = common_folder(found.keys().map(String::as_str)) + "/";
    let prefixes: Vec<&str> = measured().filter_map(|(source, common)| source.path.strip_suffix(common)).collect();
    let outside = |source: &SourcePart<'a>| {
        let path = prefixes.iter().find_map(|prefix| source.path.strip_prefix(prefix))?;
        (!path.starts_with(&shared)).then(|| (source.bytes.len(), path.to_owned(), source.bytes))
    };
    if shared != "/"
        && let Some((_, path, bytes)) = parts.sources.iter().filter_map(outside).min()
    {
        found.insert(path, bytes);
    }
    found
}

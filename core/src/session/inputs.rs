//! What was read of the inputs, each kept as a value: nothing here depends on another input.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::diffs::Diffs;
use super::fetched::Taken;
use super::index::Indexes;
use super::tree::{Blobs, Tree};
use crate::config::bundle::Bundle;
use crate::data::{CoverageData, digest, sha256};
use crate::diff::Diff;
use crate::error::{Code, Error, Problem};
use crate::input::{Entry, Kind, sniff};
use crate::link::{Payload, distinct};
use crate::pace::{Cancelled, Pace};
use crate::reported::{Format, Report};

/// Everything read so far, in the order it came.
#[derive(Clone, Debug, Default)]
pub(super) struct Inputs {
    /// Data files.
    pub(super) data: Vec<DataInput>,
    /// Configuration files.
    pub(super) configs: Vec<TextInput>,
    /// Reports of CI's.
    pub(super) reports: Vec<(String, Rc<Report>)>,
    /// What the bundle that was read last says of itself.
    pub(super) bundle: Bundle,
    /// What the commit that was tested holds, once that was fetched.
    pub(super) tree: Option<Tree>,
    /// Sources.
    pub(super) sources: Vec<SourceInput>,
    /// Texts of files of the report that were fetched, by their paths there. Nothing else is found in them.
    pub(super) texts: Vec<SourceInput>,
    /// What was changed.
    pub(super) diffs: Diffs,
    /// The link that the report is of.
    pub(super) linked: Option<Rc<Payload>>,
    /// Gives the values of environment variables, where there are any.
    pub(super) env: Option<fn(&str) -> Option<String>>,
    /// Lanes that this run leaves out on purpose, beside those that settings name.
    pub(super) skipped: Vec<String>,
    /// Data files that are there and can't be used: something is missing without them.
    pub(super) unusable: Vec<String>,
    /// Archives and dropped folders that hold configuration or sources.
    projects: HashSet<Container>,
    digests: HashMap<String, String>,
    problems: Vec<Problem>,
    n_drops: usize,
}

/// One data file.
#[derive(Clone, Debug)]
pub(super) struct DataInput {
    pub(super) input: String,
    pub(super) archives: Vec<String>,
    pub(super) path: String,
    pub(super) size: usize,
    /// The SHA-256 of its bytes, in hex: what others know it by.
    pub(super) sha256: Rc<str>,
    pub(super) data: Rc<CoverageData>,
    /// The first data file of the same content, if this is not it.
    pub(super) same_as: Option<String>,
}

impl DataInput {
    /// The first data file of this content.
    pub(super) fn first(&self) -> &String {
        self.same_as.as_ref().unwrap_or(&self.input)
    }
}

/// One configuration file.
#[derive(Clone, Debug)]
pub(super) struct TextInput {
    pub(super) archives: Vec<String>,
    pub(super) path: String,
    pub(super) text: Rc<str>,
}

/// One source.
#[derive(Clone, Debug)]
pub(super) struct SourceInput {
    pub(super) id: SourceId,
    /// The drop and the archives that it came with: those that came together may share a root.
    pub(super) group: (usize, Vec<String>),
    pub(super) path: String,
    pub(super) bytes: Rc<[u8]>,
    /// The commit that it is of, if its archive says so.
    pub(super) commit: Option<Arc<str>>,
    /// The names that git may have for its content, once they were asked for.
    pub(super) blobs: Rc<OnceCell<Blobs>>,
}

impl SourceInput {
    fn new(id: SourceId, archives: Vec<String>, path: String, bytes: Vec<u8>, commit: Option<Arc<str>>) -> SourceInput {
        SourceInput { id, group: (id.0, archives), path, bytes: bytes.into(), commit, blobs: Rc::default() }
    }
}

/// Names a source in this session: the number of its drop and its place in it.
pub(super) type SourceId = (usize, usize);

/// An archive, or the folder that was dropped (its archives are empty).
type Container = (Vec<String>, String);

impl Inputs {
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    pub(super) fn add_problems(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }

    /// What was wrong with inputs is said no more: they came again. That one holds nothing is said of the first of its content.
    pub(super) fn forget(&mut self, came: impl IntoIterator<Item = String>) {
        // Most have nothing wrong.
        if self.problems.is_empty() {
            return;
        }
        let came: HashSet<String> = came.into_iter().collect();
        self.unusable.retain(|input| !came.contains(input));
        self.problems.retain(|problem| !came.contains(&problem.input) || problem.code == Code::DataNoFiles);
    }

    /// The name of the diff that is looked at, in words; `None` without one.
    pub(super) fn diff(&self) -> Option<String> {
        self.diffs.name().or_else(|| self.changed_by_link().map(|_| "the link".to_owned()))
    }

    /// The link, if it tells what was changed and just its data is here.
    pub(super) fn changed_by_link(&self) -> Option<&Payload> {
        let linked = self.linked.as_deref().filter(|linked| linked.patch.is_some())?;
        let here = self.data.iter().map(|data| &*data.sha256);
        (linked.digests() == distinct(here.collect())).then_some(linked)
    }

    /// Adds what was fetched.
    pub(super) fn add_taken(&mut self, taken: Option<Taken>) {
        match taken {
            Some(Taken::Text(path, text)) => {
                self.n_drops += 1;
                self.texts.push(SourceInput::new((self.n_drops, 0), Vec::new(), path, text, None));
            }
            Some(Taken::Tree(tree)) => self.tree = Some(tree),
            None => {}
        }
    }

    /// Whether configuration or sources were found in the archive or dropped folder of this file.
    pub(super) fn is_in_project(&self, archives: &[String], path: &str) -> bool {
        self.projects.contains(&container(archives, path))
    }

    pub(super) async fn read<P: Pace>(
        &mut self,
        entries: Vec<Entry>,
        pace: &P,
        doing: &mut dyn FnMut(&str),
    ) -> Result<(), Cancelled> {
        self.n_drops += 1;
        let mut indexes = Indexes::of(&entries);
        for (index, entry) in entries.into_iter().enumerate() {
            pace.tick().await?;
            let input = entry.display_name();
            let kind = sniff(&entry.path, &entry.bytes);
            if !matches!(kind, Kind::Source) {
                doing(&format!("Reading {input}"));
            }
            if matches!(kind, Kind::Config | Kind::Source | Kind::Bundle) {
                self.projects.insert(container(&entry.archives, &entry.path));
            }
            match kind {
                Kind::Data | Kind::DataEmpty => match indexes.check(&entry) {
                    Ok(()) => self.read_data(entry, input, pace).await?,
                    Err(error) => self.refuse_data(input, error),
                },
                Kind::DataVersion4 => {
                    let cause = "It is a data file of coverage.py 4, which was JSON; since 5.0 they are SQLite.";
                    self.refuse_data(input, Error::new(Code::DataVersion4, cause));
                }
                Kind::DataJournal => {
                    let cause = "It is a rollback journal of SQLite, not a data file.";
                    self.add_problems(vec![Problem::new(Code::DataJournal, input, cause)]);
                }
                Kind::Config => self.read_config(entry),
                Kind::Bundle => match Bundle::read(&entry.bytes) {
                    Ok(bundle) => self.bundle = bundle,
                    Err(error) => self.add_problems(vec![Problem::of(input, error)]),
                },
                Kind::JsonReport => self.read_report(Format::Json, &entry.bytes, input),
                Kind::XmlReport => self.read_report(Format::Xml, &entry.bytes, input),
                Kind::LcovReport => self.read_report(Format::Lcov, &entry.bytes, input),
                Kind::Diff => self.read_diff(entry, input),
                Kind::Source => {
                    let Entry { archives, path, bytes, commit, .. } = entry;
                    self.sources.push(SourceInput::new((self.n_drops, index), archives, path, bytes, commit));
                }
                Kind::Other => {}
            }
        }
        for (input, error) in indexes.missing() {
            self.refuse_data(input, error);
        }
        Ok(())
    }

    async fn read_data<P: Pace>(&mut self, entry: Entry, input: String, pace: &P) -> Result<(), Cancelled> {
        let data = match CoverageData::read(&entry.bytes, pace).await? {
            Ok(data) => data,
            Err(error) => {
                self.refuse_data(input, error);
                return Ok(());
            }
        };
        let digest = digest(entry.file_name(), &mut &entry.bytes[..]).unwrap_or_default();
        let same_as = self.digests.get(&digest).cloned();
        let is_same = |known: &DataInput| same_as.as_ref() == Some(known.first());
        if self.data.iter().any(|known| known.input == input && is_same(known)) {
            return Ok(());
        }
        // Data files are told apart by their names.
        let numbered = (2..).map(|number| format!("{input} ({number})"));
        let is_free = |name: &String| !self.data.iter().any(|known| known.input == *name);
        let input = std::iter::once(input.clone()).chain(numbered).find(is_free).unwrap_or_default();
        if same_as.is_none() {
            self.digests.insert(digest, input.clone());
            if data.files.is_empty() {
                let cause = "It holds no measured file.";
                self.add_problems(vec![Problem::new(Code::DataNoFiles, &input, cause)]);
            }
        }
        let size = entry.bytes.len();
        let sha256 = sha256(&entry.bytes).into();
        let (archives, path, data) = (entry.archives, entry.path, Rc::new(data));
        self.data.push(DataInput { input, archives, path, size, sha256, data, same_as });
        Ok(())
    }

    fn refuse_data(&mut self, input: String, error: Error) {
        if !self.unusable.contains(&input) {
            self.unusable.push(input.clone());
        }
        self.add_problems(vec![Problem::of(input, error)]);
    }

    fn read_config(&mut self, entry: Entry) {
        // With a byte order mark coverage.py's settings are refused, as they are in what is not UTF-8.
        let text = String::from_utf8(entry.bytes)
            .unwrap_or_else(|error| format!("\u{feff}{}", String::from_utf8_lossy(error.as_bytes())));
        // A file dropped again replaces itself.
        self.configs.retain(|known| (&known.archives, &known.path) != (&entry.archives, &entry.path));
        self.configs.push(TextInput { archives: entry.archives, path: entry.path, text: text.into() });
    }

    /// A diff that lies deeper in a folder or an archive is a file of some project, and says nothing of this one.
    fn read_diff(&mut self, entry: Entry, input: String) {
        if entry.path.matches('/').count() > usize::from(entry.archives.is_empty()) {
            return;
        }
        match Diff::read(&entry.bytes).map(drop) {
            Ok(()) => self.diffs.add(input, entry.bytes.into()),
            Err(error) => self.add_problems(vec![Problem::of(input, error)]),
        }
    }

    fn read_report(&mut self, format: Format, bytes: &[u8], input: String) {
        match Report::read(format, bytes) {
            Ok(report) => {
                if !self.reports.iter().any(|(_, known)| **known == report) {
                    self.reports.push((input, Rc::new(report)));
                }
            }
            Err(error) => self.add_problems(vec![Problem::of(input, error)]),
        }
    }
}

fn container(archives: &[String], path: &str) -> Container {
    let folder = path.split_once('/').map_or("", |(folder, _)| folder);
    (archives.to_vec(), if archives.is_empty() { folder.to_owned() } else { String::new() })
}

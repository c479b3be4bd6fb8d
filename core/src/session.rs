//! The façade: everything that was loaded, and the answers to the screens' questions. The only owner of state.

mod arranged;
mod assemble;
mod bundled;
mod changed;
mod diffs;
mod exports;
mod fetched;
mod index;
mod inputs;
mod linked;
mod located;
mod review;
mod suggestions;
mod tree;
mod written;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use self::assemble::Assembled;
use self::fetched::Taken;
use self::inputs::Inputs;
use crate::config::manifest::Manifest;
use crate::diff::Diff;
use crate::error::{Code, Problem};
use crate::input::{Entry, Input, Limits, expand};
use crate::link::{self, Payload, Provenance};
use crate::pace::{Cancelled, Pace};
use crate::patch::Patch;
use crate::paths::{is_plain, is_relative};
use crate::reason::{Absence, Reason};
use crate::report::Coverage;
use crate::source::SourceFile;
use crate::view::{self, Changed, Choices, ExportFormat, Exported, Found, Overview, Prepared, Query, Review};

pub use self::bundled::{LanePart, Parts, SourcePart};
pub use self::exports::Moment;
pub use self::fetched::TREE;

/// All that was dropped so far, and what it comes to.
#[derive(Debug, Default)]
pub struct Session {
    inputs: Inputs,
    choices: Choices,
    assembled: Assembled,
    /// What is covered by the lanes that were last switched on, when that were not all.
    of_lanes: RefCell<Option<(Vec<usize>, Shown)>>,
    /// The report that a link held, until there is data that can be counted.
    linked: Option<Rc<Payload>>,
    /// Texts of its files, by their paths.
    texts: HashMap<String, Arc<SourceFile>>,
    /// What was fetched and is not added yet.
    taken: Option<Taken>,
    /// The rows of the last report.
    prepared: RefCell<Prepared>,
}

/// What is covered by the lanes that are on: of all files, and of what a diff changed.
#[derive(Clone, Debug)]
struct Shown {
    coverage: Rc<Coverage>,
    patch: Option<Rc<Patch>>,
}

/// Sources that were analysed, so that an addition does not analyse them again.
type Analysed = HashMap<inputs::SourceId, Arc<SourceFile>>;

impl Session {
    /// Nothing loaded yet.
    pub fn new() -> Session {
        Session::default()
    }

    /// The same where `env` gives the values of environment variables. Configuration at the top, in no folder or archive, has them.
    pub fn with_env(env: fn(&str) -> Option<String>) -> Session {
        let mut session = Session::default();
        session.inputs.env = Some(env);
        session
    }

    /// Names lanes that this run leaves out on purpose, beside those that settings name: expected, and told as skipped. Counts with the
    /// next addition.
    pub fn skip(&mut self, lanes: Vec<String>) {
        self.inputs.skipped = lanes;
    }

    /// Reads inputs beside those read before, and works out the report anew. `doing` is told, in words, what is being
    /// done.
    ///
    /// # Errors
    /// The host cancelled; then everything is as it was before.
    pub async fn add<P: Pace>(
        &mut self,
        dropped: Vec<Input>,
        pace: &P,
        doing: &mut dyn FnMut(&str),
    ) -> Result<(), Cancelled> {
        doing("Unpacking");
        let taken = self.taken.take();
        let mut came: Vec<String> = dropped.iter().map(|input| input.name.clone()).collect();
        // With nothing dropped, that is what is new.
        let (entries, problems) = match dropped.is_empty() && taken.is_some() {
            true => Default::default(),
            false => expand(dropped, &Limits::default(), pace).await?,
        };
        let mut inputs = self.inputs.clone();
        came.extend(entries.iter().map(Entry::display_name));
        inputs.forget(came);
        inputs.add_problems(problems);
        inputs.add_taken(taken);
        inputs.read(entries, pace, doing).await?;
        let assembled = assemble::assemble(&inputs, &self.choices, &self.assembled, pace, doing).await?;
        self.inputs = inputs;
        self.assembled = assembled;
        self.of_lanes.take();
        self.prepared.take();
        Ok(())
    }

    /// Opens the report that a link's text holds, in place of everything that was read.
    pub fn open(&mut self, text: &str) {
        *self = Session::default();
        match link::read(text) {
            Ok(payload) => {
                let payload = Rc::new(payload);
                self.inputs.linked = Some(Rc::clone(&payload));
                self.linked = Some(payload);
            }
            Err(error) => self.inputs.add_problems(vec![Problem::of("the link", error)]),
        }
    }

    /// Works out the report anew by what the person chose, if that is something else than before.
    ///
    /// # Errors
    /// The host cancelled; then everything is as it was before.
    pub async fn choose<P: Pace>(
        &mut self,
        choices: Choices,
        pace: &P,
        doing: &mut dyn FnMut(&str),
    ) -> Result<(), Cancelled> {
        if choices == self.choices {
            return Ok(());
        }
        if self.has_report() {
            self.assembled = assemble::assemble(&self.inputs, &choices, &self.assembled, pace, doing).await?;
            self.of_lanes.take();
            self.prepared.take();
        }
        self.choices = choices;
        Ok(())
    }

    /// The files that a query selects, in a format of coverage.py's; the combined data, the picture and the badge are always of all.
    ///
    /// # Errors
    /// In words: there is nothing to write, a setting is refused, or the numbers are not known well enough for a report that
    /// others take for coverage.py's.
    pub fn export(&self, format: ExportFormat, query: &Query, now: &Moment) -> Result<Exported, String> {
        if let Some(write) = view::of_screen(format)
            && let Some(overview) = self.overview(&format.asks(query))
        {
            let bytes = write(&overview).into_bytes();
            return Ok(Exported { format, bytes, n_files: overview.n_shown, left_out: Vec::new() });
        }
        if self.linked().is_some() {
            return Err(
                "This report came in a link, which holds numbers and no data. Drop the lanes' data files and the sources here to save it.".to_owned(),
            );
        }
        exports::export(&self.assembled, &self.of_lanes_on(query), format, query, now)
    }

    /// The report for a link; `None` as long as there is no data. Of `provenance`, what is not told is taken from the manifest and
    /// the sources. `patch` is what was changed, if that is known.
    pub fn payload(&self, query: &Query, provenance: Provenance, patch: Option<&Patch>) -> Option<Payload> {
        let linked = || linked::payload(&self.assembled, &self.of_lanes_on(query), query, provenance, patch);
        self.has_report().then(linked)
    }

    /// covscope's own settings.
    pub fn manifest(&self) -> &Manifest {
        &self.assembled.manifest
    }

    /// Whether a data file was read, so that there is a report.
    pub fn has_report(&self) -> bool {
        !self.inputs.data.is_empty()
    }

    /// Everything that was wrong with any input so far.
    pub fn problems(&self) -> Vec<Problem> {
        let alone = self.inputs.diffs.name().filter(|_| !self.has_report());
        let alone =
            alone.map(|diff| Problem::new(Code::DiffAlone, diff, "It says what changed, and no data file is here."));
        let differs = self.differs_in_numbers().map(|cause| Problem::new(Code::LinkDiffers, "the link", cause));
        self.inputs.problems().iter().chain(&self.assembled.problems).cloned().chain(alone).chain(differs).collect()
    }

    /// The report; `None` as long as there is no data and no link.
    pub fn overview(&self, query: &Query) -> Option<Overview> {
        if let Some(payload) = self.linked() {
            let mut shown = view::filtered(payload, query);
            shown.problems = self.problems();
            if self.has_report() {
                shown.run = view::run(payload, Some(&self.digests()));
                let still = "The numbers are the link's until the project's sources are here, too.";
                shown.run.iter_mut().for_each(|run| run.lanes.push(still.to_owned()));
            }
            return Some(shown);
        }
        let mut prepared = self.prepared.borrow_mut();
        self.has_report().then(|| {
            let Shown { coverage, patch } = self.shown(query);
            let run = self.linked.as_ref().and_then(|payload| view::run(payload, Some(&self.digests())));
            let mut overview = view::overview(&coverage, self.changed(&patch), query, self.problems(), &mut prepared);
            if let Some(compared) = &self.assembled.compared {
                overview.basis.push_str(&format!(" {compared}"));
            }
            let mut run = run;
            if let (Some(run), Some(words)) = (&mut run, self.differs_in_numbers()) {
                run.lanes.push(words);
            }
            Overview { run, unchecked: self.unchecked(), ..overview }
        })
    }

    /// The data files that were combined, each with the SHA-256 of its bytes. A link tells of no others.
    fn digests(&self) -> Vec<(&str, &str)> {
        let is_in = |data: &&inputs::DataInput| !self.assembled.left_out.contains(&data.input);
        self.assembled.data.iter().filter(is_in).map(|data| (&*data.input, &*data.sha256)).collect()
    }

    /// The lanes with their data files, and where every recorded path went; `None` as long as there is no data.
    pub fn review(&self, query: &Query) -> Option<Review> {
        let mut prepared = self.prepared.borrow_mut();
        let (all, arrangement) = (&self.assembled, &self.choices.arrangement);
        self.has_report().then(|| review::review(&self.inputs, arrangement, all, query, &mut prepared))
    }

    /// The report's files whose path answers to `text`, the best first: see [`view::find`].
    pub fn find(&self, text: &str) -> Found {
        match self.linked() {
            Some(payload) => view::find(payload.files.iter().map(|file| file.path.as_str()), text),
            None => view::find(self.assembled.coverage.files.iter().map(|file| file.path.as_str()), text),
        }
    }

    /// The source view of the file with that path in the report.
    pub fn file(&self, path: &str, query: &Query) -> Option<view::File> {
        let mut file = if let Some(payload) = self.linked() {
            let mut problems = self.problems();
            let fetched = self.texts.get(path).cloned();
            let is_fetched = fetched.is_some();
            let dropped = || {
                let (text, stale) = self.assembled.text_of(&self.inputs, path)?;
                problems.extend(stale);
                Some(Arc::new(text))
            };
            let text = fetched.or_else(dropped);
            let text = text.as_deref().map(|text| (text, is_fetched));
            view::text_of_link(payload, path, query, &problems, text)
        } else {
            let source = self.assembled.source_of(path);
            let Shown { coverage, patch } = self.shown(query);
            view::file(&coverage, self.changed(&patch), path, query, &self.problems(), source.as_deref())
        }?;
        let is_there = !file.has_text && is_relative(path) && is_plain(path);
        file.remote = self.commit().filter(|_| is_there).map(|commit| commit.to_string());
        file.unchecked = self.unchecked().filter(|_| file.has_text && !self.texts.contains_key(path));
        Some(file)
    }

    /// The commit that the sources can be compared with, in words. Where a commit's archive was dropped, they are its own.
    fn unchecked(&self) -> Option<String> {
        let is_own = |source: &inputs::SourceInput| source.commit.is_some();
        let is_open = self.inputs.tree.is_none() && !self.inputs.sources.iter().all(is_own);
        self.commit().filter(|_| is_open).map(|commit| commit.to_string())
    }

    /// The report of a link. Data that was added takes its place, once something of it can be counted: lanes alone would leave nothing.
    fn linked(&self) -> Option<&Payload> {
        let counts = || self.assembled.coverage.files.iter().any(|file| file.result.is_ok());
        self.linked.as_deref().filter(|_| !counts())
    }

    /// The coverage of what a diff changed; `None` as long as there is no data.
    pub fn patch(&self, diff: &Diff<'_>, query: &Query) -> Option<Patch> {
        self.has_report().then(|| changed::patch(&self.of_lanes_on(query), diff))
    }

    /// The threshold for changed lines that the manifest sets, and the report's precision.
    pub fn patch_threshold(&self) -> (Option<f64>, usize) {
        let coverage = &self.assembled.coverage;
        (coverage.fail_under_patch, usize::try_from(coverage.config.precision).unwrap_or(0))
    }

    /// What the diff changed, by the lanes that are on and by all.
    fn changed(&self, on: &Option<Rc<Patch>>) -> Option<Changed> {
        let diff = self.inputs.diff()?;
        Some(Changed { diff, on: on.clone()?, all: self.assembled.patch.clone()? })
    }

    /// The coverage of the lanes that a query leaves switched on. It is no verdict if that is not all of them.
    fn of_lanes_on(&self, query: &Query) -> Rc<Coverage> {
        self.shown(query).coverage
    }

    fn shown(&self, query: &Query) -> Shown {
        let Assembled { coverage: all, patch, .. } = &self.assembled;
        let on = view::lanes_on(all, query);
        if on.len() == all.lanes.len() {
            return Shown { coverage: Rc::clone(all), patch: patch.clone() };
        }
        let mut kept = self.of_lanes.borrow_mut();
        match &*kept {
            Some((known, shown)) if *known == on => shown.clone(),
            _ => {
                let mut coverage = all.of_lanes(&on);
                let off = all.lanes.iter().map(|(name, _)| name).filter(|name| query.off.contains(name));
                coverage.reasons.extend(Reason::of_lanes(Absence::SwitchedOff, off.cloned().collect()));
                // What is wrong with the diff was said when the report was made.
                let patch = changed::dropped(&self.inputs, &coverage).ok().flatten().map(Rc::new);
                let shown = Shown { coverage: Rc::new(coverage), patch };
                *kept = Some((on, shown.clone()));
                shown
            }
        }
    }
}

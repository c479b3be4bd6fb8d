//! The façade: everything that was loaded, and the answers to the screens' questions. The only owner of state.

mod assemble;
mod exports;
mod inputs;
mod located;

use std::collections::HashMap;
use std::sync::Arc;

use self::assemble::Assembled;
use self::inputs::Inputs;
use crate::error::Problem;
use crate::input::{Input, Limits, expand};
use crate::pace::{Cancelled, Pace};
use crate::source::SourceFile;
use crate::view::{self, Choices, ExportFormat, Exported, Found, Overview, Query};

pub use self::exports::Moment;

/// All that was dropped so far, and what it comes to.
#[derive(Debug, Default)]
pub struct Session {
    inputs: Inputs,
    choices: Choices,
    assembled: Assembled,
}

/// Sources that were analysed, so that an addition does not analyse them again.
type Analysed = HashMap<inputs::SourceId, Arc<SourceFile>>;

impl Session {
    /// Nothing loaded yet.
    pub fn new() -> Session {
        Session::default()
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
        let (entries, problems) = expand(dropped, &Limits::default(), pace).await?;
        let mut inputs = self.inputs.clone();
        inputs.add_problems(problems);
        inputs.read(entries, pace, doing).await?;
        let assembled = assemble::assemble(&inputs, self.choices, &self.assembled, pace, doing).await?;
        self.inputs = inputs;
        self.assembled = assembled;
        Ok(())
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
            self.assembled = assemble::assemble(&self.inputs, choices, &self.assembled, pace, doing).await?;
        }
        self.choices = choices;
        Ok(())
    }

    /// The files that a query selects, in a format of coverage.py's; the combined data is always all of it.
    ///
    /// # Errors
    /// In words: there is nothing to write, a setting is refused, or the numbers are not known well enough for a report that
    /// others take for coverage.py's.
    pub fn export(&self, format: ExportFormat, query: &Query, now: &Moment) -> Result<Exported, String> {
        exports::export(&self.inputs, &self.assembled, format, query, now)
    }

    /// Whether a data file was read, so that there is a report.
    pub fn has_report(&self) -> bool {
        !self.inputs.data.is_empty()
    }

    /// Everything that was wrong with any input so far.
    pub fn problems(&self) -> Vec<Problem> {
        self.inputs.problems().iter().chain(&self.assembled.problems).cloned().collect()
    }

    /// The report; `None` as long as there is no data.
    pub fn overview(&self, query: &Query) -> Option<Overview> {
        self.has_report().then(|| view::overview(&self.assembled.coverage, query, self.problems()))
    }

    /// The report's files whose path answers to `text`, the best first: see [`view::find`].
    pub fn find(&self, text: &str) -> Found {
        view::find(self.assembled.coverage.files.iter().map(|file| file.path.as_str()), text)
    }

    /// The source view of the file with that path in the report.
    pub fn file(&self, path: &str, query: &Query) -> Option<view::File> {
        let source = self.assembled.source_of(path);
        view::file(&self.assembled.coverage, path, query, &self.problems(), source.as_deref())
    }
}

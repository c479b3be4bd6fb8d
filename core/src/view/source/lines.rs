//! What each line is, and who ran it.

use super::colours::{self, Start};
use super::is_in;
use super::sentences::Sentences;
use super::shown::{self, cut};
use super::sides::sides;
use crate::line::LineNo;
use crate::patch::PatchFile;
use crate::report::denominator::Denominator;
use crate::report::{Coverage, Covered};
use crate::source::SourceFile;
use crate::view::{Line, LineState};

/// The lines of a text of which nothing is known.
pub(super) fn plain(source: &SourceFile) -> Vec<Line> {
    let mut start = Start::default();
    (1..).zip(source.lines()).map(|(number, text)| with_text(number, text, &mut start)).collect()
}

/// The lines of a file with numbers, and of the diff that `patched` it, and the sentences about them.
pub(super) fn known(coverage: &Coverage, covered: &Covered, patched: Option<&PatchFile>) -> (Vec<Line>, Vec<String>) {
    let names: Vec<String> = coverage.lanes.iter().map(|(name, _)| shown::name(name)).collect();
    let mut lines: Vec<Line> = match &covered.denominator {
        Denominator::Source(source) => plain(source),
        Denominator::Reported(reported) => {
            let numbers = reported.file.statements.union(&reported.file.excluded);
            numbers.into_iter().map(|number| with_text(number, "", &mut Start::default())).collect()
        }
    };
    let mut sentences = Sentences::new(coverage, covered, &names);
    for line in &mut lines {
        if let Some(file) = patched {
            line.changed = file.added.binary_search(&line.number).is_ok();
            line.shown = is_in(&file.shown, line.number);
        }
        tell(line, covered, &names);
        line.says = sentences.of(line);
    }
    (lines, sentences.texts)
}

fn with_text(number: LineNo, text: &str, start: &mut Start) -> Line {
    let text = shown::text(text);
    let colours = colours::colours(&text, start);
    let (text, colours, note) = cut(text, colours);
    Line {
        number,
        text,
        colours,
        state: LineState::Plain,
        first: number,
        lanes: Vec::new(),
        note,
        branches: Vec::new(),
        changed: false,
        shown: false,
        says: None,
    }
}

/// Fills in what is known of a line.
fn tell(line: &mut Line, covered: &Covered, names: &[String]) {
    if let Denominator::Source(source) = &covered.denominator {
        line.first = source.first_line(line.number);
    }
    let (union, first) = (&covered.union, line.first);
    let excluded = covered.denominator.excluded();
    let is_statement = covered.denominator.statements().contains(&first);
    line.state = if excluded.contains(&line.number) || excluded.contains(&first) {
        LineState::Excluded
    } else if !is_statement {
        LineState::Plain
    } else if union.missing.contains(&first) {
        LineState::Missing
    } else if !union.missing_branches.leaving(first).is_empty() {
        LineState::Partial
    } else {
        LineState::Run
    };
    if is_statement {
        let ran = covered.lanes_on().filter(|(_, lane)| lane.executed.lines.contains(&first));
        line.lanes = ran.map(|(lane, _)| lane).collect();
    }
    if line.number == first && union.numbers.n_branches > 0 {
        let (branches, note) = sides(covered, first, names);
        // A side here and a side there: no lane alone took them all.
        let is_pieced = |line: &Line| !line.lanes.iter().any(|lane| branches.iter().all(|it| it.lanes.contains(lane)));
        let tells =
            line.state == LineState::Partial || line.state == LineState::Run && !branches.is_empty() && is_pieced(line);
        if tells && line.note.is_empty() {
            line.note = note;
        }
        line.branches = branches;
    }
}

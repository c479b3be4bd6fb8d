//! Reports of CI's own beside the data: whose run each one is about, and how well it agrees.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::denominator::{Denominator, Reported};
use crate::combine::{Combined, CombinedFile, Rows};
use crate::line::LineNo;
use crate::paths::PathIndex;
use crate::reported::{Format, Report, ReportedFile};
use crate::set::Set;

/// A report and the run it is about.
#[derive(Clone, Debug)]
pub struct CiReport {
    /// The input's name.
    pub input: String,
    /// Its format.
    pub format: Format,
    /// Its files.
    pub files: PathIndex<Rc<ReportedFile>>,
    /// What it is about, if its statements that ran are those of the data.
    pub about: Option<Part>,
}

/// A part of the data that numbers are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All lanes together.
    Union,
    /// One lane, by its index.
    Lane(usize),
}

impl Part {
    /// The union and each lane.
    pub fn all(n_lanes: usize) -> impl DoubleEndedIterator<Item = Part> {
        std::iter::once(Part::Union).chain((0..n_lanes).map(Part::Lane))
    }

    /// The lines that this part ran, of all these files.
    fn lines_of(self, files: &[&CombinedFile]) -> Set<LineNo> {
        let lanes = |file: &&'_ CombinedFile| match self {
            Part::Union => 0..file.lanes.len(),
            Part::Lane(lane) => lane..lane + 1,
        };
        let rows = files.iter().flat_map(|file| file.lanes.get(lanes(file)).unwrap_or_default());
        rows.fold(Set::new(), |union, rows| union.union(&rows.lines))
    }
}

/// What each part ran of one file.
#[derive(Clone, Debug)]
pub struct PartRows<'a> {
    union: Rows,
    lanes: &'a [Rows],
}

impl PartRows<'_> {
    /// What all lanes and each of them ran.
    pub fn new(file: &CombinedFile) -> PartRows<'_> {
        PartRows { union: file.union(), lanes: &file.lanes }
    }

    /// The parts.
    pub fn parts(&self) -> impl Iterator<Item = Part> + use<> {
        Part::all(self.lanes.len())
    }

    /// Whether two parts are the same: a single lane is the union.
    pub fn are_same(&self, a: Part, b: Part) -> bool {
        a == b || self.lanes.len() == 1
    }

    /// What a part ran. All, for a lane that does not exist.
    pub fn of(&self, part: Part) -> &Rows {
        match part {
            Part::Union => &self.union,
            Part::Lane(lane) => self.lanes.get(lane).unwrap_or(&self.union),
        }
    }
}

impl CiReport {
    /// Takes a report that was read; [`CiReport::find_part`] tells what it is about.
    pub fn new(input: String, report: Report) -> CiReport {
        let mut files = PathIndex::default();
        files.add_group(report.files.into_iter().collect());
        CiReport { input, format: report.format, files, about: None }
    }

    /// Finds the part of the data whose executed statements are the report's in the most files. `None` if that is less
    /// than nine tenths of the files they share: then it is about another run.
    pub fn find_part(&mut self, combined: &Combined, n_lanes: usize) {
        // Under several measured names, a file's run is that of all of them.
        let mut measured: BTreeMap<*const ReportedFile, (&ReportedFile, Vec<&CombinedFile>)> = BTreeMap::new();
        for (path, file) in &combined.files {
            if let Some(found) = self.files.locate(path) {
                measured.entry(Rc::as_ptr(found.value)).or_insert((found.value, Vec::new())).1.push(file);
            }
        }
        let n_equal = |part: Part| {
            measured.values().filter(|(reported, files)| ran_the_same(reported, &part.lines_of(files))).count()
        };
        // Of equals the first, which is the union.
        let best = Part::all(n_lanes).map(|part| (n_equal(part), part)).rev().max_by_key(|(n_equal, _)| *n_equal);
        self.about =
            best.filter(|(n_equal, _)| n_equal * 10 >= measured.len() * 9 && *n_equal > 0).map(|(_, part)| part);
    }

    /// The report as the denominator of one file of a part.
    pub fn denominator(&self, file: &Rc<ReportedFile>, rows: &PartRows<'_>, part: Part) -> Denominator {
        let rows = rows.of(self.about.unwrap_or(part));
        let reported = Reported::new(self.format, self.input.clone(), Rc::clone(file), rows, self.binds(part));
        Denominator::Reported(Rc::new(reported))
    }

    /// Whether what it calls missing did not run in this part: what all lanes together did not run, no lane ran.
    pub fn binds(&self, part: Part) -> bool {
        self.about == Some(Part::Union) || self.about == Some(part)
    }
}

/// Whether just the report's executed statements were measured; lines of multi-line statements are passed over.
fn ran_the_same(reported: &ReportedFile, lines: &Set<LineNo>) -> bool {
    lines.intersection(&reported.statements).all(|line| reported.executed.contains(line))
        && reported.executed.iter().filter(|line| !lines.contains(line)).count() * 10 <= reported.executed.len()
}

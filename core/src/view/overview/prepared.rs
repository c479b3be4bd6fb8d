//! The rows as they are before they are filtered and sorted. Every letter of a filter asks for them, so they are kept; those of two
//! reports, so that a lane is switched off and on again at once.

use std::rc::Rc;

use super::of_changes;
use super::rows::{Listed, Rows};
use crate::numbers::Threshold;
use crate::report::Coverage;
use crate::source::RegionKind;
use crate::view::{Changed, Query};

/// So many reports' rows are kept.
const KEPT: usize = 2;

/// The rows of the last reports asked for.
#[derive(Debug, Default)]
pub(crate) struct Prepared(Vec<Report>);

/// The rows of one.
#[derive(Debug)]
struct Report {
    coverage: Rc<Coverage>,
    threshold: Threshold,
    files: Listed,
    changed: Option<Listed>,
    regions: Option<(RegionKind, Listed)>,
}

impl Prepared {
    /// The files; of which a diff `changed` lines, those lines alone; and what is listed: `kind`, or files.
    pub(super) fn of(
        &mut self,
        coverage: &Rc<Coverage>,
        make: &Rows,
        kind: Option<RegionKind>,
        changed: Option<(&Changed, &Query)>,
    ) -> (&Listed, Option<&Listed>, &Listed) {
        let is_it = |report: &Report| Rc::ptr_eq(&report.coverage, coverage) && report.threshold == make.threshold;
        let known = self.0.iter().position(is_it).map(|at| self.0.remove(at));
        let report = known.unwrap_or_else(|| Report::new(coverage, make, self.0.first()));
        self.0.truncate(KEPT - 1);
        self.0.insert_mut(0, report).listed(make, kind, changed)
    }
}

impl Report {
    fn new(coverage: &Rc<Coverage>, make: &Rows, before: Option<&Report>) -> Report {
        let mut before = before.into_iter().flat_map(|report| report.coverage.files.iter().zip(&report.files.items));
        let items = coverage.files.iter().map(|file| make.of_file(file, before.next())).collect();
        let files = Listed::new(make, items);
        Report { coverage: Rc::clone(coverage), threshold: make.threshold, files, changed: None, regions: None }
    }

    fn listed(
        &mut self,
        make: &Rows,
        kind: Option<RegionKind>,
        changed: Option<(&Changed, &Query)>,
    ) -> (&Listed, Option<&Listed>, &Listed) {
        let coverage = &*self.coverage;
        if let Some((changed, query)) = changed {
            let listed = self.changed.get_or_insert_with(|| of_changes::listed(coverage, changed, query));
            return (&self.files, Some(listed), listed);
        }
        let Some(kind) = kind else { return (&self.files, None, &self.files) };
        let kept = self.regions.take().filter(|(kept, _)| *kept == kind);
        let all = || coverage.files.iter().flat_map(|file| make.of_regions(file, kind, coverage.has_arcs)).collect();
        let (_, listed) = self.regions.insert(kept.unwrap_or_else(|| (kind, Listed::new(make, all()))));
        (&self.files, None, listed)
    }
}

//! The rows as they are before they are filtered and sorted. Every letter of a filter asks for them, so they are kept.

use std::rc::Rc;

use super::rows::{Listed, Rows};
use crate::numbers::Threshold;
use crate::report::Coverage;
use crate::source::RegionKind;

/// The rows of the last report asked for.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    /// What they are the rows of.
    of: Option<(Rc<Coverage>, Threshold)>,
    files: Listed,
    regions: Option<(RegionKind, Listed)>,
}

impl Prepared {
    /// The files, and what is listed: `kind`, or the files too.
    pub(super) fn of(&mut self, coverage: &Rc<Coverage>, make: &Rows, kind: Option<RegionKind>) -> (&Listed, &Listed) {
        let is_it =
            |(of, threshold): &(Rc<Coverage>, Threshold)| Rc::ptr_eq(of, coverage) && *threshold == make.threshold;
        if !self.of.as_ref().is_some_and(is_it) {
            *self = Prepared {
                of: Some((Rc::clone(coverage), make.threshold)),
                files: Listed::new(make, coverage.files.iter().map(|file| make.of_file(file)).collect()),
                regions: None,
            };
        }
        let Some(kind) = kind else { return (&self.files, &self.files) };
        let kept = self.regions.take().filter(|(kept, _)| *kept == kind);
        let all = || coverage.files.iter().flat_map(|file| make.of_regions(file, kind, coverage.has_arcs)).collect();
        let (_, listed) = self.regions.insert(kept.unwrap_or_else(|| (kind, Listed::new(make, all()))));
        (&self.files, listed)
    }
}

//! The rows as they are before they are filtered and sorted. Every letter of a filter asks for them, so they are kept.

use std::rc::Rc;

use super::of_changes;
use super::rows::{Listed, Rows};
use crate::numbers::Threshold;
use crate::report::Coverage;
use crate::source::RegionKind;
use crate::view::{Changed, Query};

/// The rows of the last report asked for.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    /// What they are the rows of.
    of: Option<(Rc<Coverage>, Threshold)>,
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
        let is_it =
            |(of, threshold): &(Rc<Coverage>, Threshold)| Rc::ptr_eq(of, coverage) && *threshold == make.threshold;
        if !self.of.as_ref().is_some_and(is_it) {
            *self = Prepared {
                of: Some((Rc::clone(coverage), make.threshold)),
                files: Listed::new(make, coverage.files.iter().map(|file| make.of_file(file)).collect()),
                changed: None,
                regions: None,
            };
        }
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

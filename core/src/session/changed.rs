//! What a diff changed, by the report that is here.

use std::collections::BTreeSet;

use super::assemble::Assembled;
use crate::diff::Diff;
use crate::patch::Patch;
use crate::report::Coverage;

/// The coverage of a diff. Files that were found in the project and are not in the report are those that `omit` leaves out.
pub(super) fn patch(assembled: &Assembled, coverage: &Coverage, diff: &Diff<'_>) -> Patch {
    let known: BTreeSet<&str> = coverage.files.iter().map(|file| file.path.as_str()).collect();
    let found = assembled.located.values().map(|place| place.common.as_str());
    Patch::new(diff, coverage, &found.filter(|path| !known.contains(path)).collect())
}

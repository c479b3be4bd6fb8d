//! Functions and classes with their own numbers, as coverage.py's `AnalysisNarrower` gives them.

use crate::report::denominator::Denominator;
use crate::report::narrow::{Narrower, Parts};
use crate::report::{Coverage, Covered};
use crate::source::RegionKind;
use crate::view::Region;
use crate::view::overview::precision;

/// All functions and classes, from top to bottom; none when the source is not here.
pub(super) fn outline(coverage: &Coverage, covered: &Covered) -> Vec<Region> {
    let Denominator::Source(source) = &covered.denominator else { return Vec::new() };
    let narrower = Narrower::new(source, &covered.union, coverage.has_arcs);
    let mut outline = Vec::new();
    for kind in [RegionKind::Class, RegionKind::Function] {
        let regions = source.regions_of(kind);
        let narrowed = narrower.parts(&Parts::new(&regions, source.count_splitlines()));
        outline.extend(regions.iter().zip(narrowed).map(|(region, narrowed)| Region {
            name: region.name.clone(),
            is_class: kind == RegionKind::Class,
            line: region.start,
            n_statements: narrowed.numbers.n_statements,
            n_missing: narrowed.numbers.n_missing,
            n_partial: narrowed.numbers.n_partial_branches,
            percent_text: narrowed.numbers.pc_covered_str(precision(coverage)),
        }));
    }
    outline.sort_by_key(|region| region.line);
    outline
}

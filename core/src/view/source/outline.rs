//! Functions and classes with their own numbers.

use crate::report::regions::Regions;
use crate::report::{Coverage, Covered};
use crate::source::RegionKind;
use crate::view::Region;
use crate::view::overview::precision;

/// All functions and classes, from top to bottom; none where nothing here tells them.
pub(super) fn outline(coverage: &Coverage, covered: &Covered) -> Vec<Region> {
    let mut outline = Vec::new();
    for kind in [RegionKind::Class, RegionKind::Function] {
        let Some(regions) = Regions::of(&covered.denominator, kind) else { continue };
        let numbers = regions.numbers(&covered.union, coverage.has_arcs);
        let named = regions.names().into_iter().zip(numbers).filter(|((name, _), _)| !name.is_empty());
        outline.extend(named.map(|((name, line), numbers)| Region {
            name: name.to_owned(),
            is_class: kind == RegionKind::Class,
            line,
            n_statements: numbers.n_statements,
            n_missing: numbers.n_missing,
            n_partial: numbers.n_partial_branches,
            percent_text: numbers.pc_covered_str(precision(coverage)),
        }));
    }
    outline.sort_by_key(|region| region.line);
    outline
}

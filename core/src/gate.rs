//! The verdict: the union's total against the threshold, or why it can't be given.

use crate::numbers::{Distance, Numbers, Threshold, Verdict};

/// Judges a total. With any reason why something is missing, the answer is neither pass nor fail.
pub fn verdict<Reason>(total: &Numbers, threshold: Threshold, reasons: &[Reason]) -> Verdict {
    if !reasons.is_empty() {
        Verdict::Incomplete
    } else if threshold.fails(total.pc_covered()) {
        Verdict::Fail
    } else {
        Verdict::Pass
    }
}

/// The points between a total and the threshold: the fewest that end the failure, or the most that can be lost.
pub fn distance(total: &Numbers, threshold: Threshold) -> Option<Distance> {
    let (covered, all) = total.ratio_covered();
    let needed = threshold.points_needed(all);
    (all > 0).then(|| match covered.checked_sub(needed) {
        Some(spare) => Distance::Spare(spare),
        None => Distance::Short(needed - covered),
    })
}

/// The same total if all of it had run: the most that missing lanes can add to these files.
pub fn with_nothing_missing(total: &Numbers) -> Numbers {
    Numbers { n_missing: 0, n_partial_branches: 0, n_missing_branches: 0, ..*total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_by_coverage_pys_rounding() {
        let threshold = Threshold { fail_under: 80.0, precision: 0 };
        let numbers = |n_missing| Numbers { n_statements: 200, n_missing, ..Numbers::default() };
        for (n_missing, expected, judged) in [
            (41, Distance::Spare(0), Verdict::Pass), // 79.5 is shown as 80 and passes
            (42, Distance::Short(1), Verdict::Fail),
            (0, Distance::Spare(41), Verdict::Pass),
            (200, Distance::Short(159), Verdict::Fail),
        ] {
            assert_eq!(distance(&numbers(n_missing), threshold), Some(expected));
            assert_eq!(verdict::<()>(&numbers(n_missing), threshold, &[]), judged);
        }
        assert_eq!(distance(&Numbers::default(), threshold), None);
        assert_eq!(verdict(&numbers(0), threshold, &["a lane is missing"]), Verdict::Incomplete);
    }
}

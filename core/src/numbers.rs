//! coverage.py's counts of one file or many, its rounding, and its comparison with a threshold.

use std::iter::Sum;
use std::ops::Add;

use serde::{Deserialize, Serialize};

use crate::decimal;

/// Counts over some files, named as coverage.py 7.17.3 names them (`results.py`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Numbers {
    /// Files.
    pub n_files: usize,
    /// Statements: first lines of logical lines that have code and are not excluded.
    pub n_statements: usize,
    /// Excluded lines.
    pub n_excluded: usize,
    /// Statements that did not run.
    pub n_missing: usize,
    /// Branches: the ways out of all lines that have more than one.
    pub n_branches: usize,
    /// Branches not taken from lines that ran.
    pub n_partial_branches: usize,
    /// Branches not taken.
    pub n_missing_branches: usize,
}

impl Numbers {
    /// Statements that ran.
    pub fn n_executed(&self) -> usize {
        self.n_statements.saturating_sub(self.n_missing)
    }

    /// Branches taken.
    pub fn n_executed_branches(&self) -> usize {
        self.n_branches.saturating_sub(self.n_missing_branches)
    }

    /// Executed points and all points: what the percentage is made of.
    pub fn ratio_covered(&self) -> (usize, usize) {
        (self.n_executed() + self.n_executed_branches(), self.n_statements + self.n_branches)
    }

    /// The percentage, unrounded; 100 where there is nothing to cover.
    pub fn pc_covered(&self) -> f64 {
        let (covered, all) = self.ratio_covered();
        percent(covered, all)
    }

    /// The percentage as coverage.py shows it, with `precision` decimals.
    pub fn pc_covered_str(&self, precision: usize) -> String {
        display_covered(self.pc_covered(), precision)
    }

    /// The percentage of statements alone.
    pub fn pc_statements(&self) -> f64 {
        percent(self.n_executed(), self.n_statements)
    }

    /// The percentage of branches alone.
    pub fn pc_branches(&self) -> f64 {
        percent(self.n_executed_branches(), self.n_branches)
    }
}

impl Add for Numbers {
    type Output = Numbers;

    fn add(self, other: Numbers) -> Numbers {
        Numbers {
            n_files: self.n_files + other.n_files,
            n_statements: self.n_statements + other.n_statements,
            n_excluded: self.n_excluded + other.n_excluded,
            n_missing: self.n_missing + other.n_missing,
            n_branches: self.n_branches + other.n_branches,
            n_partial_branches: self.n_partial_branches + other.n_partial_branches,
            n_missing_branches: self.n_missing_branches + other.n_missing_branches,
        }
    }
}

impl Sum for Numbers {
    fn sum<I: Iterator<Item = Numbers>>(numbers: I) -> Numbers {
        numbers.fold(Numbers::default(), Add::add)
    }
}

/// `100 · covered / all`, and 100 for 0 of 0, in coverage.py's order of operations.
#[expect(clippy::cast_precision_loss, reason = "counts of lines are far below 2^53")]
pub fn percent(covered: usize, all: usize) -> f64 {
    if all == 0 { 100.0 } else { 100.0 * covered as f64 / all as f64 }
}

/// The most decimals that are shown. Python's fractions have no more either.
const MOST_DECIMALS: usize = 308;

/// A percentage with `precision` decimals, 308 at most. `0` and `100` are shown only when exact; anything else near them is shown as
/// the nearest value that is neither. Rounds half to even on the binary value, as Python does.
pub fn display_covered(percent: f64, precision: usize) -> String {
    let precision = precision.min(MOST_DECIMALS);
    let near0 = 1.0 / 10.0_f64.powi(i32::try_from(precision).unwrap_or(i32::MAX));
    let shown = if percent > 0.0 && percent < near0 {
        near0
    } else if percent > 100.0 - near0 && percent < 100.0 {
        100.0 - near0
    } else {
        percent
    };
    match decimal::rounded(shown, precision) {
        Some(rounded) => decimal::text(rounded, precision),
        None => decimal::written(shown, precision),
    }
}

/// A count as people read it, with a comma between thousands: `13,246`.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The threshold in percent, and how finely the total is compared with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Threshold {
    /// coverage.py's `fail_under`, 0 to 100.
    pub fail_under: f64,
    /// coverage.py's `precision`: decimals shown.
    pub precision: usize,
}

impl Threshold {
    /// Decimals of the comparison: the report's, or as many as the threshold has (coverage.py 7.17.1 and later).
    pub fn decimals(&self) -> usize {
        self.precision.max(decimal::decimals(self.fail_under)).min(MOST_DECIMALS)
    }

    /// Whether a total fails. It is rounded before it is compared: at precision 0, 79.5 passes 80. Only 100 passes 100.
    pub fn fails(&self, percent: f64) -> bool {
        if self.fail_under >= 100.0 {
            return percent < 100.0;
        }
        let decimals = self.decimals();
        match (decimal::rounded(percent, decimals), decimal::rounded(self.fail_under, decimals)) {
            (Some(percent), Some(fail_under)) => percent < fail_under,
            _ => decimal::written(percent, decimals).parse().unwrap_or(percent) < self.fail_under,
        }
    }

    /// The fewest of `all` points that have to be covered to pass.
    pub fn points_needed(&self, all: usize) -> usize {
        let (mut low, mut high) = (0, all);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.fails(percent(middle, all)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// The gate's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// The total is at or above the threshold, as coverage.py rounds and compares.
    Pass,
    /// It is below.
    Fail,
    /// Something is missing without which neither can be said.
    Incomplete,
}

/// How many points lie between the total and the threshold, by coverage.py's own rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Distance {
    /// So many further executed statements or branches would pass.
    Short(usize),
    /// So many could be lost, and it would still pass.
    Spare(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_and_hundred_only_when_exact() {
        // (percent, precision, what coverage.py 7.17.3 shows)
        for (value, precision, shown) in [
            (0.0, 0, "0"),
            (0.001, 0, "1"),
            (99.9, 0, "99"),
            (99.49, 0, "99"),
            (100.0, 0, "100"),
            (100.0, 2, "100.00"),
            (0.004, 2, "0.01"),
            (99.995, 2, "99.99"),
            (0.5, 0, "1"),
            (1.5, 0, "2"),
            (2.5, 0, "2"),
            (81.577, 0, "82"),
            (81.577, 2, "81.58"),
            (64.125, 2, "64.12"),
            (0.001, 3, "0.001"),
            (99.999, 3, "99.999"),
        ] {
            assert_eq!(display_covered(value, precision), shown, "{value} at {precision}");
        }
    }

    #[test]
    fn no_precision_is_too_much() {
        assert_eq!(display_covered(12.5, usize::MAX).len(), "12.".len() + 308);
        assert!(Threshold { fail_under: 80.0, precision: usize::MAX }.fails(79.9));
    }

    #[test]
    fn the_total_is_rounded_before_it_is_compared() {
        let threshold = |fail_under, precision| Threshold { fail_under, precision };
        assert!(!threshold(80.0, 0).fails(79.5));
        assert!(threshold(80.0, 0).fails(79.49));
        assert!(threshold(80.0, 1).fails(79.5));
        assert!(threshold(79.51, 0).fails(79.5), "the threshold's own decimals count");
        assert!(threshold(100.0, 0).fails(99.999));
        assert!(!threshold(100.0, 0).fails(100.0));
        assert!(!threshold(0.0, 0).fails(0.0));
        assert!(!threshold(78.5, 0).fails(78.5), "half is not lost to binary fractions");
    }

    #[test]
    fn the_fewest_points_that_pass() {
        // RelyLoop's union: 13,700 of 16,794; 13,352 pass.
        let threshold = Threshold { fail_under: 80.0, precision: 0 };
        assert_eq!(threshold.points_needed(16_794), 13_352);
        assert_eq!(Threshold { fail_under: 100.0, precision: 0 }.points_needed(7), 7);
        assert_eq!(threshold.points_needed(0), 0);
        assert_eq!(Threshold { fail_under: 0.0, precision: 0 }.points_needed(7), 0);
    }

    #[test]
    fn counts_have_commas() {
        let texts = [0, 7, 100, 1000, 13_246, 1_000_000].map(count);
        assert_eq!(texts, ["0", "7", "100", "1,000", "13,246", "1,000,000"]);
    }

    #[test]
    fn nothing_to_cover_is_covered() {
        assert_eq!(Numbers::default().pc_covered_str(1), "100.0");
    }
}

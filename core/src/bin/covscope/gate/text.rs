//! The verdict in words.

use std::fmt::Write;

use covscope_core::numbers::{Threshold, Verdict, display_covered};
use covscope_core::view::{Bounds, Distance, Gate};

use super::{Changes, Files, Report};
use crate::least::{Least, as_set, shown};
use crate::{patch::printable, shown_word};

/// So many files are named at most.
const MOST_NAMED: usize = 20;

/// The whole text.
pub(super) fn write(report: &Report) -> String {
    let mut text = total(report);
    if let Some(files) = &report.files {
        text.push_str(&self::files(files));
    }
    if let Some(patch) = &report.patch {
        text.push_str(&changes(patch, report.precision));
    }
    if report.files.is_some() || report.patch.is_some() {
        // Writing to a string never fails.
        _ = writeln!(text, "Gate: {}", shown_word(report.verdict()));
    }
    text
}

/// The total's verdict in a sentence.
pub(crate) fn sentence(report: &Report) -> String {
    let overview = &report.overview;
    let Gate { verdict, threshold, distance, .. } = &overview.gate;
    let points = if overview.has_branches { "lines or branches" } else { "lines" };
    let least = format!("{}% ({})", as_set(*threshold), report.from);
    let compared = Threshold { fail_under: *threshold, precision: report.precision };
    let (_, rounded) = shown(compared, overview.union.percent);
    let exact = &overview.union.percent_exact;
    let percent = told(&rounded, exact);
    match (verdict, distance) {
        (Verdict::Incomplete, _) => format!("INCOMPLETE: {exact}% so far, to be compared with {least}."),
        (Verdict::Pass, Some(Distance::Spare(spare))) => {
            format!("PASS: {percent} reaches {least}; {spare} covered {points} to spare.")
        }
        (Verdict::Fail, Some(Distance::Short(short))) => {
            format!("FAIL: {percent} is below {least}; {short} more covered {points} reach it.")
        }
        (verdict, _) => format!("{}: {percent}, {least}.", shown_word(*verdict)),
    }
}

/// A percentage as it is compared, and what is behind it.
fn told(rounded: &str, exact: &str) -> String {
    if rounded == exact { format!("{exact}%") } else { format!("{rounded}% ({exact}%)") }
}

/// Between what the total ends, whatever is missing.
pub(crate) fn bounds(bounds: &Bounds) -> String {
    format!(
        "Of the files known so far the total ends between {}% and {}%; files that only the missing part measures can move both.",
        bounds.low, bounds.high
    )
}

fn total(report: &Report) -> String {
    let overview = &report.overview;
    let mut text = sentence(report) + "\n";
    let gate = &overview.gate;
    text.extend(
        gate.reasons
            .iter()
            .map(|reason| printable(reason))
            .chain(gate.bounds.as_ref().map(bounds))
            .map(|line| format!("  {line}\n")),
    );
    let width = overview.lanes.iter().map(|lane| lane.name.chars().count()).max().unwrap_or(0);
    for lane in &overview.lanes {
        _ = writeln!(text, "  {:width$}  {:>6}%", printable(&lane.name), lane.totals.percent_exact);
    }
    text
}

/// The files' verdict in a sentence. With a colon at its end there are files to name.
pub(crate) fn sentence_of_files(files: &Files) -> String {
    let Least { threshold, from } = &files.least;
    let least = format!("{}% ({from})", as_set(threshold.fail_under));
    let (word, so_far) = (shown_word(files.verdict()), if files.is_incomplete { " so far" } else { "" });
    if files.below.is_empty() {
        return format!("{word}: no file is below {least}{so_far}.");
    }
    let n_below = files.below.len();
    let are = if n_below == 1 { "file is" } else { "files are" };
    format!("{word}: {n_below} {are} below {least}{so_far}:")
}

fn files(files: &Files) -> String {
    let n_below = files.below.len();
    let mut text = sentence_of_files(files) + "\n";
    for (path, totals) in files.below.iter().take(MOST_NAMED) {
        _ = writeln!(text, "  {:>6}%  {}", totals.percent_exact, printable(path));
    }
    if n_below > MOST_NAMED {
        _ = writeln!(text, "  and {} more", n_below - MOST_NAMED);
    }
    text
}

/// The changed lines' verdict in a sentence.
pub(crate) fn sentence_of_patch(changes: &Changes, precision: usize) -> String {
    let total = changes.patch.total;
    let (covered, all) = total.ratio_covered();
    let word = shown_word(changes.verdict);
    let least = changes.least.as_ref().map_or("no threshold is set".to_owned(), |least| {
        format!("the threshold is {}% ({})", as_set(least.threshold.fail_under), least.from)
    });
    match all {
        0 => format!("{word}: no changed line counts; {least}."),
        _ => {
            let exact = display_covered(total.pc_covered(), precision.max(2));
            let compared = changes.least.as_ref().map(|least| shown(least.threshold, total.pc_covered()).1);
            let percent = told(compared.as_ref().unwrap_or(&exact), &exact);
            format!("{word}: {percent} of what was changed ran ({covered} of {all}); {least}.")
        }
    }
}

fn changes(changes: &Changes, precision: usize) -> String {
    let mut text = sentence_of_patch(changes, precision) + "\n";
    if changes.verdict == Verdict::Incomplete {
        text.extend(changes.patch.reasons.iter().map(|reason| format!("  {}\n", printable(reason))));
    }
    text
}

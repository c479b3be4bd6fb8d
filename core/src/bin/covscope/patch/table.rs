//! The report as a table, laid out as `coverage report` is.

use covscope_core::line::LineNo;
use covscope_core::numbers::{Numbers, Verdict, display_covered};
use covscope_core::patch::{Part, PatchFile};

use super::Report;
use crate::least::{Least, shown};

/// With more lanes there are no columns for them.
const MOST_LANES: usize = 6;

/// How many files without numbers are named for each reason.
const MOST_NAMES: usize = 5;

/// The whole text.
pub(super) fn write(report: &Report) -> String {
    let patch = &report.patch;
    let lanes = if patch.lanes.len() > 1 && patch.lanes.len() <= MOST_LANES { &patch.lanes[..] } else { &[] };
    let cells = |name: &str, n_added: usize, numbers: &Numbers, of_lanes: Vec<Numbers>, missing: String| {
        let mut cells =
            vec![printable(name), n_added.to_string(), numbers.n_statements.to_string(), numbers.n_missing.to_string()];
        if patch.has_arcs {
            cells.extend([numbers.n_branches.to_string(), numbers.n_missing_branches.to_string()]);
        }
        let percent = |numbers: &Numbers| numbers.pc_covered_str(report.precision) + "%";
        cells.push(percent(numbers));
        cells.extend(of_lanes.iter().map(percent));
        cells.push(missing);
        cells
    };
    let mut head: Vec<String> = ["Name", "Lines", "Stmts", "Miss"].map(str::to_owned).into();
    if patch.has_arcs {
        head.extend(["Branch", "BrMiss"].map(str::to_owned));
    }
    head.push("Cover".to_owned());
    head.extend(lanes.iter().map(|(name, _)| printable(name)));
    head.push("Missing".to_owned());
    let row = |file: &PatchFile| {
        let of_lanes = file.lanes.iter().take(lanes.len()).map(|part| part.numbers).collect();
        cells(&file.path, file.added.len(), &file.union.numbers, of_lanes, missing(&file.union))
    };
    let n_added = patch.files.iter().map(|file| file.added.len()).sum();
    let of_lanes = lanes.iter().map(|(_, numbers)| *numbers).collect();
    let total = cells("TOTAL", n_added, &patch.total, of_lanes, String::new());
    let mut text = laid_out(&head, &patch.files.iter().map(row).collect::<Vec<_>>(), &total);
    if patch.has_arcs && patch.total.n_statements > 0 {
        let lines = display_covered(patch.total.pc_statements(), report.precision);
        text += &format!("\nOf the changed statements alone {lines}% ran.\n");
    }
    text += &uncounted(report);
    if patch.files.iter().any(|file| file.is_estimated) {
        text += "Numbers of files without a source here are estimated by a report of CI's.\n";
    }
    text + &verdict(report)
}

/// Columns one beside the other: the first and the last to the left, the others to the right.
fn laid_out(head: &[String], rows: &[Vec<String>], total: &[String]) -> String {
    let all = || [head, total].into_iter().chain(rows.iter().map(Vec::as_slice));
    let width =
        |column: usize| all().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &[String]| {
        let last = row.len().saturating_sub(1);
        let cell = |(column, (cell, width)): (usize, (&String, &usize))| match column {
            0 => format!("{cell:<width$}"),
            column if column == last => format!("   {cell}"),
            _ => format!("   {cell:>width$}"),
        };
        let text: String = row.iter().zip(&widths).enumerate().map(cell).collect();
        text.trim_end().to_owned() + "\n"
    };
    let rule = "-".repeat(line(head).trim_end().chars().count()) + "\n";
    let body: String = rows.iter().map(|row| line(row)).collect();
    let end = if rows.is_empty() { "" } else { &rule };
    format!("{}{rule}{body}{end}{}", line(head), line(total))
}

fn missing(part: &Part) -> String {
    misses(part).into_iter().map(|(.., text)| text).collect::<Vec<_>>().join(", ")
}

/// The missing statements in runs of changed ones, and the missing branches between lines that ran, as in coverage.py's report: the
/// first and the last line of each, and how it is written.
pub(crate) fn misses(part: &Part) -> Vec<(LineNo, LineNo, String)> {
    let mut items = Vec::new();
    let mut statements: Vec<(LineNo, bool)> =
        part.missing.iter().map(|line| (*line, true)).chain(part.covered.iter().map(|line| (*line, false))).collect();
    statements.sort_unstable();
    for run in
        statements.chunk_by(|a, b| a.1 == b.1).filter(|run| run.first().is_some_and(|(_, is_missing)| *is_missing))
    {
        match run {
            [(first, _), .., (last, _)] => items.push((*first, *last, format!("{first}-{last}"))),
            [(only, _)] => items.push((*only, *only, only.to_string())),
            [] => {}
        }
    }
    let ran = |line: LineNo| part.missing.binary_search(&line).is_err();
    for arc in &part.missing_branches {
        let (line, to) = (arc.from.line(), arc.to.as_line());
        if ran(line) && to.is_none_or(ran) {
            items.push((line, line, to.map_or_else(|| format!("{line}->exit"), |to| format!("{line}->{to}"))));
        }
    }
    items.sort_by(|(a, _, x), (b, _, y)| (a, x).cmp(&(b, y)));
    items
}

/// The files of the diff without numbers, by reason.
fn uncounted(report: &Report) -> String {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for file in &report.patch.uncounted {
        let why = file.why.as_str();
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(printable(&file.name)),
            None => groups.push((why, vec![printable(&file.name)])),
        }
    }
    let said = |(why, names): &(&str, Vec<String>)| {
        let more = names.len().saturating_sub(MOST_NAMES);
        let shown = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("Not counted, {why}: {shown}{rest}\n")
    };
    groups.iter().map(said).collect()
}

fn verdict(report: &Report) -> String {
    let (total, precision) = (report.patch.total, report.precision);
    let gate = report.least.as_ref().map(|Least { threshold, from }| {
        let (least, percent) = shown(*threshold, total.pc_covered());
        (percent, format!("{least}% ({from})"))
    });
    let (covered, all) = total.ratio_covered();
    let what = if all == 0 {
        "no changed line counts".to_owned()
    } else {
        format!("{covered} of {all} changed statements{} ran", if report.patch.has_arcs { " and branches" } else { "" })
    };
    let mut text = match (report.verdict, gate) {
        (Verdict::Pass, Some((percent, least))) => format!("\nPASS: {percent}% is at least {least}; {what}.\n"),
        (Verdict::Fail, Some((percent, least))) => format!("\nFAIL: {percent}% is less than {least}; {what}.\n"),
        (Verdict::Incomplete, gate) => {
            let least = gate.map(|(_, least)| format!(", to be compared with {least}")).unwrap_or_default();
            format!("\nINCOMPLETE: {}% so far{least}; {what}.\n", total.pc_covered_str(precision))
        }
        (_, None) => format!("\nPatch coverage: {}%; {what}.\n", total.pc_covered_str(precision)),
    };
    if report.verdict == Verdict::Incomplete {
        text.extend(report.patch.reasons.iter().map(|reason| format!("  {}\n", printable(reason))));
    }
    text
}

/// A name without what would move the terminal's cursor.
pub(crate) fn printable(name: &str) -> String {
    let shown = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    name.chars().map(shown).collect()
}

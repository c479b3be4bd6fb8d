//! The table as CSV (RFC 4180): the rows shown, in their order, with every column.

use crate::view::{Overview, Row, Totals};

/// The file.
pub(super) fn csv(overview: &Overview) -> String {
    let mut head: Vec<String> =
        ["file", "name", "line", "statements", "missing", "excluded", "branches", "partial branches", "cover"]
            .map(str::to_owned)
            .into();
    head.extend(overview.lanes.iter().map(|lane| format!("cover of {}", lane.name)));
    let rows = overview.rows.iter().map(|row| cells(&row));
    std::iter::once(head).chain(rows).map(|cells| line(&cells)).collect()
}

/// Empty cells are what is not known.
fn cells(row: &Row) -> Vec<String> {
    let totals = row.totals.as_ref();
    let count = |number: fn(&Totals) -> usize| totals.map(|totals| number(totals).to_string()).unwrap_or_default();
    let percent = |totals: Option<&Totals>| totals.map(|totals| totals.percent_exact.clone()).unwrap_or_default();
    let mut cells = vec![
        row.path.clone(),
        row.line.and(row.name.clone()).unwrap_or_default(),
        row.line.map(|line| line.to_string()).unwrap_or_default(),
        count(|totals| totals.n_statements),
        count(|totals| totals.n_missing),
        count(|totals| totals.n_excluded),
        count(|totals| totals.n_branches),
        count(|totals| totals.n_partial_branches),
        percent(totals),
    ];
    cells.extend(row.lanes.iter().map(|lane| percent(lane.as_ref())));
    cells
}

fn line(cells: &[String]) -> String {
    let cell = |cell: &String| {
        // No program is to take a name for a formula.
        let sign = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        match cell.contains(['"', ',', '\n', '\r']) {
            true => format!("\"{sign}{}\"", cell.replace('"', "\"\"")),
            false => format!("{sign}{cell}"),
        }
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

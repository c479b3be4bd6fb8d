//! The table that `coverage report` prints, before it is laid out (`SummaryReporter.tabular_report`).

use std::cmp::Ordering;

use super::names::{human, printable};
use super::{Report, ReportError, ReportFile};
use crate::numbers::Numbers;

/// Rows of cells under columns, and what follows them.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    /// One row a file, in order; each has a cell for each column.
    pub(super) rows: Vec<Vec<String>>,
    pub(super) total: Vec<String>,
    /// What was left out, a sentence each.
    pub(super) notes: Vec<String>,
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Stmts,
    Miss,
    Branch,
    BrPart,
    Cover,
    Missing,
}

impl Column {
    pub(super) fn caption(self) -> &'static str {
        match self {
            Column::Name => "Name",
            Column::Stmts => "Stmts",
            Column::Miss => "Miss",
            Column::Branch => "Branch",
            Column::BrPart => "BrPart",
            Column::Cover => "Cover",
            Column::Missing => "Missing",
        }
    }

    fn cell(self, name: &str, numbers: &Numbers, precision: usize, missing: impl FnOnce() -> String) -> String {
        match self {
            Column::Name => name.to_owned(),
            Column::Stmts => numbers.n_statements.to_string(),
            Column::Miss => numbers.n_missing.to_string(),
            Column::Branch => numbers.n_branches.to_string(),
            Column::BrPart => numbers.n_partial_branches.to_string(),
            Column::Cover => numbers.pc_covered_str(precision),
            Column::Missing => missing(),
        }
    }

    /// The order of two files by this column alone.
    fn compare(self, a: &Numbers, b: &Numbers) -> Ordering {
        match self {
            Column::Stmts => a.n_statements.cmp(&b.n_statements),
            Column::Miss => a.n_missing.cmp(&b.n_missing),
            Column::Branch => a.n_branches.cmp(&b.n_branches),
            Column::BrPart => a.n_partial_branches.cmp(&b.n_partial_branches),
            Column::Cover => a.pc_covered().total_cmp(&b.pc_covered()),
            Column::Name | Column::Missing => Ordering::Equal,
        }
    }
}

impl Table {
    pub(super) fn new(report: &Report<'_>) -> Result<Table, ReportError> {
        let config = report.config;
        let precision = report.precision()?;
        let columns: Vec<Column> = [
            (Column::Name, true),
            (Column::Stmts, true),
            (Column::Miss, true),
            (Column::Branch, report.has_arcs),
            (Column::BrPart, report.has_arcs),
            (Column::Cover, true),
            (Column::Missing, config.show_missing),
        ]
        .into_iter()
        .filter_map(|(column, is_shown)| is_shown.then_some(column))
        .collect();

        let (mut n_covered, mut n_empty) = (0, 0);
        let mut files: Vec<(String, &ReportFile)> = Vec::new();
        for file in report.files {
            let numbers = &file.analysis.numbers;
            if config.skip_covered && numbers.n_missing == 0 && numbers.n_partial_branches == 0 {
                n_covered += 1;
            } else if config.skip_empty && numbers.n_statements == 0 {
                n_empty += 1;
            } else {
                files.push((printable(&file.name).into_owned(), file));
            }
        }
        sort(&mut files, config.sort.as_deref(), report.has_arcs)?;

        let row = |(name, file): &(String, &ReportFile)| {
            let missing = || file.analysis.missing_formatted(&file.source.statements, true);
            columns.iter().map(|column| column.cell(name, &file.analysis.numbers, precision, missing)).collect()
        };
        let total = report.total();
        let total = columns.iter().map(|column| column.cell("TOTAL", &total, precision, String::new)).collect();
        let covered =
            (n_covered > 0).then(|| format!("{} skipped due to complete coverage.", plural(n_covered, "file")));
        let empty = (n_empty > 0).then(|| format!("{} skipped.", plural(n_empty, "empty file")));
        let rows = files.iter().map(row).collect();
        Ok(Table { columns, rows, total, notes: covered.into_iter().chain(empty).collect() })
    }

    /// How many characters the longest cell of a column has, the total's aside.
    pub(super) fn longest(&self, column: Column, shown: impl Fn(&str) -> usize) -> usize {
        let at = self.columns.iter().position(|other| *other == column);
        let cells = self.rows.iter().filter_map(|row| row.get(at?));
        cells.map(|cell| shown(cell)).max().unwrap_or(0)
    }

    /// The total's percentage.
    pub(super) fn total_cover(&self) -> &str {
        let at = self.columns.iter().position(|column| *column == Column::Cover);
        at.and_then(|at| self.total.get(at)).map_or("", String::as_str)
    }
}

/// `sort` names a column, with `-` for descending; the name decides between equals, then the other columns.
fn sort(files: &mut [(String, &ReportFile)], option: Option<&str>, has_arcs: bool) -> Result<(), ReportError> {
    let option = option.filter(|option| !option.is_empty()).unwrap_or("name");
    let lower = option.to_lowercase();
    let descending = lower.starts_with('-');
    let column = match lower.strip_prefix(['-', '+']).unwrap_or(&lower) {
        "name" => Column::Name,
        "stmts" => Column::Stmts,
        "miss" => Column::Miss,
        "branch" if has_arcs => Column::Branch,
        "brpart" if has_arcs => Column::BrPart,
        "cover" => Column::Cover,
        _ => return Err(ReportError::Sort(option.to_owned())),
    };
    let by_columns = |a: &Numbers, b: &Numbers| {
        let columns = [Column::Stmts, Column::Miss, Column::Branch, Column::BrPart, Column::Cover];
        columns.iter().map(|column| column.compare(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    };
    let compare = |(a_name, a): &(String, &ReportFile), (b_name, b): &(String, &ReportFile)| {
        let (a, b) = (&a.analysis.numbers, &b.analysis.numbers);
        match column {
            Column::Name => human(a_name, b_name).then_with(|| by_columns(a, b)),
            column => column.compare(a, b).then_with(|| a_name.cmp(b_name)),
        }
    };
    files.sort_by(|a, b| if descending { compare(b, a) } else { compare(a, b) });
    Ok(())
}

fn plural(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}

/// A text with spaces behind it. (`format!` has no fields of more than 65,535 characters, and names come from outside.)
pub(super) fn left(text: &str, size: usize) -> String {
    format!("{text}{}", " ".repeat(size.saturating_sub(width(text))))
}

/// A text with spaces before it.
pub(super) fn right(text: &str, size: usize) -> String {
    format!("{}{text}", " ".repeat(size.saturating_sub(width(text))))
}

/// How many characters a text has, which is how Python measures the width of a field.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

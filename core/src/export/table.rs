//! The table that `coverage report` prints, before it is laid out (`SummaryReporter.tabular_report`).

use std::borrow::Cow;
use std::cmp::Ordering;

use super::names::{human, printable};
use super::{ReportError, ReportFile, Settings};
use crate::numbers::Numbers;

/// What the table tells of a file.
#[derive(Clone, Debug)]
pub struct Row {
    name: String,
    pub(super) numbers: Numbers,
    /// The missing lines and branches, where they are shown.
    missing: String,
}

impl Row {
    pub(super) fn new(file: &ReportFile, show_missing: bool) -> Row {
        let missing = || file.analysis.missing_formatted(&file.source.statements, true);
        Row {
            name: printable(&file.name).into_owned(),
            numbers: file.analysis.numbers,
            missing: if show_missing { missing() } else { String::new() },
        }
    }
}

/// Rows under columns, and what follows them. Cells are made when they are asked for: a table of a large project is written once,
/// and need not be in memory beside what it is written into.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    /// One row a file, in order.
    pub(super) rows: Vec<Row>,
    pub(super) total: Row,
    precision: usize,
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

    fn cell(self, row: &Row, precision: usize) -> Cow<'_, str> {
        let numbers = &row.numbers;
        match self {
            Column::Name => Cow::Borrowed(&row.name),
            Column::Stmts => numbers.n_statements.to_string().into(),
            Column::Miss => numbers.n_missing.to_string().into(),
            Column::Branch => numbers.n_branches.to_string().into(),
            Column::BrPart => numbers.n_partial_branches.to_string().into(),
            Column::Cover => numbers.pc_covered_str(precision).into(),
            Column::Missing => Cow::Borrowed(&row.missing),
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
    pub(super) fn new(mut rows: Vec<Row>, settings: Settings<'_>) -> Result<Table, ReportError> {
        let Settings { has_arcs, config } = settings;
        let precision = settings.precision()?;
        let columns: Vec<Column> = [
            (Column::Name, true),
            (Column::Stmts, true),
            (Column::Miss, true),
            (Column::Branch, has_arcs),
            (Column::BrPart, has_arcs),
            (Column::Cover, true),
            (Column::Missing, config.show_missing),
        ]
        .into_iter()
        .filter_map(|(column, is_shown)| is_shown.then_some(column))
        .collect();

        let numbers = rows.iter().map(|row| row.numbers).sum();
        let total = Row { name: "TOTAL".to_owned(), numbers, missing: String::new() };
        let (mut n_covered, mut n_empty) = (0, 0);
        rows.retain(|row| {
            let is_covered = row.numbers.n_missing == 0 && row.numbers.n_partial_branches == 0;
            let (covered, empty) =
                (config.skip_covered && is_covered, config.skip_empty && row.numbers.n_statements == 0);
            n_covered += usize::from(covered);
            n_empty += usize::from(empty && !covered);
            !covered && !empty
        });
        sort(&mut rows, config.sort.as_deref(), has_arcs)?;

        let covered =
            (n_covered > 0).then(|| format!("{} skipped due to complete coverage.", plural(n_covered, "file")));
        let empty = (n_empty > 0).then(|| format!("{} skipped.", plural(n_empty, "empty file")));
        Ok(Table { columns, rows, total, precision, notes: covered.into_iter().chain(empty).collect() })
    }

    /// How many characters the longest cell of a column has, the total's aside.
    pub(super) fn longest(&self, column: Column, shown: impl Fn(&str) -> usize) -> usize {
        self.rows.iter().map(|row| shown(&column.cell(row, self.precision))).max().unwrap_or(0)
    }

    /// The cells of a row, each with its column.
    pub(super) fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (Column, Cow<'a, str>)> {
        self.columns.iter().map(|column| (*column, column.cell(row, self.precision)))
    }

    /// The total's percentage.
    pub(super) fn total_cover(&self) -> Cow<'_, str> {
        Column::Cover.cell(&self.total, self.precision)
    }
}

/// `sort` names a column, with `-` for descending; the name decides between equals, then the other columns.
fn sort(rows: &mut [Row], option: Option<&str>, has_arcs: bool) -> Result<(), ReportError> {
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
    let compare = |a: &Row, b: &Row| match column {
        Column::Name => human(&a.name, &b.name).then_with(|| by_columns(&a.numbers, &b.numbers)),
        column => column.compare(&a.numbers, &b.numbers).then_with(|| a.name.cmp(&b.name)),
    };
    rows.sort_by(|a, b| if descending { compare(b, a) } else { compare(a, b) });
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

//! The order of the table's rows.

use std::cmp::Ordering;

use crate::view::{Column, Row, Sort, Totals};

/// Sorts what has rows by what the person chose, else by what the configuration says; as they are where neither says anything.
pub(super) fn sort<T>(rows: &mut [T], row: impl Fn(&T) -> &Row, chosen: Option<Sort>, configured: &str) {
    let Some(sort) = chosen.or_else(|| from_config(configured)) else { return };
    // coverage.py turns the whole list round, rows that are alike too; whoever sorts a table expects those in order.
    let turned = chosen.is_none() && sort.descending;
    let alike = |a: &Row, b: &Row| if turned { b.path.cmp(&a.path) } else { Ordering::Equal };
    rows.sort_by(|a, b| {
        let (a, b) = (row(a), row(b));
        compare(a, b, sort).then_with(|| alike(a, b))
    });
}

/// `[report] sort`: a column's name in coverage.py, with `-` in front for descending.
fn from_config(sort: &str) -> Option<Sort> {
    let sort = sort.trim().to_ascii_lowercase();
    let (name, descending) = sort.strip_prefix('-').map_or((sort.trim_start_matches('+'), false), |name| (name, true));
    let column = match name {
        "name" => Column::File,
        "stmts" => Column::Statements,
        "miss" => Column::Missing,
        "branch" => Column::Branches,
        "brpart" => Column::Partial,
        "cover" => Column::Coverage,
        _ => return None,
    };
    Some(Sort { column, descending })
}

/// Rows without numbers come last in either direction; equal ones stay in the order of their paths.
fn compare(a: &Row, b: &Row, sort: Sort) -> Ordering {
    let direct = |order: Ordering| if sort.descending { order.reverse() } else { order };
    if sort.column == Column::File {
        return direct((&a.path, &a.name).cmp(&(&b.path, &b.name)));
    }
    let (Some(left), Some(right)) = (totals(a, sort.column), totals(b, sort.column)) else {
        return totals(a, sort.column).is_none().cmp(&totals(b, sort.column).is_none());
    };
    let by = |number: fn(&Totals) -> usize| number(left).cmp(&number(right));
    direct(match sort.column {
        Column::File => Ordering::Equal,
        Column::Statements => by(|totals| totals.n_statements),
        Column::Missing => by(|totals| totals.n_missing),
        Column::Excluded => by(|totals| totals.n_excluded),
        Column::Branches => by(|totals| totals.n_branches),
        Column::Partial => by(|totals| totals.n_partial_branches),
        Column::Coverage | Column::Lane(_) => left.percent.total_cmp(&right.percent),
    })
}

fn totals(row: &Row, column: Column) -> Option<&Totals> {
    match column {
        Column::Lane(lane) => row.lanes.get(lane)?.as_ref(),
        _ => row.totals.as_ref(),
    }
}

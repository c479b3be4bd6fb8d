//! The table as Markdown (`SummaryReporter.report_markdown`).

use std::borrow::Cow;

use super::table::{Column, Table, left, right, width};
use super::text::joined;

/// A table that GitHub shows as one.
pub(super) fn markdown(table: &Table) -> String {
    let name_width = table.longest(Column::Name, |name| width(&escaped(name))).max("**TOTAL**".len()) + 1;
    let cover_width = (width(&table.total_cover()) + 6).max(" Cover ".len());

    let cell = |column: Column, value: &str| match column {
        Column::Name => format!("| {}|", left(value, name_width)),
        Column::Cover => right(value, cover_width) + " |",
        Column::Missing => right(value, 10) + " |",
        _ => right(value, 9) + " |",
    };
    let file_cell = |(column, value): (Column, Cow<'_, str>)| match column {
        Column::Cover => cell(column, &format!("{value}%")),
        _ => cell(column, &escaped(&value)),
    };
    let total_cell = |(column, value): (Column, Cow<'_, str>)| match column {
        _ if value.is_empty() => cell(column, ""),
        // Its field begins with the space that stands before that of the others.
        Column::Name => format!("|{} |", left(&format!(" **{value}**"), name_width)),
        Column::Cover => cell(column, &format!(" **{value}%**")),
        _ => cell(column, &format!(" **{value}**")),
    };

    let header: Vec<String> = table.columns.iter().map(|column| cell(*column, column.caption())).collect();
    // The first column is to the left, the others to the right; each rule is a character shorter than its column, and a
    // space stands between them.
    let rule = |(at, head): (usize, &String)| {
        let end = if at == 0 { "- |" } else { "-: |" };
        format!("{}{end}", "-".repeat((width(head) - 1).saturating_sub(end.len())))
    };
    let rules: Vec<String> = header.iter().enumerate().map(rule).collect();
    let head = [header.concat(), format!("|{}", rules.join(" "))].into_iter();
    let rows = table.rows.iter().map(|row| table.cells(row).map(file_cell).collect());
    let total = table.cells(&table.total).map(total_cell).collect();
    joined(head.chain(rows).chain([total]), &table.notes)
}

/// A backslash before each character that may mean something in Markdown.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_special = |c: char| c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '/' | '-');
    if !text.contains(is_special) {
        return Cow::Borrowed(text);
    }
    let pieces = text.chars().flat_map(|c| is_special(c).then_some('\\').into_iter().chain([c]));
    Cow::Owned(pieces.collect())
}

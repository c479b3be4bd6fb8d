//! The table as plain text (`SummaryReporter.report_text`).

use std::borrow::Cow;

use super::table::{Column, Table, left, right, width};

/// A header, a rule, a line for each file, the total, and what was left out.
pub(super) fn text(table: &Table) -> String {
    let name_width = table.longest(Column::Name, width).max(5) + 1;
    let total_width = (width(&table.total_cover()) + 2).max(" Cover".len()) + 1;
    let cover_width = total_width.max(table.longest(Column::Cover, width) + 2);

    let head = |column: &Column| match column {
        Column::Name => left(column.caption(), name_width),
        Column::Cover => right(column.caption(), cover_width),
        Column::Missing => right(column.caption(), 10),
        _ => right(column.caption(), 7),
    };
    let cell = |(column, value): (Column, Cow<'_, str>)| match column {
        Column::Name => left(&value, name_width),
        Column::Cover => right(&value, cover_width - 1) + "%",
        Column::Missing => format!("   {value}"),
        _ => right(&value, 7),
    };
    let line = |row| table.cells(row).map(cell).collect::<String>();

    let header: String = table.columns.iter().map(head).collect();
    let rule = "-".repeat(width(&header));
    let rows = table.rows.iter().map(line);
    let end = (!table.rows.is_empty()).then(|| rule.clone());
    joined([header, rule].into_iter().chain(rows).chain(end).chain([line(&table.total)]), &table.notes)
}

/// Lines without spaces at their ends; an empty one before each note.
pub(super) fn joined(lines: impl Iterator<Item = String>, notes: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    notes.iter().for_each(|note| text.extend(["\n", note, "\n"]));
    text
}

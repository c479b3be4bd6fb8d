//! The table as Markdown (`SummaryReporter.report_markdown`).

use std::borrow::Cow;

use super::table::{Column, Table, width};
use super::text::joined;

/// A table that GitHub shows as one.
pub(super) fn markdown(table: &Table) -> String {
    let name_width = table.longest(Column::Name, |name| width(&escaped(name))).max("**TOTAL**".len()) + 1;
    let cover_width = (width(table.total_cover()) + 6).max(" Cover ".len());

    let head = |column: &Column| match column {
        Column::Name => format!("| {:name_width$}|", column.caption()),
        Column::Cover => format!("{:>cover_width$} |", column.caption()),
        Column::Missing => format!("{:>10} |", column.caption()),
        _ => format!("{:>9} |", column.caption()),
    };
    let cell = |(column, value): (&Column, &String)| {
        let value = escaped(value);
        match column {
            Column::Name => format!("| {value:name_width$}|"),
            Column::Cover => format!("{value:>0$}% |", cover_width - 1),
            Column::Missing => format!("{value:>10} |"),
            _ => format!("{value:>9} |"),
        }
    };
    let total_cell = |(column, value): (&Column, &String)| {
        let value = match column {
            _ if value.is_empty() => String::new(),
            Column::Cover => format!(" **{value}%**"),
            _ => format!(" **{value}**"),
        };
        match column {
            Column::Name => format!("|{value:name_width$} |"),
            Column::Cover => format!("{value:>cover_width$} |"),
            Column::Missing => format!("{value:>10} |"),
            _ => format!("{value:>9} |"),
        }
    };

    let header: Vec<String> = table.columns.iter().map(head).collect();
    // The first column is to the left, the others to the right; each rule is a character shorter than its column, and a
    // space stands between them.
    let rule = |(at, head): (usize, &String)| {
        let end = if at == 0 { "- |" } else { "-: |" };
        format!("{}{end}", "-".repeat((width(head) - 1).saturating_sub(end.len())))
    };
    let rules: Vec<String> = header.iter().enumerate().map(rule).collect();
    let mut lines = vec![header.concat(), format!("|{}", rules.join(" "))];
    lines.extend(table.rows.iter().map(|row| table.columns.iter().zip(row).map(cell).collect()));
    lines.push(table.columns.iter().zip(&table.total).map(total_cell).collect());
    joined(&lines, &table.notes)
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

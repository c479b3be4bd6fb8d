//! A link's file with its text, which was fetched or dropped.

use super::lines::plain;
use super::{file_of_link, misses, stripes};
use crate::error::{Code, Problem};
use crate::line::LineNo;
use crate::link::{Covered, Part, Payload, Span};
use crate::source::SourceFile;
use crate::view::{File, Line, LineState, Query};

/// The source view of a link's file; `None` if the link tells of none. The link tells what is missing; the text tells what the other
/// statements are. If it has others than were counted it is another text, and nothing is marked in it. Of `problems`, those of the file
/// are shown. With the text comes whether it was fetched.
pub fn text_of_link(
    payload: &Payload,
    path: &str,
    query: &Query,
    problems: &[Problem],
    text: Option<(&SourceFile, bool)>,
) -> Option<File> {
    let mut file = file_of_link(payload, path, query)?;
    file.problems = problems.iter().filter(|problem| problem.input == path).cloned().collect();
    let (Some((text, is_fetched)), Ok(covered)) = (text, &payload.files.iter().find(|file| file.path == path)?.result)
    else {
        return Some(file);
    };
    let of = if is_fetched { "of the commit that it names" } else { "that was dropped" };
    file.basis = format!("the link, with the text {of}");
    let of_link = std::mem::replace(&mut file.lines, plain(text));
    file.has_text = true;
    if !is_of(covered, text) {
        let cause = "Its statements are not those that were counted: it is another text, or the project's settings exclude other lines.";
        let problem = Problem {
            instead: "It is shown without marks.".to_owned(),
            ..Problem::new(Code::SourceStale, path, cause)
        };
        file.problems.push(problem);
        (file.misses, file.stripes) = (Vec::new(), Vec::new());
        return Some(file);
    }
    for line in &mut file.lines {
        tell(line, &of_link, covered, text);
    }
    file.misses = misses::misses(&file.lines, query.changes && file.changed.is_some());
    file.stripes = stripes::stripes(&file.lines);
    Some(file)
}

/// Whether a text has as many statements and excluded lines as were counted, and as many of them are missing in all parts that
/// tell them; and whether it has statements where the link's stretches and branches begin and end.
fn is_of(covered: &Covered, text: &SourceFile) -> bool {
    let numbers = &covered.union.numbers;
    // A stretch begins and ends with a statement.
    let stands = |span: &Span| text.statements.contains(&span.first) && text.statements.contains(&span.last);
    let fits = |part: &Part| {
        part.missing.is_empty() || part.missing.iter().all(stands) && n_missing(part, text) == part.numbers.n_missing
    };
    let branches = covered.lanes.iter().chain([&covered.union]).flat_map(|part| &part.missing_branches);
    let mut ends = branches.flat_map(|branch| [Some(branch.from), branch.to]).flatten();
    (text.statements.len(), text.excluded.len()) == (numbers.n_statements, numbers.n_excluded)
        && fits(&covered.union)
        && covered.lanes.iter().all(fits)
        && ends.all(|line| text.statements.contains(&line))
}

fn n_missing(part: &Part, text: &SourceFile) -> usize {
    text.statements.iter().filter(|line| misses(part, **line)).count()
}

fn misses(part: &Part, line: LineNo) -> bool {
    let next = part.missing.get(part.missing.partition_point(|span: &Span| span.last < line));
    next.is_some_and(|span| span.first <= line)
}

/// Whether it is told which lines a part misses.
fn tells(part: &Part) -> bool {
    !part.missing.is_empty() || part.numbers.n_missing == 0
}

/// Fills in what is known of a line.
fn tell(line: &mut Line, of_link: &[Line], covered: &Covered, text: &SourceFile) {
    line.first = text.first_line(line.number);
    let known = of_link.binary_search_by_key(&line.first, |known| known.number).ok().and_then(|at| of_link.get(at));
    let is_statement = text.statements.contains(&line.first);
    line.state = match known {
        _ if text.excluded.contains(&line.number) || text.excluded.contains(&line.first) => LineState::Excluded,
        _ if !is_statement => LineState::Plain,
        Some(known) => known.state,
        // Not all that is missing is a line of the link's.
        None if misses(&covered.union, line.first) => LineState::Missing,
        None if tells(&covered.union) => LineState::Run,
        None => LineState::Plain,
    };
    if let Some(known) = known {
        (line.changed, line.shown) = (known.changed, known.shown);
        if line.number == line.first && line.state == LineState::Partial {
            line.note.clone_from(&known.note);
        }
    }
    if is_statement {
        let ran = |(_, part): &(usize, &Part)| tells(part) && !misses(part, line.first);
        line.lanes = covered.lanes.iter().enumerate().filter(ran).map(|(lane, _)| lane).collect();
    }
}

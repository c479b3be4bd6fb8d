//! One line: its number, the lanes that ran it, its state, its text, and for a partial one its sides.

use std::rc::Rc;

use covscope_core::view::{Branch, Line, LineState};
use yew::prelude::*;

use super::highlight::{self, Start};
use crate::shared::glyph::{Glyph, N_LANE_MARKS, mark};
use crate::shared::words;

/// Properties of [`SourceLine`].
#[derive(PartialEq, Properties)]
pub(crate) struct SourceLineProps {
    /// Its place among the lines, from 0.
    pub index: usize,
    /// The line.
    pub line: Line,
    /// What it starts in: a string of several lines goes on.
    pub start: Start,
    /// The lanes' names.
    pub lanes: Rc<[AttrValue]>,
    /// Whether the address names it.
    pub here: bool,
    /// Whether there is text.
    pub has_text: bool,
    /// Its address.
    pub href: String,
}

/// A line.
#[component]
pub(crate) fn SourceLine(props: &SourceLineProps) -> Html {
    let SourceLineProps { index, line, lanes, here, .. } = props;
    let (state, glyph) = state(line);
    let says = says(line, lanes);
    let class = classes!(
        "line",
        format!("line-{state}"),
        ran_by(line),
        here.then_some("line-here"),
        (line.first != line.number).then_some("line-continues")
    );
    html! {
        <div
            {class}
            role="row"
            aria-rowindex={(index + 1).to_string()}
            aria-current={here.then_some("true")}
            data-test="line"
            data-line={line.number.to_string()}
            data-state={state}
        >
            <span role="rowheader" class="line-number">
                <a class="number" href={props.href.clone()}>{ line.number }</a>
            </span>
            <span role="cell" class="line-lanes" title={says.clone()}>
                { for (0..lanes.len()).map(|lane| {
                    let ran = line.lanes.contains(&lane);
                    html! { <span class="line-lane">if ran { { mark(Glyph::Lane(lane)) } }</span> }
                }) }
                <span class="visually-hidden">{ says }</span>
            </span>
            <span role="cell" class="line-state">if let Some(glyph) = glyph { { mark(glyph) } }</span>
            <span role="cell" class="line-text">
                if props.has_text { <code>{ highlight::spans(&line.text, props.start) }</code> }
                if line.state == LineState::Partial {
                    <span class="line-sides" data-test="sides">{ sides(&line.branches, lanes) }</span>
                }
            </span>
        </div>
    }
}

fn state(line: &Line) -> (&'static str, Option<Glyph>) {
    match line.state {
        LineState::Plain => ("plain", None),
        LineState::Run => ("run", None),
        LineState::Partial => ("partial", Some(Glyph::Partial)),
        LineState::Missing => ("missing", Some(Glyph::Missing)),
        LineState::Excluded => ("excluded", Some(Glyph::Excluded)),
    }
}

/// The class of the edge's colour.
fn ran_by(line: &Line) -> Option<String> {
    match line.lanes.as_slice() {
        [] => None,
        [lane] => Some(format!("edge-lane-{}", lane % N_LANE_MARKS)),
        _ => Some("edge-shared".to_owned()),
    }
}

fn names<'a>(indices: &[usize], lanes: &'a [AttrValue]) -> Vec<&'a str> {
    indices.iter().filter_map(|&lane| lanes.get(lane).map(AttrValue::as_str)).collect()
}

/// The line's state and lanes in a sentence.
fn says(line: &Line, lanes: &[AttrValue]) -> String {
    let ran = words::list(&names(&line.lanes, lanes));
    match line.state {
        LineState::Plain => String::new(),
        LineState::Excluded if ran.is_empty() => "excluded".to_owned(),
        LineState::Excluded => format!("excluded, ran in {ran}"),
        LineState::Missing => "missing: no lane ran it".to_owned(),
        LineState::Run => format!("ran in {ran}"),
        LineState::Partial => format!("partial: ran in {ran}, {}", sides(&line.branches, lanes)),
    }
}

/// The sides of a branch that not every lane took: `never: → line 45; unit only: → line 48, → exit`.
fn sides(branches: &[Branch], lanes: &[AttrValue]) -> String {
    let mut takers: Vec<(&[usize], Vec<&Branch>)> = Vec::new();
    for branch in branches.iter().filter(|branch| branch.lanes.len() < lanes.len().max(1)) {
        match takers.iter_mut().find(|(who, _)| *who == branch.lanes.as_slice()) {
            Some((_, sides)) => sides.push(branch),
            None => takers.push((&branch.lanes, vec![branch])),
        }
    }
    // What nobody took is why the line is partial.
    takers.sort_by_key(|(who, _)| who.len());
    let parts = takers.iter().map(|(who, branches)| {
        let who = match who.len() {
            0 => "never".to_owned(),
            _ => format!("{} only", words::list(&names(who, lanes))),
        };
        let to: Vec<_> = branches.iter().map(|branch| format!("→ {}", branch.to)).collect();
        format!("{who}: {}", to.join(", "))
    });
    parts.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(state: LineState, lanes: Vec<usize>, sides: &[(&str, &[usize])]) -> Line {
        let branch =
            |(to, lanes): &(&str, &[usize])| Branch { to: (*to).to_owned(), to_line: None, lanes: lanes.to_vec() };
        Line { number: 44, text: String::new(), state, first: 44, lanes, branches: sides.iter().map(branch).collect() }
    }

    #[test]
    fn a_line_is_told_in_words() {
        let lanes = [AttrValue::from("unit"), AttrValue::from("heavy")];
        assert_eq!(says(&line(LineState::Run, vec![0, 1], &[]), &lanes), "ran in unit and heavy");
        assert_eq!(says(&line(LineState::Missing, vec![], &[]), &lanes), "missing: no lane ran it");
        let sides: &[(&str, &[usize])] = &[("line 48", &[0]), ("line 45", &[]), ("line 50", &[0, 1]), ("exit", &[])];
        assert_eq!(
            says(&line(LineState::Partial, vec![0, 1], sides), &lanes),
            "partial: ran in unit and heavy, never: → line 45, → exit; unit only: → line 48"
        );
    }
}

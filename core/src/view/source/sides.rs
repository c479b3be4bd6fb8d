//! The sides of a branch line, in words.

use super::shown::list;
use crate::line::{LineArc, LineNo, Point};
use crate::report::Covered;
use crate::report::denominator::Denominator;
use crate::view::Branch;

/// The sides of a line, with the lanes that took each, and in a few words those that not every lane took. A line that ran nowhere
/// has none that was taken.
pub(super) fn sides(covered: &Covered, line: LineNo, names: &[String]) -> (Vec<Branch>, String) {
    // Exits last, as coverage.py's lcov report has them.
    let (lines, exits): (Vec<LineArc>, Vec<LineArc>) =
        covered.denominator.branches().leaving(line).iter().partition(|arc| arc.to.as_line().is_some());
    let arcs = [lines, exits].concat();
    let branches: Vec<Branch> = arcs.iter().map(|&arc| side(covered, arc, names)).collect();
    let mut takers: Vec<(&Branch, Vec<String>)> = Vec::new();
    for (branch, arc) in branches.iter().zip(&arcs).filter(|(branch, _)| branch.lanes.len() < names.len().max(1)) {
        let to = format!("→ {}", target(*arc));
        match takers.iter_mut().find(|(other, _)| other.lanes == branch.lanes) {
            Some((_, sides)) => sides.push(to),
            None => takers.push((branch, vec![to])),
        }
    }
    // What nobody took is why the line is partial.
    takers.sort_by_key(|(branch, _)| branch.lanes.len());
    let parts = takers.iter().map(|(branch, sides)| {
        let who = if branch.lanes.is_empty() { "never".to_owned() } else { format!("{} only", branch.by) };
        format!("{who}: {}", sides.join(", "))
    });
    let note = parts.collect::<Vec<_>>().join("; ");
    (branches, note)
}

fn side(covered: &Covered, arc: LineArc, names: &[String]) -> Branch {
    let took = covered.lanes_on().filter(|(_, lane)| !lane.missing_branches.contains(&arc));
    let lanes: Vec<usize> = took.map(|(lane, _)| lane).collect();
    let (side, why) = match &covered.denominator {
        Denominator::Source(source) if lanes.is_empty() => (source.side(arc), source.missing_arc_description(arc)),
        Denominator::Source(source) => (source.side(arc), String::new()),
        Denominator::Reported(_) => ("", String::new()),
    };
    let side = if side.is_empty() { String::new() } else { format!("{side}, ") };
    Branch { says: format!("{side}to {}", target(arc)), by: list(&lanes, names), lanes, why }
}

fn target(arc: LineArc) -> String {
    match arc.to {
        Point::Line(target) => format!("line {target}"),
        Point::Exit(_) => "exit".to_owned(),
        Point::Entry(_) => "unknown".to_owned(),
    }
}

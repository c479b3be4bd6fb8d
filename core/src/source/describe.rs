//! What an arc does and why it may not have been taken, in coverage.py 7.17.3's words (`AstArcAnalyzer`).

use std::collections::BTreeMap;

use crate::line::{LineArc, LineNo, Point};

/// What stands behind "because" when an arc from a line was not taken. coverage.py's words may be empty: it then says
/// "because" and nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    Nothing,
    Break,
    Continue,
    Raise,
    Return,
    LoopNeverStarted,
    LoopDidNotComplete,
    NeverTrue,
    AlwaysTrue,
    NeverMatched,
    AlwaysMatched,
    NotCaught,
}

impl Cause {
    fn words(self, line: i64) -> String {
        match self {
            Cause::Nothing => String::new(),
            Cause::Break => format!("the break on line {line} wasn't executed"),
            Cause::Continue => format!("the continue on line {line} wasn't executed"),
            Cause::Raise => format!("the raise on line {line} wasn't executed"),
            Cause::Return => format!("the return on line {line} wasn't executed"),
            Cause::LoopNeverStarted => format!("the loop on line {line} never started"),
            Cause::LoopDidNotComplete => format!("the loop on line {line} didn't complete"),
            Cause::NeverTrue => format!("the condition on line {line} was never true"),
            Cause::AlwaysTrue => format!("the condition on line {line} was always true"),
            Cause::NeverMatched => format!("the pattern on line {line} never matched"),
            Cause::AlwaysMatched => format!("the pattern on line {line} always matched"),
            Cause::NotCaught => format!("the exception caught by line {line} didn't happen"),
        }
    }

    /// Which side of its line an arc is that this keeps from being taken.
    fn side(self) -> &'static str {
        match self {
            Cause::NeverTrue => "true side",
            Cause::AlwaysTrue => "false side",
            Cause::LoopNeverStarted => "loop body",
            Cause::LoopDidNotComplete => "loop end",
            Cause::NeverMatched => "match",
            Cause::AlwaysMatched => "no match",
            Cause::NotCaught => "exception",
            Cause::Nothing | Cause::Break | Cause::Continue | Cause::Raise | Cause::Return => "",
        }
    }
}

/// What an arc does. The name of what it leaves is told by the line that it leaves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Jump,
    ExitModule,
    ExitClass,
    Return,
    Except,
}

/// What is said of the possible arcs of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Descriptions {
    /// As they were met; [`Descriptions::sort`] brings those of an arc together.
    reasons: Vec<(LineArc, Cause, Action)>,
    /// The names of functions and classes by their first lines.
    names: BTreeMap<LineNo, String>,
}

impl Descriptions {
    pub(super) fn add(&mut self, arc: LineArc, cause: Cause, action: Action) {
        self.reasons.push((arc, cause, action));
    }

    pub(super) fn name(&mut self, start: LineNo, name: &str) {
        self.names.insert(start, name.to_owned());
    }

    /// Makes ready for questions. Several reasons of an arc keep their order.
    pub(super) fn sort(&mut self) {
        self.reasons.sort_by_key(|(arc, ..)| *arc);
        self.reasons.shrink_to_fit();
    }

    fn of(&self, arc: LineArc) -> impl Iterator<Item = (Cause, Action)> {
        let first = self.reasons.partition_point(|(other, ..)| *other < arc);
        let reasons = self.reasons.get(first..).unwrap_or_default().iter();
        reasons.take_while(move |(other, ..)| *other == arc).map(|(_, cause, action)| (*cause, *action))
    }

    /// coverage.py's `arc_description`.
    pub(super) fn arc(&self, arc: LineArc) -> String {
        let action = self.of(arc).next().map_or(Action::Jump, |(_, action)| action);
        self.action(action, arc.to)
    }

    /// coverage.py's `missing_arc_description`.
    pub(super) fn missing_arc(&self, arc: LineArc) -> String {
        let start = arc.from.signed();
        let because = |(cause, action): (Cause, Action)| {
            format!("line {start} didn't {} because {}", self.action(action, arc.to), cause.words(start))
        };
        let sentences: Vec<String> = self.of(arc).map(because).collect();
        if sentences.is_empty() {
            return format!("line {start} didn't {}", self.action(Action::Jump, arc.to));
        }
        sentences.join(" or ")
    }

    /// See [`super::SourceFile::side`].
    pub(super) fn side(&self, arc: LineArc) -> &'static str {
        self.of(arc).map(|(cause, _)| cause.side()).find(|side| !side.is_empty()).unwrap_or("")
    }

    fn action(&self, action: Action, to: Point) -> String {
        let name = self.names.get(&to.line()).map_or("", String::as_str);
        match action {
            Action::Jump if to.signed() < 0 => "jump to the function exit".to_owned(),
            Action::Jump => format!("jump to line {}", to.signed()),
            Action::ExitModule => "exit the module".to_owned(),
            Action::ExitClass => format!("exit class '{name}'"),
            Action::Return => format!("return from function '{name}'"),
            Action::Except => format!("except from function '{name}'"),
        }
    }
}

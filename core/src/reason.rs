//! Why no verdict can be given: what is missing, or not as it should be.

use std::fmt;

use serde::Serialize;

use crate::numbers;

/// One reason. Its words are a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Reason {
    /// These lanes are not in the union; at least one.
    Lanes(Absence, Vec<String>),
    /// Only this lane is here, and nothing says that it is all.
    OnlyLane(String),
    /// This data file can't be used.
    DataUnusable(String),
    /// So many measured files have no numbers, or not those of what was tested.
    Files(Trouble, usize),
    /// No file has numbers.
    NothingToCount,
    /// The settings in this file can't be used as they are.
    Settings(String),
    /// A pattern of the settings can't be used.
    Pattern,
    /// Path rules do not fit what is here.
    PathsApart,
}

/// Why a lane is not in the union.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Absence {
    /// It is expected.
    Missing,
    /// The run leaves it out on purpose.
    Skipped,
    /// The person switched it off.
    SwitchedOff,
}

/// What is wrong with a measured file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Trouble {
    /// Nothing tells its statements.
    NoSource,
    /// Its source is not Python of the chosen version.
    Syntax,
    /// A plugin measured it.
    Plugin,
    /// Its source is not the one that was tested.
    Stale,
}

/// Why a file has no numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Unknown {
    /// No source and no report tells its statements.
    NoSource,
    /// Its source is not Python of the chosen version: what is wrong, in words, and where.
    Syntax(String),
    /// This plugin measured it.
    Plugin(String),
}

impl Unknown {
    /// Which kind of trouble it is.
    pub fn trouble(&self) -> Trouble {
        match self {
            Unknown::NoSource => Trouble::NoSource,
            Unknown::Syntax(_) => Trouble::Syntax,
            Unknown::Plugin(_) => Trouble::Plugin,
        }
    }
}

impl Reason {
    /// What is to be said of these lanes: of more than three in one sentence.
    pub fn of_lanes(absence: Absence, names: Vec<String>) -> Vec<Reason> {
        match names.len() {
            0..=3 => names.into_iter().map(|name| Reason::Lanes(absence, vec![name])).collect(),
            _ => vec![Reason::Lanes(absence, names)],
        }
    }

    /// Whether lanes and data files are not here, and nothing else is wrong: they can only add.
    pub fn are_absences(reasons: &[Reason]) -> bool {
        let is_own = |reason: &Reason| matches!(reason, Reason::Lanes(Absence::SwitchedOff, _));
        let is_absence =
            |reason: &Reason| matches!(reason, Reason::Lanes(..) | Reason::OnlyLane(_) | Reason::DataUnusable(_));
        !reasons.iter().all(is_own) && reasons.iter().all(is_absence)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Lanes(absence, names) => {
                let what = match absence {
                    Absence::Missing => "expected and not here",
                    Absence::Skipped => "skipped",
                    Absence::SwitchedOff => "switched off here",
                };
                match names.as_slice() {
                    [first, second, third, _, more @ ..] => {
                        let (count, rest) = (names.len(), more.len() + 1);
                        write!(f, "{count} lanes are {what}: {first}, {second}, {third} and {rest} more.")
                    }
                    [only] => write!(f, "The lane {only} is {what}."),
                    few => write!(f, "The lanes {} are {what}.", few.join(", ")),
                }
            }
            Reason::OnlyLane(name) => {
                write!(f, "Only the lane {name} is here, and one lane is a part of the tests.")
            }
            Reason::DataUnusable(input) => write!(f, "{input} can't be used."),
            Reason::Files(trouble, count) => {
                let (one, many) = match trouble {
                    Trouble::NoSource => ("has no source here", "have no source here"),
                    Trouble::Syntax => ("can't be parsed", "can't be parsed"),
                    Trouble::Plugin => ("is a plugin's", "are a plugin's"),
                    Trouble::Stale => ("is not what was tested", "are not what was tested"),
                };
                match count {
                    1 => write!(f, "1 measured file {one}."),
                    _ => write!(f, "{} measured files {many}.", numbers::count(*count)),
                }
            }
            Reason::NothingToCount => f.write_str("There is nothing to count."),
            Reason::Settings(file) => write!(f, "The settings in {file} can't be used as they are."),
            Reason::Pattern => f.write_str("A pattern of the settings can't be used."),
            Reason::PathsApart => {
                f.write_str("[paths] leaves one source under several names here: drop the project's root folder.")
            }
        }
    }
}

//! The data files that count and the lanes that they make, as they were dropped and as the person arranged them.

use std::rc::Rc;

use super::inputs::{DataInput, Inputs};
use crate::combine::lanes::{self, DataFile, Lane, LaneName, Place};
use crate::config::Config;
use crate::error::{Code, Problem};
use crate::view::Arrangement;

/// The data files that count, and what is said of those that are the same as another one.
///
/// In one lane they count once, as coverage.py combines them. Under the name of another lane one is the data of that lane too: it
/// is not missing, and the union is what it was.
pub(super) fn data(inputs: &Inputs, config: &Config, arrangement: &Arrangement) -> (Vec<DataInput>, Vec<Problem>) {
    let base = base(config);
    let (mut data, mut problems): (Vec<&DataInput>, _) = (Vec::new(), Vec::new());
    for input in &inputs.data {
        let lane = || lane_of(inputs, input, base);
        let is_same = |other: &&&DataInput| input.same_as.is_some() && input.first() == other.first();
        let is_other = data.iter().filter(is_same).all(|same| lane().is_other_than(&lane_of(inputs, same, base)));
        if let Some(first) = &input.same_as {
            let cause = format!("It is the same data file as {first}.");
            let mut problem = Problem::new(Code::DataDuplicate, &input.input, cause);
            if is_other {
                problem.instead = "It counts as the data of its own lane, too.".to_owned();
            }
            problems.push(problem);
        }
        if is_other {
            data.push(input);
        }
    }
    let counts = |data: &&&DataInput| !arrangement.removed.contains(&data.input);
    let arranged = |data: &DataInput| match arrangement.lines_only {
        true => DataInput { data: Rc::new(data.data.without_arcs()), ..data.clone() },
        false => data.clone(),
    };
    (data.iter().filter(counts).map(|data| arranged(data)).collect(), problems)
}

/// The lane that a data file names.
fn lane_of(inputs: &Inputs, input: &DataInput, base: &str) -> LaneName {
    let in_project = inputs.is_in_project(&input.archives, &input.path);
    LaneName::of(Place { archives: &input.archives, path: &input.path, in_project }, base)
}

/// The lanes of these data files; those that are `expected` come first, in that order.
pub(super) fn lanes(
    inputs: &Inputs,
    data: &[DataInput],
    config: &Config,
    arrangement: &Arrangement,
    expected: &[String],
) -> Vec<Lane> {
    let base = base(config);
    let files = data.iter().map(|input| DataFile {
        input: input.input.clone(),
        lane: lane_of(inputs, input, base),
        data: Rc::clone(&input.data),
    });
    let mut lanes = renamed(lanes::group(files.collect()), arrangement);
    lanes.sort_by_key(|lane| expected.iter().position(|name| *name == lane.name).unwrap_or(usize::MAX));
    lanes
}

/// The name of the project's data file, without its folder.
pub(super) fn base(config: &Config) -> &str {
    config.data_file.rsplit('/').next().unwrap_or(".coverage")
}

/// The same data files under the names that the person gave. Lanes of one name are one.
fn renamed(lanes: Vec<Lane>, arrangement: &Arrangement) -> Vec<Lane> {
    if arrangement.lanes.is_empty() {
        return lanes;
    }
    let mut renamed: Vec<(usize, Lane)> = Vec::new();
    for (own, lane) in lanes.into_iter().enumerate() {
        for file in lane.files {
            let name = arrangement.lane_of(&file.input).unwrap_or(&lane.name);
            match renamed.iter_mut().find(|(_, known)| known.name == name) {
                Some((first, known)) => {
                    // Several lanes made one are no part of a whole any more.
                    known.named &= *first == own;
                    known.files.push(file);
                }
                None => {
                    renamed.push((own, Lane { name: name.to_owned(), named: lane.named, files: vec![file] }));
                }
            }
        }
    }
    renamed.into_iter().map(|(_, lane)| lane).collect()
}

//! The data files that count and the lanes that they make, as they were dropped and as the person arranged them.

use std::rc::Rc;

use super::inputs::{DataInput, Inputs};
use crate::combine::lanes::{self, DataFile, Lane, LaneName, Place};
use crate::config::Config;
use crate::view::Arrangement;

/// The data files that count.
pub(super) fn data(inputs: &Inputs, arrangement: &Arrangement) -> Vec<DataInput> {
    let counts = |data: &&DataInput| !arrangement.removed.contains(&data.input);
    let arranged = |data: &DataInput| match arrangement.lines_only {
        true => DataInput { data: Rc::new(data.data.without_arcs()), ..data.clone() },
        false => data.clone(),
    };
    inputs.data.iter().filter(counts).map(arranged).collect()
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
    let files = data.iter().map(|input| {
        let in_project = inputs.is_in_project(&input.archives, &input.path);
        let place = Place { archives: &input.archives, path: &input.path, in_project };
        DataFile { input: input.input.clone(), lane: LaneName::of(place, base), data: Rc::clone(&input.data) }
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

//! The run of CI that a link tells of, and what the data here has to do with it.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::source::host::artifacts;
use crate::link::{Lane, Payload};

/// The run, and its lanes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Which one, in words: "run 7 of owner/project".
    pub name: String,
    /// The page that has its artifacts, as far as it is known.
    pub href: Option<String>,
    /// What is to be said of its lanes, and of data of other runs.
    pub lanes: Vec<String>,
}

/// The run of a link. `data` are the data files that are here: their names and the SHA-256 of their bytes; `None` when the link's own report
/// is shown. `None` for a link that tells neither a run nor data files.
pub(crate) fn run(payload: &Payload, data: Option<&[(&str, &str)]>) -> Option<Run> {
    let provenance = &payload.provenance;
    let name = match (provenance.run, provenance.repository.as_str()) {
        (0, "") => "the link's run".to_owned(),
        (0, repository) => format!("the link's run of {repository}"),
        (run, "") => format!("run {run}"),
        (run, repository) => format!("run {run} of {repository}"),
    };
    let is_known = provenance.run > 0 || payload.lanes.iter().any(|lane| !lane.files.is_empty());
    let href = artifacts(&provenance.repository, provenance.run);
    let lanes = match data {
        None => payload.lanes.iter().filter(|lane| !lane.files.is_empty()).map(wanted).collect(),
        Some(data) => compared(payload, data),
    };
    is_known.then_some(Run { name, href, lanes })
}

/// The files of a lane whose data is not here.
fn wanted(lane: &Lane) -> String {
    let files: Vec<&str> = lane.files.iter().map(|file| file.name.as_str()).collect();
    format!("{}: {}", lane.name, files.join(", "))
}

fn compared(payload: &Payload, data: &[(&str, &str)]) -> Vec<String> {
    let here: HashSet<&str> = data.iter().map(|(_, digest)| *digest).collect();
    let of_link: HashSet<&str> =
        payload.lanes.iter().flat_map(|lane| &lane.files).map(|file| file.digest.as_str()).collect();
    let told = payload.lanes.iter().filter(|lane| !lane.files.is_empty()).map(|lane| {
        let n_here = lane.files.iter().filter(|file| here.contains(file.digest.as_str())).count();
        match n_here {
            0 => format!("{}: not here", lane.name),
            all if all == lane.files.len() => format!("{}: exactly that of the run", lane.name),
            some => format!("{}: {some} of its {} files are exactly those of the run", lane.name, lane.files.len()),
        }
    });
    let others = data
        .iter()
        .filter(|(_, digest)| !of_link.contains(digest))
        .map(|(name, _)| format!("{name}: not from this run"));
    told.chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{DataFile, Provenance};

    #[test]
    fn data_is_told_to_be_that_of_the_run_or_not() {
        let file = |name: &str, digest: &str| DataFile { name: name.to_owned(), digest: digest.to_owned() };
        let lane = |name: &str, files: Vec<DataFile>| Lane { name: name.to_owned(), on: true, files };
        let payload = Payload {
            provenance: Provenance { repository: "o/n".to_owned(), run: 7, ..Provenance::default() },
            lanes: vec![
                lane("unit", vec![file(".coverage.unit", "a")]),
                lane("heavy", vec![file("x.1", "b"), file("x.2", "c")]),
                lane("e2e", vec![file("e2e", "d")]),
            ],
            ..Payload::default()
        };
        let told = run(&payload, None).unwrap();
        assert_eq!(told.name, "run 7 of o/n");
        assert_eq!(told.href.as_deref(), Some("https://github.com/o/n/actions/runs/7#artifacts"));
        assert_eq!(told.lanes, ["unit: .coverage.unit", "heavy: x.1, x.2", "e2e: e2e"]);
        let data = [("u.zip › .coverage.unit", "a"), ("x.2", "c"), ("old", "z")];
        assert_eq!(
            run(&payload, Some(&data)).unwrap().lanes,
            [
                "unit: exactly that of the run",
                "heavy: 1 of its 2 files are exactly those of the run",
                "e2e: not here",
                "old: not from this run"
            ]
        );
        assert_eq!(run(&Payload::default(), None), None);
    }
}

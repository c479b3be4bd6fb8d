//! From what was dropped to the useful files in it.

use std::collections::BTreeSet;

use super::format::Format;
use super::sniff::{Kind, sniff};
use super::unpack::{EMPTY, Found, Useless, unpack};
use super::{Entry, Input, Limits};
use crate::error::{Code, Problem};
use crate::pace::{Cancelled, Pace};
use crate::worth::can_matter;

/// Opens the archives among `inputs`, at any depth, and keeps every file of a kind other than [`Kind::Other`], in the order
/// found. Paths in archives are made safe: `/` between the parts, no drive, no `.`, no `..`.
///
/// Opened are zip (stored and deflated entries), tar, `.tar.gz` and `.gz`, as told by content. Links in archives are not
/// followed. Of entries that have the same path in one archive the last one is kept, as unpacking would do. In archives,
/// and in dropped folders, files are passed over whose path can't matter ([`can_matter`]).
///
/// Everything that is wrong is a [`Problem`] that names the input with the archives it is in, and the rest is still
/// returned. Of one kind of problem in one archive the first few are told, and then how many more there are.
///
/// # Errors
///
/// [`Cancelled`] when the host says so in a tick; there is one for each file, and for each 256 KiB unpacked.
pub async fn expand<P: Pace>(
    inputs: Vec<Input>,
    limits: &Limits,
    pace: &P,
) -> Result<(Vec<Entry>, Vec<Problem>), Cancelled> {
    let mut found = Found::default();
    let (mut useless, mut in_folders, mut folders) = (Useless::default(), Useless::default(), BTreeSet::new());
    for Input { name, bytes } in inputs {
        pace.tick().await?;
        let in_folder = name.split_once('/').map(|(folder, _)| format!("{folder}/"));
        let passed_over = in_folder.is_some() && !can_matter(&name);
        match Format::of(&name, &bytes).filter(|_| !passed_over) {
            Some(format) => {
                let before = (found.entries.len(), found.problems.len());
                let rest = unpack((name.clone(), &bytes, format), limits, pace, &mut found).await?;
                if before == (found.entries.len(), found.problems.len()) {
                    found.problems.push(nothing_found(&name, &rest));
                }
            }
            None if !passed_over && sniff(&name, &bytes) != Kind::Other => {
                found.entries.push(Entry { archives: Vec::new(), path: name, bytes, commit: None });
            }
            None => match in_folder {
                Some(folder) => {
                    folders.insert(folder);
                    in_folders.add(&name);
                }
                None => useless.add(&name),
            },
        }
    }
    if found.entries.is_empty() && found.problems.is_empty() {
        let folders = Vec::from_iter(folders).join(", ");
        found.problems.push(match (useless.count(), folders.as_str()) {
            (0, "") => nothing_found("the drop", &in_folders),
            (0, folders) => nothing_found(folders, &in_folders),
            _ => nothing_found("the drop", &useless),
        });
    } else if useless.count() > 0 {
        found.problems.push(ignored(&useless));
    }
    Ok((found.entries, found.problems))
}

/// An archive, a folder or a whole drop without anything useful: hidden files left out by CI, most often.
fn nothing_found(name: &str, useless: &Useless) -> Problem {
    let cause = match useless.count() {
        0 => EMPTY.to_owned(),
        1 => format!("It holds one file, which is {NONE}: {}.", useless.names()),
        count => format!("None of its {count} files is {ONE}: {}.", useless.names()),
    };
    Problem::new(Code::NothingFound, name, cause)
}

/// Dropped files without use, beside others.
fn ignored(useless: &Useless) -> Problem {
    let cause = match useless.count() {
        1 => format!("It is {NONE}."),
        count => format!("{count} files: none is {ONE}."),
    };
    Problem::new(Code::InputIgnored, useless.names(), cause)
}

const ONE: &str = "a data file, a configuration file, a report of coverage.py's or a Python source";
const NONE: &str = "neither a data file, nor a configuration file, a report of coverage.py's or a Python source";

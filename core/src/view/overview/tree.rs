//! Files below their folders, and the map of what is directly in one.

use std::rc::Rc;

use super::order;
use super::rows::{Item, Rows};
use crate::numbers::Numbers;
use crate::view::{Row, Sort, Tile, Totals};

/// What ends a folder's name: paths of Windows that no rule maps are shown as they were measured.
const SLASHES: [char; 2] = ['/', '\\'];

/// What a row is called that stands for files of the folder that it is in.
pub(super) const SEVERAL: &str = "several files";

/// How many tiles a map has at most: more could not be told from each other.
const MOST_TILES: usize = 60;

/// The rows of a tree: each folder, sorted among its neighbours, before what is in it. `items` are the files, by path.
pub(super) fn rows(rows: &Rows, items: &[&Item], sort: Option<Sort>, configured: &str) -> Vec<Rc<Row>> {
    let mut tree = Vec::new();
    below(rows, items, "", 0, (sort, configured), &mut tree);
    tree
}

fn below(
    rows: &Rows,
    items: &[&Item],
    folder: &str,
    depth: usize,
    (sort, configured): (Option<Sort>, &str),
    tree: &mut Vec<Rc<Row>>,
) {
    let groups = groups(items, folder);
    let row = |(path, group): &(String, &[&Item])| match group {
        [only] if only.row.path == *path => Rc::clone(&only.row),
        _ => rows.sum(path, group).row,
    };
    let mut neighbours: Vec<Rc<Row>> = groups.iter().map(row).collect();
    order::sort(&mut neighbours, |row| row, sort, configured);
    for neighbour in neighbours {
        let path = neighbour.path.clone();
        // A link's row may stand for files of the folder itself.
        let below_it = path.get(folder.len()..).filter(|rest| !rest.is_empty());
        let name = Some(below_it.unwrap_or(SEVERAL).to_owned());
        tree.push(Rc::new(Row { depth, name, ..Rc::unwrap_or_clone(neighbour) }));
        if below_it.is_some_and(|rest| rest.ends_with(SLASHES))
            && let Some((_, group)) = groups.iter().find(|(own, _)| *own == path)
        {
            below(rows, group, &path, depth + 1, (sort, configured), tree);
        }
    }
}

/// What is directly in a folder: files, and folders with what is in them. A folder that holds one folder alone is one with it.
fn groups<'a>(items: &'a [&'a Item], folder: &str) -> Vec<(String, &'a [&'a Item])> {
    let is_one = |a: &&Item, b: &&Item| {
        let (first, rest) = (segment(a, folder), b.row.path.get(folder.len()..).unwrap_or_default());
        first.ends_with(SLASHES) && rest.starts_with(first)
    };
    let path = |group: &[&Item]| match group {
        [only] if !segment(only, folder).ends_with(SLASHES) => only.row.path.clone(),
        _ => common_folder(group).to_owned(),
    };
    items.chunk_by(is_one).map(|group| (path(group), group)).collect()
}

/// The part of a path that is directly in a folder.
fn segment<'a>(item: &'a Item, folder: &str) -> &'a str {
    item.row.path.get(folder.len()..).unwrap_or_default().split_inclusive(SLASHES).next().unwrap_or_default()
}

/// The folder that all of them are in, with the slash at its end. They are sorted: the first and the last tell it.
fn common_folder<'a>(items: &[&'a Item]) -> &'a str {
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return "" };
    let (first, last) = (&first.row.path, &last.row.path);
    let shared = first.char_indices().zip(last.chars()).take_while(|((_, a), b)| a == b);
    let end = shared.filter(|((_, c), _)| SLASHES.contains(c)).last().map_or(0, |((at, _), _)| at + 1);
    first.get(..end).unwrap_or_default()
}

/// The folder that all files are in, and its tiles, the largest first; what is too small to be told is the last one. That and
/// a link's row of several files have no path. Of files without numbers, and of those that miss nothing, there are none.
pub(super) fn map(rows: &Rows, items: &[&Item]) -> (String, Vec<Tile>) {
    let folder = common_folder(items);
    let tile = |path: &str, items: &mut dyn Iterator<Item = &Item>| {
        let numbers: Numbers = items.filter_map(|item| item.row.totals.as_ref()).map(Totals::numbers).sum();
        let totals = rows.totals(numbers, false);
        let missing = totals.n_missing + totals.n_missing_branches;
        // What leads nowhere has no path.
        let path = if path.len() > folder.len() { path } else { "" }.to_owned();
        Tile { path, missing, percent: totals.percent, percent_text: totals.percent_text }
    };
    let mut groups: Vec<(Tile, &[&Item])> = groups(items, folder)
        .into_iter()
        .map(|(path, group)| (tile(&path, &mut group.iter().copied()), group))
        .collect();
    groups.retain(|(tile, _)| tile.missing > 0);
    groups.sort_by(|(a, _), (b, _)| b.missing.cmp(&a.missing).then_with(|| a.path.cmp(&b.path)));
    let rest = groups.split_off(MOST_TILES.min(groups.len()));
    let rest = (!rest.is_empty()).then(|| tile("", &mut rest.iter().flat_map(|(_, group)| group.iter().copied())));
    (folder.to_owned(), groups.into_iter().map(|(tile, _)| tile).chain(rest).collect())
}

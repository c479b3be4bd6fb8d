//! The rows of the report's table.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::Row;

/// Rows wherever they are kept: as they were made, or as they were sent, so that only those looked at are ever read.
pub trait Rows {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a place, 0-based.
    fn get(&self, at: usize) -> Option<Rc<Row>>;

    /// Its path.
    fn path(&self, at: usize) -> Option<Cow<'_, str>>;
}

/// No rows.
impl Rows for () {
    fn len(&self) -> usize {
        0
    }

    fn get(&self, _: usize) -> Option<Rc<Row>> {
        None
    }

    fn path(&self, _: usize) -> Option<Cow<'_, str>> {
        None
    }
}

impl Rows for Vec<Rc<Row>> {
    fn len(&self) -> usize {
        <[_]>::len(self)
    }

    fn get(&self, at: usize) -> Option<Rc<Row>> {
        <[_]>::get(self, at).cloned()
    }

    fn path(&self, at: usize) -> Option<Cow<'_, str>> {
        <[_]>::get(self, at).map(|row| Cow::Borrowed(row.path.as_str()))
    }
}

/// Rows that several reports share.
#[derive(Clone)]
pub struct RowList(Rc<dyn Rows>);

impl RowList {
    /// A list of them.
    pub fn new(rows: impl Rows + 'static) -> RowList {
        RowList(Rc::new(rows))
    }
}

impl Default for RowList {
    fn default() -> RowList {
        RowList::new(())
    }
}

impl fmt::Debug for RowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries((0..self.len()).map(|at| self.get(at))).finish()
    }
}

impl Deref for RowList {
    type Target = dyn Rows;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl PartialEq for RowList {
    fn eq(&self, other: &RowList) -> bool {
        self.len() == other.len() && (0..self.len()).all(|at| self.get(at) == other.get(at))
    }
}

/// The rows that a query leaves, sorted. Another filter or order changes `order` alone: `all` is then the very same list, and a
/// host that sends reports elsewhere needs to send it once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The rows before they are filtered and sorted. A host that sends reports elsewhere sends them by themselves.
    #[serde(skip)]
    pub all: RowList,
    /// The rows that are left, by their places in `all`, 0-based.
    pub order: Vec<u32>,
    /// Where `all` is among those sent last, if it is left out.
    known: Option<usize>,
}

/// So many lists are kept: that of all lanes, and that of the lanes that are on.
const KEPT: usize = 2;

impl Table {
    /// Rows that are all shown, as they are.
    pub(crate) fn new(rows: Vec<Rc<Row>>) -> Table {
        let order = (0..).zip(&rows).map(|(at, _)| at).collect();
        Table::of(RowList::new(rows), order)
    }

    /// Those of `all` that are in `order`.
    pub(crate) fn of(all: RowList, order: Vec<u32>) -> Table {
        Table { all, order, known: None }
    }

    /// Leaves `all` out where it was among the last that were sent: for a host that sends reports elsewhere. `sent` are those.
    pub fn leave_out(&mut self, sent: &mut Vec<RowList>) {
        let known = sent.iter().position(|list| Rc::ptr_eq(&list.0, &self.all.0));
        if let Some(at) = known {
            sent.remove(at);
        }
        self.known = known;
        sent.insert(0, self.all.clone());
        sent.truncate(KEPT);
        if known.is_some() {
            self.all = RowList::default();
        }
    }

    /// Puts in what was left out, where reports are received in the order in which they were sent.
    pub fn fill_in(&mut self, received: &mut Vec<RowList>) {
        if let Some(at) = self.known.take().filter(|at| *at < received.len()) {
            self.all = received.remove(at);
        }
        received.insert(0, self.all.clone());
        received.truncate(KEPT);
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The row at a place among those shown, 0-based.
    pub fn get(&self, at: usize) -> Option<Rc<Row>> {
        self.all.get(usize::try_from(*self.order.get(at)?).ok()?)
    }

    /// The rows shown, in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Rc<Row>> + Clone {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Their paths.
    pub fn paths(&self) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        self.order.iter().filter_map(|at| self.all.path(usize::try_from(*at).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sent_once_for_many_orders() {
        let row = |path: &str| Rc::new(Row { path: path.to_owned(), ..Row::default() });
        let first = RowList::new(vec![row("a"), row("b"), row("c")]);
        let second = RowList::new(vec![row("d")]);
        let third = RowList::new(vec![row("e")]);
        let (mut sent, mut received) = (Vec::new(), Vec::new());
        let mut over = |all: &RowList, order: &[u32]| {
            let mut table = Table::of(all.clone(), order.to_vec());
            table.leave_out(&mut sent);
            let n_sent = table.all.len();
            // Another process has another list.
            table.all = RowList::new((0..n_sent).filter_map(|at| table.all.get(at)).collect::<Vec<_>>());
            table.fill_in(&mut received);
            assert!(table.iter().map(|row| Cow::<str>::Owned(row.path.clone())).eq(table.paths()));
            (n_sent, table.paths().collect())
        };
        let seen: [(usize, String); 9] = [
            over(&first, &[0, 1, 2]),
            over(&first, &[2, 0]),
            over(&RowList::default(), &[]),
            over(&first, &[]),
            over(&second, &[0]),
            over(&first, &[1]),
            over(&second, &[0]),
            over(&third, &[0]),
            over(&first, &[0]),
        ];
        let expected = [(3, "abc"), (0, "ca"), (0, ""), (0, ""), (1, "d"), (0, "b"), (0, "d"), (1, "e"), (3, "a")];
        assert_eq!(seen, expected.map(|(n_sent, text)| (n_sent, text.to_owned())));
    }
}

//! The rows of the report's table.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::Row;

/// Rows that several reports share.
pub type RowList = Rc<Vec<Rc<Row>>>;

/// The rows that a query leaves, sorted. Another filter or order changes `order` alone: `all` is then the very same `Rc`, and a
/// host that sends reports elsewhere needs to send it once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The rows before they are filtered and sorted.
    pub all: RowList,
    /// The rows that are left, by their places in `all`, 0-based.
    pub order: Vec<u32>,
}

impl Table {
    /// Rows that are all shown, as they are.
    pub(crate) fn new(rows: Vec<Rc<Row>>) -> Table {
        let order = (0..).zip(&rows).map(|(at, _)| at).collect();
        Table { all: Rc::new(rows), order }
    }

    /// Leaves `all` out where it is what was sent last: for a host that sends reports elsewhere.
    pub fn leave_out(&mut self, sent: &mut RowList) {
        if Rc::ptr_eq(&self.all, sent) {
            self.all = Rc::default();
        } else {
            *sent = Rc::clone(&self.all);
        }
    }

    /// Puts in what was left out, where reports are received in the order in which they were sent.
    pub fn fill_in(&mut self, received: &mut RowList) {
        if self.all.is_empty() {
            self.all = Rc::clone(received);
        } else {
            *received = Rc::clone(&self.all);
        }
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
    pub fn get(&self, at: usize) -> Option<&Rc<Row>> {
        self.all.get(usize::try_from(*self.order.get(at)?).ok()?)
    }

    /// The rows shown, in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Row> + Clone {
        (0..self.len()).filter_map(|at| self.get(at)).map(|row| &**row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(table: &Table) -> Vec<&str> {
        table.iter().map(|row| row.path.as_str()).collect()
    }

    #[test]
    fn rows_are_sent_once_for_many_orders() {
        let row = |path: &str| Rc::new(Row { path: path.to_owned(), ..Row::default() });
        let first: RowList = Rc::new(vec![row("a"), row("b"), row("c")]);
        let second: RowList = Rc::new(vec![row("d")]);
        let (mut sent, mut received) = (RowList::default(), RowList::default());
        let mut over = |all: &RowList, order: &[u32]| {
            let mut table = Table { all: Rc::clone(all), order: order.to_vec() };
            table.leave_out(&mut sent);
            let n_sent = table.all.len();
            // Another process has another `Rc`.
            table.all = Rc::new((*table.all).clone());
            table.fill_in(&mut received);
            (n_sent, paths(&table).concat())
        };
        let seen = [
            over(&first, &[0, 1, 2]),
            over(&first, &[2, 0]),
            over(&RowList::default(), &[]),
            over(&first, &[]),
            over(&second, &[0]),
            over(&first, &[1]),
            over(&first, &[0]),
        ];
        let expected = [(3, "abc"), (0, "ca"), (0, ""), (3, ""), (1, "d"), (3, "b"), (0, "a")];
        assert_eq!(seen, expected.map(|(n_sent, text)| (n_sent, text.to_owned())));
    }
}

//! The rows of the table, before they are filtered and sorted.

use std::rc::Rc;
use std::sync::Arc;

use crate::numbers::{Numbers, Threshold};
use crate::reason::Unknown;
use crate::share::{self, Share};
use crate::view::{Bar, Row, RowList, Totals};

/// A row, and who covers its points: so that rows can be summed and filtered.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    pub(super) row: Rc<Row>,
    pub(super) shares: Arc<[Share]>,
}

/// Rows of one kind.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) items: Vec<Item>,
    /// Those of the items.
    pub(super) rows: RowList,
    pub(super) sum: Item,
}

/// How rows are made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    pub(super) n_lanes: usize,
    pub(super) threshold: Threshold,
}

/// Numbers, and whether they are estimated.
pub(super) type Counted = Option<(Numbers, bool)>;

/// Totals of each lane.
pub(super) type OfLanes = Rc<[Option<Totals>]>;

impl Listed {
    pub(super) fn new(make: &Rows, items: Vec<Item>) -> Listed {
        let rows = RowList::new(items.iter().map(|item| Rc::clone(&item.row)).collect::<Vec<_>>());
        let sum = make.sum("", &items.iter().collect::<Vec<_>>());
        Listed { items, rows, sum }
    }
}

impl Rows {
    /// A row with these numbers.
    pub(super) fn item(&self, path: &str, numbers: Counted, lanes: OfLanes, shares: Arc<[Share]>) -> Item {
        let union = self.counted(numbers);
        let row = Row {
            path: path.to_owned(),
            below: union.as_ref().is_some_and(|union| self.threshold.fails(union.percent)),
            totals: union,
            lanes,
            bar: self.bar(&shares),
            ..Row::default()
        };
        Item { row: Rc::new(row), shares }
    }

    /// The row of a file without numbers.
    pub(super) fn unknown(&self, path: &str, unknown: &Unknown) -> Item {
        let mut item = self.item(path, None, self.no_lanes(), Arc::default());
        Rc::make_mut(&mut item.row).note = Some(note(unknown));
        item
    }

    /// The sum of some rows, as a row.
    pub(super) fn sum(&self, path: &str, items: &[&Item]) -> Item {
        let sum = |totals: &dyn Fn(&Item) -> Option<&Totals>| {
            let mut sum = (Numbers::default(), false);
            for totals in items.iter().filter_map(|item| totals(item)) {
                sum = (sum.0 + totals.numbers(), sum.1 || totals.estimated);
            }
            Some(sum)
        };
        let lanes = (0..self.n_lanes).map(|lane| self.counted(sum(&|item| item.row.lanes.get(lane)?.as_ref())));
        let shares = share::sum(items.iter().flat_map(|item| &*item.shares));
        self.item(path, sum(&|item| item.row.totals.as_ref()), lanes.collect(), shares.into())
    }

    /// The totals of each lane.
    pub(super) fn of_lanes(&self, lanes: impl Iterator<Item = Counted>) -> OfLanes {
        lanes.map(|lane| self.counted(lane)).collect()
    }

    /// Of no lane anything is known.
    pub(super) fn no_lanes(&self) -> OfLanes {
        (0..self.n_lanes).map(|_| None).collect()
    }

    fn counted(&self, counted: Counted) -> Option<Totals> {
        counted.map(|(numbers, estimated)| self.totals(numbers, estimated))
    }

    /// The words of numbers.
    pub(super) fn totals(&self, numbers: Numbers, estimated: bool) -> Totals {
        Totals::new(numbers, self.threshold.precision, estimated)
    }

    fn bar(&self, shares: &[Share]) -> Bar {
        let mut bar = Bar { only: vec![0; self.n_lanes], ..Bar::default() };
        for share in shares {
            match share.lanes.as_slice() {
                [] => bar.missing += share.points(),
                [lane] => bar.only.iter_mut().skip(*lane).take(1).for_each(|only| *only += share.points()),
                _ => bar.shared += share.points(),
            }
        }
        bar
    }
}

fn note(unknown: &Unknown) -> String {
    match unknown {
        Unknown::NoSource => "No source and no report of this file is here.".to_owned(),
        Unknown::Syntax(error) => format!("Not Python of this version: {error}"),
        Unknown::Plugin(plugin) => format!("Measured by the plugin {plugin}; its sources can't be analysed here."),
    }
}

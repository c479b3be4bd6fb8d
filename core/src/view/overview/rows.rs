//! The rows of the table, before they are filtered and sorted.

use std::rc::Rc;

use super::threshold;
use crate::numbers::{Numbers, Threshold, display_covered};
use crate::report::shares::{self, Share};
use crate::report::{Coverage, FileCoverage, Unknown};
use crate::view::{Bar, Query, Row, Totals};

/// A row, and who covers its points: so that rows can be summed and filtered.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    pub(super) row: Rc<Row>,
    /// The counts that the row shows, and whether they are estimated.
    pub(super) numbers: Option<(Numbers, bool)>,
    /// Each lane's.
    pub(super) lanes: Vec<Option<(Numbers, bool)>>,
    pub(super) shares: Vec<Share>,
}

/// How rows are made.
#[derive(Clone, Debug)]
pub(in crate::view) struct Rows<'a> {
    pub(super) coverage: &'a Coverage,
    pub(super) threshold: Threshold,
}

/// Numbers, and whether they are estimated.
type Counted = Option<(Numbers, bool)>;

impl<'a> Rows<'a> {
    /// Of a report, against the threshold of a query.
    pub(in crate::view) fn new(coverage: &'a Coverage, query: &Query) -> Rows<'a> {
        Rows { coverage, threshold: threshold(coverage, query).0 }
    }

    /// The row of each file.
    pub(super) fn of_files(&self) -> Vec<Item> {
        self.coverage.files.iter().map(|file| self.of_file(file)).collect()
    }

    /// A row with these numbers.
    pub(super) fn item(&self, path: &str, numbers: Counted, lanes: Vec<Counted>, shares: Vec<Share>) -> Item {
        let totals = |counted: &Counted| counted.map(|(numbers, estimated)| self.totals(numbers, estimated));
        let union = totals(&numbers);
        let row = Row {
            path: path.to_owned(),
            below: union.as_ref().is_some_and(|union| self.threshold.fails(union.percent)),
            totals: union,
            lanes: lanes.iter().map(totals).collect(),
            bar: self.bar(&shares),
            ..Row::default()
        };
        Item { row: Rc::new(row), numbers, lanes, shares }
    }

    /// The row of a file.
    pub(in crate::view) fn of_file(&self, file: &FileCoverage) -> Item {
        let covered = file.result.as_ref();
        let counted = |analysis: &crate::report::analysis::Analysis| (analysis.numbers, analysis.is_estimated);
        let lanes = match covered {
            Ok(covered) => covered.lanes.iter().map(|lane| Some(counted(lane))).collect(),
            Err(_) => vec![None; self.coverage.lanes.len()],
        };
        let shares = covered.map(|covered| covered.shares.clone()).unwrap_or_default();
        let mut item = self.item(&file.path, covered.ok().map(|covered| counted(&covered.union)), lanes, shares);
        if let Err(unknown) = covered {
            Rc::make_mut(&mut item.row).note = Some(note(unknown));
        }
        item
    }

    /// The sum of some rows, as a row.
    pub(super) fn sum<'b>(&self, path: &str, items: impl Iterator<Item = &'b Item> + Clone) -> Item {
        let sum = |numbers: &dyn Fn(&Item) -> Counted| {
            let counted: Vec<(Numbers, bool)> = items.clone().filter_map(numbers).collect();
            let any = counted.iter().any(|(_, estimated)| *estimated);
            Some((counted.into_iter().map(|(numbers, _)| numbers).sum(), any))
        };
        let lanes = (0..self.coverage.lanes.len()).map(|lane| sum(&|item| *item.lanes.get(lane)?));
        let shares = shares::sum(items.clone().flat_map(|item| &item.shares));
        self.item(path, sum(&|item| item.numbers), lanes.collect(), shares)
    }

    /// The words of numbers.
    pub(super) fn totals(&self, numbers: Numbers, estimated: bool) -> Totals {
        let precision = self.threshold.precision;
        Totals {
            n_files: numbers.n_files,
            n_statements: numbers.n_statements,
            n_missing: numbers.n_missing,
            n_excluded: numbers.n_excluded,
            n_branches: numbers.n_branches,
            n_partial_branches: numbers.n_partial_branches,
            n_missing_branches: numbers.n_missing_branches,
            percent: numbers.pc_covered(),
            percent_text: numbers.pc_covered_str(precision),
            percent_exact: display_covered(numbers.pc_covered(), precision.max(2)),
            estimated,
        }
    }

    fn bar(&self, shares: &[Share]) -> Bar {
        let mut bar = Bar { only: vec![0; self.coverage.lanes.len()], ..Bar::default() };
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

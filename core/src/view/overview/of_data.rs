//! The report's screen, of data.

use std::rc::Rc;
use std::sync::Arc;

use super::filter::Filter;
use super::prepared::Prepared;
use super::rows::{Item, Rows};
use super::{Screen, gate, of_changes, regions, sets};
use crate::config::DEFAULT_EXCLUDE;
use crate::error::Problem;
use crate::link;
use crate::numbers::{self, Threshold};
use crate::report::analysis::Analysis;
use crate::report::denominator::Denominator;
use crate::report::reports::Part;
use crate::report::{self, Coverage, FileCoverage, Unknown};
use crate::source::RegionKind;
use crate::view::{
    Agreement, Changed, DefaultExclusions, Difference, Gate, Lane, Listing, Overview, Query, Row, RulesInForce, Totals,
};

/// covscope's threshold where neither the configuration nor the person sets one.
const DEFAULT_THRESHOLD: f64 = 80.0;

/// The report of `coverage` for a query. It is that of the lanes that are switched on, see [`Coverage::of_lanes`].
pub(crate) fn overview(
    coverage: &Rc<Coverage>,
    changed: Option<Changed>,
    query: &Query,
    mut problems: Vec<Problem>,
    prepared: &mut Prepared,
) -> Overview {
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity()));
    let make = &Rows::of(coverage, query);
    let names: Vec<&str> = coverage.lanes.iter().map(|(name, _)| name.as_str()).collect();
    let mut filter = Filter::new(&query.filter, &names);
    let kind = match query.rows(changed.is_some()) {
        Listing::Files | Listing::Tree => None,
        Listing::Functions => Some(RegionKind::Function),
        Listing::Classes => Some(RegionKind::Class),
    };
    let limit = changed.as_ref().filter(|_| query.changes);
    let (files, changed_files, listed) = prepared.of(coverage, make, kind, limit.map(|changed| (changed, query)));
    let table = &table(coverage);
    let of_changes = of_changes::rows(coverage);
    let make = if changed_files.is_some() { &of_changes } else { make };
    let screen = Screen { make, query, lanes: &names, table, files, changed: changed_files, listed };
    let gate = gate(threshold(coverage, query), &coverage.reasons, &files.sum);
    let mut shown = screen.show(gate, &mut |item| filter.leaves(&item.row, &item.shares));
    for share in shown.shares.iter_mut().filter(|share| share.others == 0) {
        share.filter = sets::filter(&share.lanes, &names);
    }
    let untold = kind.and_then(|kind| regions::untold(coverage, kind));
    let on = lanes_on(coverage, query);
    let lanes = shown.lanes.into_iter().zip(&coverage.lanes).enumerate();
    Overview {
        lanes: lanes
            .map(|(at, (lane, (_, files)))| Lane { files: files.clone(), on: on.contains(&at), ..lane })
            .collect(),
        filter_problems: filter.problems.into_iter().chain(untold).collect(),
        n_files: coverage.files.len(),
        changes: changed.as_ref().map(|changed| of_changes::changes(coverage, changed)),
        has_branches: coverage.has_arcs,
        basis: basis(coverage),
        rules: rules(coverage, query),
        agreements: coverage.agreements.iter().map(|agreement| self::agreement(coverage, agreement)).collect(),
        config: coverage.config.file.clone(),
        problems,
        ..shown
    }
}

/// What the configuration says about rows.
pub(crate) fn table(coverage: &Coverage) -> link::Table {
    let config = &coverage.config;
    link::Table {
        skip_covered: config.skip_covered,
        skip_empty: config.skip_empty,
        sort: config.sort.clone().unwrap_or_default(),
    }
}

/// The verdict over all files, the union of all lanes, and each lane alone.
pub(crate) fn judged(coverage: &Rc<Coverage>, query: &Query, prepared: &mut Prepared) -> (Gate, Totals, Vec<Totals>) {
    let (files, ..) = prepared.of(coverage, &Rows::of(coverage, query), None, None);
    let union = &files.sum;
    let lanes = union.row.lanes.iter().cloned().map(Option::unwrap_or_default).collect();
    let gate = gate(threshold(coverage, query), &coverage.reasons, union);
    (gate, union.row.totals.clone().unwrap_or_default(), lanes)
}

impl Rows {
    /// Those of a report, against the threshold of a query.
    pub(super) fn of(coverage: &Coverage, query: &Query) -> Rows {
        Rows { n_lanes: coverage.lanes.len(), threshold: threshold(coverage, query).0 }
    }

    /// The row of a file. What its lanes alone cover is the same as in the row `before`, whatever lanes are on.
    pub(super) fn of_file(&self, file: &FileCoverage, before: Option<(&FileCoverage, &Item)>) -> Item {
        let counted = |analysis: &Analysis| Some((analysis.numbers, analysis.is_estimated));
        match &file.result {
            Err(unknown) => self.unknown(&file.path, unknown),
            Ok(covered) => {
                let is_same = |before: &FileCoverage| {
                    before.result.as_ref().is_ok_and(|before| Arc::ptr_eq(&before.lanes, &covered.lanes))
                };
                let lanes = match before {
                    Some((file, item)) if is_same(file) => Rc::clone(&item.row.lanes),
                    _ => self.of_lanes(covered.lanes.iter().map(|lane| counted(lane))),
                };
                self.item(&file.path, counted(&covered.union), lanes, Arc::clone(&covered.shares))
            }
        }
    }
}

/// The lanes that are not switched off.
pub fn lanes_on(coverage: &Coverage, query: &Query) -> Vec<usize> {
    let is_on = |lane: &usize| coverage.lanes.get(*lane).is_some_and(|(name, _)| !query.off.contains(name));
    (0..coverage.lanes.len()).filter(is_on).collect()
}

/// The files that a query selects: the rows that are skipped are a matter of the table.
pub fn selected<'a>(coverage: &'a Coverage, query: &Query) -> Vec<&'a FileCoverage> {
    let make = Rows::of(coverage, query);
    let names: Vec<&str> = coverage.lanes.iter().map(|(name, _)| name.as_str()).collect();
    let mut filter = Filter::new(&query.filter, &names);
    coverage.files.iter().filter(|file| is_wanted(query, &mut filter, &make.of_file(file, None))).collect()
}

fn is_wanted(query: &Query, filter: &mut Filter, item: &Item) -> bool {
    (!query.below || item.row.below) && filter.leaves(&item.row, &item.shares)
}

fn rules(coverage: &Coverage, query: &Query) -> Option<RulesInForce> {
    let is_source = |file: &FileCoverage| match &file.result {
        Ok(covered) => matches!(covered.denominator, Denominator::Source(_)),
        Err(unknown) => matches!(unknown, Unknown::Syntax(_)),
    };
    coverage.files.iter().find(|file| is_source(file))?;
    let has_defaults =
        DEFAULT_EXCLUDE.iter().all(|pattern| coverage.config.exclude_list.iter().any(|own| own == pattern));
    Some(RulesInForce {
        python: coverage.python.version,
        python_from: coverage.python.reason.clone(),
        project_python: coverage.project_python.version,
        defaults: match (has_defaults, query.choices.no_default_exclusions) {
            (false, _) => DefaultExclusions::Replaced,
            (true, true) => DefaultExclusions::SwitchedOff,
            (true, false) => DefaultExclusions::InForce,
        },
        exclude: coverage.exclude.clone(),
    })
}

fn agreement(coverage: &Coverage, agreement: &report::agreement::Agreement) -> Agreement {
    let lane = match agreement.part {
        Some(Part::Lane(lane)) if coverage.lanes.len() > 1 => coverage.lanes.get(lane).map(|(name, _)| name.clone()),
        _ => None,
    };
    let first = agreement.differing.first();
    let first = first.map(|first| Difference { path: first.path.clone(), line: first.line, why: first.why.clone() });
    Agreement {
        report: agreement.report.clone(),
        is_other_run: agreement.part.is_none(),
        lane,
        n_agree: agreement.n_agree(),
        n_files: agreement.n_files,
        first,
    }
}

/// The threshold in force, and where it comes from in words.
pub(crate) fn threshold(coverage: &Coverage, query: &Query) -> (Threshold, String) {
    let precision = precision(coverage);
    let with = |fail_under| Threshold { fail_under, precision };
    match (query.threshold, coverage.config.origin("report:fail_under")) {
        (Some(typed), _) => (with(typed.clamp(0.0, 100.0)), "set on this page".to_owned()),
        (None, Some(origin)) => (with(coverage.config.fail_under), origin),
        (None, None) => (with(DEFAULT_THRESHOLD), "covscope's default: no fail_under is set".to_owned()),
    }
}

pub(in crate::view) fn precision(coverage: &Coverage) -> usize {
    usize::try_from(coverage.config.precision).unwrap_or(0).min(15)
}

/// The row of one file.
pub(in crate::view) fn row(coverage: &Coverage, file: &FileCoverage, query: &Query) -> Row {
    Rc::unwrap_or_clone(Rows::of(coverage, query).of_file(file, None).row)
}

/// Where statements and branches come from, in words.
fn basis(coverage: &Coverage) -> String {
    let mut n_sources = 0;
    let mut reports: Vec<(String, usize)> = Vec::new();
    for covered in coverage.files.iter().filter_map(|file| file.result.as_ref().ok()) {
        match &covered.denominator {
            Denominator::Source(_) => n_sources += 1,
            Denominator::Reported(reported) => match reports.iter_mut().find(|(name, _)| *name == reported.input) {
                Some((_, count)) => *count += 1,
                None => reports.push((reported.input.clone(), 1)),
            },
        }
    }
    let sources = "the sources".to_owned();
    match (n_sources, reports.as_slice()) {
        (0, []) if coverage.files.is_empty() => "Nothing was measured that include and omit select.".to_owned(),
        (0, []) => "Nothing here tells the statements: drop the sources or a coverage.json.".to_owned(),
        (_, []) => format!("Statements and branches come from {sources}."),
        (0, [(report, _)]) => format!("Statements and branches come from {report}: there are no sources here."),
        _ => {
            let reports = reports.iter().map(|(name, count)| format!("{name} ({})", files(*count)));
            let parts: Vec<_> = (n_sources > 0)
                .then(|| format!("{sources} ({})", files(n_sources)))
                .into_iter()
                .chain(reports)
                .collect();
            format!("Statements and branches come from {}.", parts.join(" and "))
        }
    }
}

fn files(count: usize) -> String {
    format!("{} {}", numbers::count(count), if count == 1 { "file" } else { "files" })
}

//! The report's screen.

mod filter;
mod order;
mod prepared;
mod regions;
mod rows;
mod sets;
mod tree;

use std::rc::Rc;

use self::filter::Filter;
pub(crate) use self::prepared::Prepared;
use self::rows::{Item, Rows};
use super::{
    Agreement, Bounds, DefaultExclusions, Difference, Gate, Lane, Listing, Overview, Query, Row, RulesInForce, Table,
    Totals,
};
use crate::config::DEFAULT_EXCLUDE;
use crate::error::Problem;
use crate::gate;
use crate::numbers::{Numbers, Threshold, display_covered};
use crate::reason::Reason;
use crate::report::denominator::Denominator;
use crate::report::reports::Part;
use crate::report::{self, Coverage, FileCoverage, Unknown};
use crate::source::RegionKind;

/// covscope's threshold where neither the configuration nor the person sets one.
const DEFAULT_THRESHOLD: f64 = 80.0;

/// The report of `coverage` for a query. It is that of the lanes that are switched on, see [`Coverage::of_lanes`].
pub(crate) fn overview(
    coverage: &Rc<Coverage>,
    query: &Query,
    mut problems: Vec<Problem>,
    prepared: &mut Prepared,
) -> Overview {
    let make = Rows::new(coverage, query);
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity()));

    let names: Vec<&str> = coverage.lanes.iter().map(|(name, _)| name.as_str()).collect();
    let mut filter = Filter::new(&query.filter, &names);
    let kind = match query.listing {
        Listing::Files | Listing::Tree => None,
        Listing::Functions => Some(RegionKind::Function),
        Listing::Classes => Some(RegionKind::Class),
    };
    let (files, listed) = prepared.of(coverage, &make, kind);
    let union = &files.sum;
    let n_below = files.items.iter().filter(|item| item.row.below).count();
    let n_skipped = files.items.iter().filter(|item| is_skipped(coverage, item)).count();
    let is_shown =
        |item: &Item, filter: &mut Filter| (query.all || !is_skipped(coverage, item)) && is_wanted(query, filter, item);
    let mut shown: Vec<(u32, &Item)> =
        (0..).zip(&listed.items).filter(|(_, item)| is_shown(item, &mut filter)).collect();
    let items: Vec<&Item> = shown.iter().map(|(_, item)| *item).collect();
    let total = match items.len() == listed.items.len() {
        true => listed.sum.clone(),
        false => make.sum("", items.iter().copied()),
    };
    let map = tree::map(&make, &items);
    let rows = match query.listing {
        Listing::Tree => Table::new(tree::rows(&make, &items, query.sort, &coverage.config)),
        _ => {
            order::sort(&mut shown, |(_, item)| &item.row, query.sort, &coverage.config);
            Table { all: Rc::clone(&listed.rows), order: shown.iter().map(|(at, _)| *at).collect() }
        }
    };
    let of_lane = |item: &Item, lane: usize| item.row.lanes.get(lane).cloned().flatten().unwrap_or_default();
    let on = lanes_on(coverage, query);
    let lanes = coverage.lanes.iter().enumerate().map(|(lane, (name, files))| Lane {
        name: name.clone(),
        files: files.clone(),
        on: on.contains(&lane),
        totals: of_lane(union, lane),
        shown: of_lane(&total, lane),
    });
    Overview {
        lanes: lanes.collect(),
        gate: gate(coverage, query, union),
        union: union.row.totals.clone().unwrap_or_default(),
        shown: total.row.totals.clone().unwrap_or_default(),
        bar: union.row.bar.clone(),
        shares: sets::told(&total.shares, &names),
        rows,
        n_shown: items.len(),
        filter_problems: filter.problems,
        map,
        n_files: coverage.files.len(),
        n_below,
        n_skipped,
        has_branches: coverage.has_arcs,
        basis: basis(coverage),
        rules: rules(coverage, query),
        agreements: coverage.agreements.iter().map(|agreement| self::agreement(coverage, agreement)).collect(),
        config: coverage.config.file.clone(),
        problems,
    }
}

/// The verdict over all files, the union of all lanes, and each lane alone.
pub(crate) fn judged(coverage: &Rc<Coverage>, query: &Query, prepared: &mut Prepared) -> (Gate, Totals, Vec<Totals>) {
    let (files, _) = prepared.of(coverage, &Rows::new(coverage, query), None);
    let union = &files.sum;
    let lanes = union.row.lanes.iter().cloned().map(Option::unwrap_or_default).collect();
    (gate(coverage, query, union), union.row.totals.clone().unwrap_or_default(), lanes)
}

/// The verdict over all files, of which `union` is the sum.
fn gate(coverage: &Coverage, query: &Query, union: &Item) -> Gate {
    let (threshold, threshold_from) = threshold(coverage, query);
    let union = union.numbers.map(|(numbers, _)| numbers).unwrap_or_default();
    Gate {
        verdict: gate::verdict(&union, threshold, &coverage.reasons),
        threshold: threshold.fail_under,
        threshold_from,
        reasons: coverage.reasons.iter().map(Reason::to_string).collect(),
        distance: gate::distance(&union, threshold),
        bounds: Reason::are_absences(&coverage.reasons).then(|| bounds(&union, threshold)),
    }
}

fn bounds(union: &Numbers, threshold: Threshold) -> Bounds {
    let (covered, all) = union.ratio_covered();
    let exact = |numbers: &Numbers| display_covered(numbers.pc_covered(), threshold.precision.max(2));
    Bounds {
        low_passes: !threshold.fails(union.pc_covered()),
        low: exact(union),
        high: exact(&gate::with_nothing_missing(union)),
        n_missing: all - covered,
    }
}

/// The lanes that are not switched off.
pub fn lanes_on(coverage: &Coverage, query: &Query) -> Vec<usize> {
    let is_on = |lane: &usize| coverage.lanes.get(*lane).is_some_and(|(name, _)| !query.off.contains(name));
    (0..coverage.lanes.len()).filter(is_on).collect()
}

/// The files that a query selects: the rows that are skipped are a matter of the table.
pub fn selected<'a>(coverage: &'a Coverage, query: &Query) -> Vec<&'a FileCoverage> {
    let make = Rows::new(coverage, query);
    let names: Vec<&str> = coverage.lanes.iter().map(|(name, _)| name.as_str()).collect();
    let mut filter = Filter::new(&query.filter, &names);
    coverage.files.iter().filter(|file| is_wanted(query, &mut filter, &make.of_file(file))).collect()
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

pub(super) fn precision(coverage: &Coverage) -> usize {
    usize::try_from(coverage.config.precision).unwrap_or(0).min(15)
}

/// The row of one file.
pub(super) fn row(coverage: &Coverage, file: &FileCoverage, query: &Query) -> Row {
    Rc::unwrap_or_clone(Rows::new(coverage, query).of_file(file).row)
}

fn is_skipped(coverage: &Coverage, item: &Item) -> bool {
    let config = &coverage.config;
    item.row.totals.as_ref().is_some_and(|totals| {
        let is_covered = totals.n_missing == 0 && totals.n_partial_branches == 0;
        (config.skip_covered && is_covered) || (config.skip_empty && totals.n_statements == 0)
    })
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
    format!("{count} {}", if count == 1 { "file" } else { "files" })
}

//! The report's screen.

use std::cmp::Ordering;

use super::{
    Agreement, Bar, Column, DefaultExclusions, Difference, Gate, Lane, Overview, Query, Row, RulesInForce, Sort, Totals,
};
use crate::config::DEFAULT_EXCLUDE;
use crate::error::Problem;
use crate::numbers::{Numbers, Threshold, display_covered};
use crate::report::denominator::Denominator;
use crate::report::reports::Part;
use crate::report::{self, Coverage, FileCoverage, Unknown, gate, total};

/// covscope's threshold where neither the configuration nor the person sets one.
const DEFAULT_THRESHOLD: f64 = 80.0;

/// The report of `coverage` for a query.
pub fn overview(coverage: &Coverage, query: &Query, mut problems: Vec<Problem>) -> Overview {
    let (threshold, threshold_from) = threshold(coverage, query);
    let all: Vec<Row> = coverage.files.iter().map(|file| row(coverage, file, threshold)).collect();
    let n_files = all.len();
    let n_below = all.iter().filter(|row| row.below).count();
    let n_skipped = all.iter().filter(|row| is_skipped(coverage, row)).count();
    let bar = all.iter().fold(Bar::default(), |sum, row| joined(sum, &row.bar));
    let filter = query.filter.to_lowercase();
    let is_shown =
        |row: &Row| (query.all || !is_skipped(coverage, row)) && is_wanted(query, &filter, &row.path, row.below);
    let shown = coverage.files.iter().zip(&all).filter(|(_, row)| is_shown(row)).map(|(file, _)| file);
    let estimated = shown.clone().filter_map(|file| file.analysis(Part::Union)).any(|union| union.is_estimated);
    let shown = totals(coverage, total(shown, Part::Union), estimated);
    let mut rows: Vec<Row> = all.into_iter().filter(is_shown).collect();
    if let Some(sort) = query.sort.or_else(|| configured_sort(coverage)) {
        // coverage.py turns the whole list round, rows that are alike too; whoever sorts a table expects those in order.
        let turned = query.sort.is_none() && sort.descending;
        let alike = |a: &Row, b: &Row| if turned { b.path.cmp(&a.path) } else { Ordering::Equal };
        rows.sort_by(|a, b| compare(a, b, sort).then_with(|| alike(a, b)));
    }
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity()));

    let union = total(&coverage.files, Part::Union);
    let part = |part| totals(coverage, total(&coverage.files, part), is_estimated(coverage, part));
    let lanes = (0..).zip(&coverage.lanes).map(|(index, (name, files))| Lane {
        name: name.clone(),
        files: files.clone(),
        totals: part(Part::Lane(index)),
    });
    Overview {
        lanes: lanes.collect(),
        gate: Gate {
            verdict: gate::verdict(&union, threshold, &coverage.reasons),
            threshold: threshold.fail_under,
            threshold_from,
            reasons: coverage.reasons.clone(),
            distance: gate::distance(&union, threshold),
        },
        union: part(Part::Union),
        shown,
        bar,
        rows,
        n_files,
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

/// Whether a query selects a file, as far as its path and the gate go: the rows that are skipped are a matter of the table.
pub fn selects(coverage: &Coverage, query: &Query) -> impl Fn(&FileCoverage) -> bool {
    let (threshold, _) = threshold(coverage, query);
    let (query, filter) = (query.clone(), query.filter.to_lowercase());
    move |file| {
        let below = file.analysis(Part::Union).is_some_and(|union| threshold.fails(union.numbers.pc_covered()));
        is_wanted(&query, &filter, &file.path, below)
    }
}

fn is_wanted(query: &Query, filter: &str, path: &str, below: bool) -> bool {
    (!query.below || below) && path.to_lowercase().contains(filter)
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
pub(super) fn threshold(coverage: &Coverage, query: &Query) -> (Threshold, String) {
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

pub(super) fn row(coverage: &Coverage, file: &FileCoverage, threshold: Threshold) -> Row {
    let part = |part| file.analysis(part).map(|analysis| totals(coverage, analysis.numbers, analysis.is_estimated));
    let union = part(Part::Union);
    let shares = file.result.as_ref().map(crate::report::Covered::shares).unwrap_or_default();
    Row {
        path: file.path.clone(),
        below: union.as_ref().is_some_and(|union| threshold.fails(union.percent)),
        totals: union,
        lanes: (0..coverage.lanes.len()).map(|lane| part(Part::Lane(lane))).collect(),
        bar: Bar { shared: shares.shared, only: shares.only, missing: shares.missing },
        note: file.result.as_ref().err().map(note),
    }
}

/// Both bars' points in one.
fn joined(mut sum: Bar, bar: &Bar) -> Bar {
    sum.only.resize(sum.only.len().max(bar.only.len()), 0);
    for (lane, points) in bar.only.iter().enumerate() {
        sum.only[lane] += points;
    }
    Bar { shared: sum.shared + bar.shared, only: sum.only, missing: sum.missing + bar.missing }
}

fn note(unknown: &Unknown) -> String {
    match unknown {
        Unknown::NoSource => "No source and no report of this file is here.".to_owned(),
        Unknown::Syntax(error) => format!("Not Python of this version: {error}"),
        Unknown::Plugin(plugin) => format!("Measured by the plugin {plugin}; its sources can't be analysed here."),
    }
}

fn totals(coverage: &Coverage, numbers: Numbers, estimated: bool) -> Totals {
    let precision = precision(coverage);
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

fn is_estimated(coverage: &Coverage, part: Part) -> bool {
    coverage.files.iter().filter_map(|file| file.analysis(part)).any(|analysis| analysis.is_estimated)
}

fn is_skipped(coverage: &Coverage, row: &Row) -> bool {
    let config = &coverage.config;
    row.totals.as_ref().is_some_and(|totals| {
        let is_covered = totals.n_missing == 0 && totals.n_partial_branches == 0;
        (config.skip_covered && is_covered) || (config.skip_empty && totals.n_statements == 0)
    })
}

/// `[report] sort`: a column's name in coverage.py, with `-` in front for descending.
fn configured_sort(coverage: &Coverage) -> Option<Sort> {
    let sort = coverage.config.sort.as_deref()?.trim().to_lowercase();
    let (name, descending) = sort.strip_prefix('-').map_or((sort.trim_start_matches('+'), false), |name| (name, true));
    let column = match name {
        "name" => Column::File,
        "stmts" => Column::Statements,
        "miss" => Column::Missing,
        "branch" => Column::Branches,
        "brpart" => Column::Partial,
        "cover" => Column::Coverage,
        _ => return None,
    };
    Some(Sort { column, descending })
}

/// Rows without numbers come last in either direction; equal ones stay in the order of their paths.
fn compare(a: &Row, b: &Row, sort: Sort) -> Ordering {
    let direct = |order: Ordering| if sort.descending { order.reverse() } else { order };
    if sort.column == Column::File {
        return direct(a.path.cmp(&b.path));
    }
    let totals = |row: &Row| match sort.column {
        Column::Lane(lane) => row.lanes.get(lane).cloned().flatten(),
        _ => row.totals.clone(),
    };
    let (Some(left), Some(right)) = (totals(a), totals(b)) else {
        return totals(a).is_none().cmp(&totals(b).is_none());
    };
    direct(match sort.column {
        Column::File => Ordering::Equal,
        Column::Statements => left.n_statements.cmp(&right.n_statements),
        Column::Missing => left.n_missing.cmp(&right.n_missing),
        Column::Branches => left.n_branches.cmp(&right.n_branches),
        Column::Partial => left.n_partial_branches.cmp(&right.n_partial_branches),
        Column::Coverage | Column::Lane(_) => left.percent.total_cmp(&right.percent),
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

//! The verdict as JSON, format 1. Keys are only ever added to a format.

use covscope_core::view::{Distance, Totals};
use serde_json::{Map, Value, json};

use super::{Least, Report};
use crate::word;

/// The number of the format.
const FORMAT: u32 = 1;

/// The whole text.
pub(super) fn write(report: &Report) -> String {
    let overview = &report.overview;
    let gate = &overview.gate;
    let lanes: Map<String, Value> =
        overview.lanes.iter().map(|lane| (lane.name.clone(), summary(&lane.totals))).collect();
    let files = report.files.as_ref().map(|files| {
        let below = files.below.iter().map(|(path, totals)| (path.clone(), summary(totals)));
        json!({
            "verdict": word(files.verdict()),
            "fail_under": files.least.threshold.fail_under,
            "below": below.collect::<Map<_, _>>(),
        })
    });
    let patch = report.patch.as_ref().map(|changes| {
        let total = changes.patch.total;
        let fail_under = changes.least.as_ref().map(|least: &Least| least.threshold.fail_under);
        json!({
            "verdict": word(changes.verdict),
            "fail_under": fail_under,
            "reasons": changes.patch.reasons,
            "percent_covered": total.pc_covered(),
            "num_statements": total.n_statements,
            "missing_lines": total.n_missing,
            "num_branches": total.n_branches,
            "missing_branches": total.n_missing_branches,
        })
    });
    let distance = gate.distance.map(|distance| match distance {
        Distance::Short(short) => -(short as i64),
        Distance::Spare(spare) => spare as i64,
    });
    let whole = json!({
        "format": FORMAT,
        "verdict": word(report.verdict()),
        "total": {
            "verdict": word(gate.verdict),
            "fail_under": gate.threshold,
            "totals": summary(&overview.union),
            "to_spare": distance,
            "reasons": gate.reasons,
            "bounds": gate.bounds.as_ref().map(|bounds| [&bounds.low, &bounds.high]),
        },
        "lanes": lanes,
        "files": files,
        "patch": patch,
    });
    format!("{whole}\n")
}

/// Counts under coverage.py's names.
fn summary(totals: &Totals) -> Value {
    json!({
        "num_statements": totals.n_statements,
        "missing_lines": totals.n_missing,
        "excluded_lines": totals.n_excluded,
        "num_branches": totals.n_branches,
        "missing_branches": totals.n_missing_branches,
        "num_partial_branches": totals.n_partial_branches,
        "percent_covered": totals.percent,
        "percent_covered_display": totals.percent_text,
    })
}

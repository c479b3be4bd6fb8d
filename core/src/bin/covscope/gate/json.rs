//! The verdict as JSON, format 1. Keys are only ever added to a format.

use covscope_core::numbers::Numbers;
use covscope_core::view::{Distance, Totals};
use serde_json::{Map, Value, json};

use super::Report;
use crate::patch::summary;
use crate::word;

/// The number of the format.
const FORMAT: u32 = 1;

/// The whole text.
pub(super) fn write(report: &Report) -> String {
    let overview = &report.overview;
    let gate = &overview.gate;
    let summary = |numbers: &Numbers| summary(numbers, report.precision);
    let of = |totals: &Totals| summary(&totals.numbers());
    let lanes: Map<String, Value> = overview.lanes.iter().map(|lane| (lane.name.clone(), of(&lane.totals))).collect();
    let files = report.files.as_ref().map(|files| {
        let below: Map<String, Value> = files.below.iter().map(|(path, totals)| (path.clone(), of(totals))).collect();
        json!({
            "verdict": word(files.verdict()),
            "fail_under": files.least.threshold.fail_under,
            "below": below,
        })
    });
    let patch = report.patch.as_ref().map(|changes| {
        json!({
            "verdict": word(changes.verdict),
            "fail_under": changes.least.as_ref().map(|least| least.threshold.fail_under),
            "reasons": changes.patch.reasons,
            "totals": summary(&changes.patch.total),
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
            "totals": of(&overview.union),
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

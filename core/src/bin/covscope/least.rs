//! The thresholds of the commands that are covscope's own.

use covscope_core::numbers::{Threshold, display_covered};
use covscope_core::repr;

use super::console::Stop;
use super::options::{Options, float};

/// A threshold, and where it comes from.
pub(crate) struct Least {
    pub(crate) threshold: Threshold,
    /// The option or the setting.
    pub(crate) from: String,
}

/// More decimals of a threshold are told as Python tells such a number: `1e-320`.
const MOST_DECIMALS: usize = 15;

/// A threshold in words, with the decimals that it is compared with, and a percentage beside it.
pub(crate) fn shown(threshold: Threshold, percent: f64) -> (String, String) {
    let decimals = threshold.decimals();
    let least = match decimals {
        ..=MOST_DECIMALS => format!("{:.decimals$}", threshold.fail_under),
        _ => repr::float(threshold.fail_under),
    };
    (least, display_covered(percent, decimals.min(MOST_DECIMALS)))
}

/// A threshold as it was set: `80`, `79.5`.
pub(crate) fn as_set(fail_under: f64) -> String {
    let text = repr::float(fail_under);
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

impl Least {
    /// What the option says, else the setting of the manifest; `None` where neither is there. It is compared with so many digits.
    pub(crate) fn of(
        options: &Options,
        option: &str,
        (setting, set): (&str, Option<f64>),
        precision: usize,
    ) -> Result<Option<Least>, Stop> {
        let asked = options.value(option).and_then(float).map(|asked| (asked, format!("--{option}")));
        let Some((fail_under, from)) = asked.or_else(|| Some((set?, setting.to_owned()))) else { return Ok(None) };
        if !(0.0..=100.0).contains(&fail_under) {
            return Err(Stop(format!("{from}={fail_under} is invalid. Must be between 0 and 100.")));
        }
        Ok(Some(Least { threshold: Threshold { fail_under, precision }, from }))
    }
}

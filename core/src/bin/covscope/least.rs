//! The thresholds of the commands that are covscope's own.

use covscope_core::numbers::Threshold;

use super::console::Stop;
use super::options::{Options, float};

/// A threshold, and where it comes from.
pub(crate) struct Least {
    pub(crate) threshold: Threshold,
    /// The option or the setting.
    pub(crate) from: String,
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

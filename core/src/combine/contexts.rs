//! The contexts that a report is about: coverage.py's `[report] contexts`.

use std::collections::BTreeSet;

use crate::data::CoverageData;
use crate::error::{Code, Error, Result};
use crate::regex::Regex;
use crate::repr::repr;

/// Which of these contexts' names the patterns find, by their places.
///
/// # Errors
/// A pattern is none of Python's, or takes too long.
pub fn chosen(names: &[String], patterns: &[String]) -> Result<BTreeSet<usize>> {
    let mut chosen = BTreeSet::new();
    for pattern in patterns {
        // Not as sources are searched: `^` and `$` are the ends of the name.
        let regex = Regex::new(pattern, false).map_err(|why| {
            let cause = format!("The pattern {pattern:?} of [report] contexts can't be used: {why}.");
            Error::new(Code::ConfigRegex, cause)
                .with_message(|| format!("Invalid context regex {}: {why}", repr(pattern)))
        })?;
        for (at, name) in names.iter().enumerate() {
            let is_match = regex.is_match(name).map_err(|error| {
                let cause = format!("The context regex {} takes too long on {}: {error}.", repr(pattern), repr(name));
                Error::new(Code::ConfigRegex, cause)
            })?;
            if is_match {
                chosen.insert(at);
            }
        }
    }
    Ok(chosen)
}

/// The data of the contexts that the patterns find. All files stay measured, as in coverage.py.
///
/// # Errors
/// As [`chosen`].
pub fn narrowed(data: &CoverageData, patterns: &[String]) -> Result<CoverageData> {
    let chosen = chosen(&data.contexts, patterns)?;
    let mut data = data.clone();
    for measured in data.files.values_mut() {
        measured.lines.retain(|context| chosen.contains(&context));
        measured.arcs.retain(|context| chosen.contains(&context));
    }
    Ok(data)
}

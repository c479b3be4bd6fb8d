//! A data file as the rows of its tables, as `tests/parity/rows.py` records them, and the recorded cases of combining such files.

use std::collections::BTreeMap;

use covscope_core::data::{CoverageData, MeasuredFile, numbits_to_nums, nums_to_numbits};
use covscope_core::line::LineArc;
use serde::{Deserialize, Serialize};

/// The tables of a data file; files and contexts by their places.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) schema: Vec<(i64,)>,
    pub(crate) meta: Vec<(String, String)>,
    pub(crate) files: Vec<String>,
    pub(crate) contexts: Vec<String>,
    pub(crate) lines: Vec<(usize, usize, String)>,
    pub(crate) arcs: Vec<(usize, usize, i64, i64)>,
    pub(crate) tracers: Vec<(usize, String)>,
}

/// A case of `tests/parity/combine/cases.json`: what is combined, and what `coverage combine` made of it.
#[derive(Deserialize)]
#[allow(dead_code, reason = "the library's test asks for less than the command's")]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) exists: Vec<String>,
    pub(crate) relative_files: bool,
    pub(crate) paths: Vec<Vec<String>>,
    pub(crate) keep: bool,
    pub(crate) append: Option<Rows>,
    pub(crate) inputs: BTreeMap<String, Input>,
    pub(crate) merged: Option<Rows>,
    pub(crate) error: Option<String>,
    pub(crate) messages: Vec<String>,
    pub(crate) left: Vec<String>,
}

/// One of the files that are combined.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Input {
    Rows(Rows),
    /// The name of the data file it is a copy of, or other text.
    Text(String),
}

impl Case {
    /// All that were recorded.
    pub(crate) fn all() -> Vec<Case> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/parity/combine/cases.json");
        let cases: Vec<Case> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert!(cases.len() > 150);
        cases
    }
}

impl Rows {
    pub(crate) fn to_data(&self) -> CoverageData {
        let mut meta: BTreeMap<_, _> = self.meta.iter().cloned().collect();
        let has_arcs = meta.remove("has_arcs").map(|value| value == "1");
        let mut data = CoverageData { has_arcs, meta, ..Default::default() };
        data.contexts.clone_from(&self.contexts);
        data.files = self.files.iter().map(|path| (path.clone(), MeasuredFile::default())).collect();
        for (file, context, hex) in &self.lines {
            let bytes: Vec<u8> =
                (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
            data.files[*file].lines.change(*context, |lines| lines.extend(numbits_to_nums(&bytes)));
        }
        for (file, context, from, to) in &self.arcs {
            data.files[*file].arcs.change(*context, |arcs| {
                *arcs = arcs.iter().chain(LineArc::from_signed(*from, *to)).collect();
            });
        }
        for (file, tracer) in &self.tracers {
            data.files[*file].tracer = Some(tracer.clone());
        }
        data
    }

    pub(crate) fn of(data: &CoverageData) -> Rows {
        let has_arcs = data.has_arcs.map(|value| ("has_arcs".to_owned(), u8::from(value).to_string()));
        let mut rows = Rows {
            schema: vec![(7,)],
            meta: has_arcs.into_iter().chain(data.meta.clone()).collect(),
            files: data.files.keys().cloned().collect(),
            contexts: data.contexts.clone(),
            lines: Vec::new(),
            arcs: Vec::new(),
            tracers: Vec::new(),
        };
        for (at, file) in data.files.values().enumerate() {
            for (context, lines) in file.lines.iter() {
                let hex = nums_to_numbits(lines).iter().map(|byte| format!("{byte:02x}")).collect();
                rows.lines.push((at, context, hex));
            }
            for (context, arcs) in file.arcs.iter() {
                rows.arcs.extend(arcs.iter().map(|arc| (at, context, arc.signed().0, arc.signed().1)));
            }
            rows.tracers.extend(file.tracer.clone().map(|tracer| (at, tracer)));
        }
        rows.arcs.sort_unstable();
        rows
    }
}

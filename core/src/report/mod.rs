//! From combined rows and denominators to the numbers of every file, for the union and each lane.

pub mod agreement;
pub mod analysis;
pub mod denominator;
pub mod narrow;
pub mod regions;
pub mod reports;
pub mod shares;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use self::agreement::Agreement;
use self::analysis::Analysis;
use self::denominator::{Denominator, Executed};
use self::reports::{CiReport, Part, PartRows};
use self::shares::Share;
use crate::combine::{Combined, CombinedFile, Rows};
use crate::config::Config;
use crate::reason::Reason;
pub use crate::reason::Unknown;
use crate::source::{PythonChoice, SourceFile};

/// The coverage of all files, and what is needed to judge it.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The lanes: name and data files.
    pub lanes: Vec<(String, Vec<String>)>,
    /// Whether branches were measured.
    pub has_arcs: bool,
    /// The files that the configuration selects, by path.
    pub files: Vec<FileCoverage>,
    /// The settings in force.
    pub config: Config,
    /// Why no verdict can be given.
    pub reasons: Vec<Reason>,
    /// The Python version whose rules the sources are read by, and why that one.
    pub python: PythonChoice,
    /// What the project's files say about the Python version, whatever the person chose.
    pub project_python: PythonChoice,
    /// The exclusion patterns in force, as the configuration has them.
    pub exclude: Vec<String>,
    /// How CI's own reports agree with the numbers here.
    pub agreements: Vec<Agreement>,
    /// The threshold for changed lines, in percent, as the manifest says it.
    pub fail_under_patch: Option<f64>,
    /// Where the sources are kept, as the manifest says it: `owner/name`, or an address.
    pub repository: Option<String>,
    /// The project's folder there, with a slash at its end; empty: the whole of it, or not known.
    pub folder: String,
    /// The commit that the sources are of, if that is known.
    pub commit: Option<Arc<str>>,
}

/// The coverage of one measured file.
#[derive(Clone, Debug)]
pub struct FileCoverage {
    /// Which file it is, by its paths.
    pub file: Arc<FilePaths>,
    /// Its numbers, or why there are none.
    pub result: Result<Covered, Unknown>,
}

/// The paths of a measured file: the same whatever lanes count.
#[derive(Clone, Debug)]
pub struct FilePaths {
    /// The path in the combined data.
    pub measured: String,
    /// The path to show: the project's, if just one measured file is it; else the one in the data.
    pub path: String,
    /// The lanes and the paths they recorded.
    pub measured_as: BTreeSet<(usize, String)>,
}

impl Deref for FileCoverage {
    type Target = FilePaths;

    fn deref(&self) -> &FilePaths {
        &self.file
    }
}

/// A file whose statements are known.
#[derive(Clone, Debug)]
pub struct Covered {
    /// What tells the union's statements.
    pub denominator: Denominator,
    /// All lanes together.
    pub union: Arc<Analysis>,
    /// Each lane alone.
    pub lanes: Arc<[Arc<Analysis>]>,
    /// The lanes that count: those that are not switched off.
    pub on: Arc<[usize]>,
    /// Who covers its points, of the lanes that count.
    pub shares: Arc<[Share]>,
}

/// What the analysis of one file needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The analysed source, if it is here.
    pub source: Option<&'a Arc<SourceFile>>,
    /// The reports of CI's, in the order they are preferred.
    pub reports: &'a [CiReport],
    /// Whether no other measured file is the same file of the project: then a report about it is about this one.
    pub is_alone: bool,
}

impl Basis<'_> {
    /// Analyses one file of the combined data.
    ///
    /// # Errors
    /// Nothing tells its statements.
    pub fn analyse(self, combined: &Combined, path: &str, file: &CombinedFile) -> Result<Covered, Unknown> {
        let has_arcs = combined.has_arcs;
        // What a plugin measured is not analysed as Python.
        if let Some(source) = self.source.filter(|_| file.tracer.is_none()) {
            if let Some(error) = &source.syntax_error {
                let place = error.line.map(|line| format!("Line {line}: ")).unwrap_or_default();
                return Err(Unknown::Syntax(format!("{place}{}.", error.message.trim_end_matches('.'))));
            }
            let denominator = Denominator::Source(Arc::clone(source));
            let analyse = |rows: &Rows| Analysis::new(denominator.translate(rows, has_arcs), &denominator, has_arcs);
            let union = analyse(&file.union());
            let lanes = file.lanes.iter().map(analyse).collect();
            return Ok(Covered::new(denominator, union, lanes));
        }
        let rows = PartRows::new(file);
        let mut known = Vec::new();
        let mut parts = rows.parts().filter_map(|part| self.by_report(path, &rows, part, has_arcs, &mut known));
        let unknown = || file.tracer.clone().map_or(Unknown::NoSource, Unknown::Plugin);
        let (denominator, union) = parts.next().ok_or_else(unknown)?;
        let lanes = parts.map(|(_, analysis)| analysis).collect();
        Ok(Covered::new(denominator, union, lanes))
    }

    /// Numbers by a report: its own where it is about this part and the data agrees line by line, else estimated. `known`
    /// keeps the denominators of reports that are about a part: they serve all parts they bind alike.
    fn by_report(
        self,
        path: &str,
        rows: &PartRows<'_>,
        part: Part,
        has_arcs: bool,
        known: &mut Vec<(*const CiReport, bool, Denominator)>,
    ) -> Option<(Denominator, Analysis)> {
        let rank = |report: &CiReport| match report.about {
            Some(about) if about == part => 0,
            Some(Part::Union) => 1,
            Some(Part::Lane(_)) => 2,
            None => 3,
        };
        let with_file = self.reports.iter().filter_map(|report| Some((report, report.files.locate(path)?.value)));
        let (report, reported) = with_file.min_by_key(|(report, _)| rank(report))?;
        let key = (std::ptr::from_ref(report), report.binds(part));
        let same = known.iter().find(|known| report.about.is_some() && (known.0, known.1) == key);
        let denominator = same.map(|known| known.2.clone()).unwrap_or_else(|| report.denominator(reported, rows, part));
        if same.is_none() {
            known.push((key.0, key.1, denominator.clone()));
        }
        let executed = denominator.translate(rows.of(part), has_arcs);
        let mut analysis = Analysis::new(executed, &denominator, has_arcs);
        let is_about = report.about.is_some_and(|about| rows.are_same(about, part));
        if self.is_alone && is_about && analysis.executed.lines == reported.executed {
            analysis.take_over(reported, has_arcs);
        } else {
            analysis.is_estimated = true;
        }
        Some((denominator, analysis))
    }
}

impl Coverage {
    /// The same coverage if only the lanes `on` were here. Nothing of it is a verdict.
    #[must_use]
    pub fn of_lanes(&self, on: &[usize]) -> Coverage {
        let on: &Arc<[usize]> = &on.into();
        // What no lane changes is shared: of ten thousand files copies take longer than all else.
        let narrowed = |file: &FileCoverage| FileCoverage {
            file: Arc::clone(&file.file),
            result: file.result.as_ref().map(|covered| covered.of_lanes(on, self.has_arcs)).map_err(Clone::clone),
        };
        Coverage {
            files: self.files.iter().map(narrowed).collect(),
            lanes: self.lanes.clone(),
            has_arcs: self.has_arcs,
            config: self.config.clone(),
            reasons: self.reasons.clone(),
            python: self.python.clone(),
            project_python: self.project_python.clone(),
            exclude: self.exclude.clone(),
            agreements: self.agreements.clone(),
            fail_under_patch: self.fail_under_patch,
            repository: self.repository.clone(),
            folder: self.folder.clone(),
            commit: self.commit.clone(),
        }
    }
}

impl FileCoverage {
    /// The analysis of one part, if the file's statements are known.
    pub fn analysis(&self, part: Part) -> Option<&Analysis> {
        let covered = self.result.as_ref().ok()?;
        match part {
            Part::Union => Some(&covered.union),
            Part::Lane(lane) => covered.lanes.get(lane).map(|lane| &**lane),
        }
    }
}

impl Covered {
    /// The numbers of a file, of which all lanes count.
    pub fn new(denominator: Denominator, union: Analysis, lanes: Vec<Analysis>) -> Covered {
        let on: Arc<[usize]> = (0..lanes.len()).collect();
        let lanes: Arc<[Arc<Analysis>]> = lanes.into_iter().map(Arc::new).collect();
        let shares = shares::of_file(&denominator, &union, &lanes, &on);
        Covered { denominator, union: Arc::new(union), lanes, on, shares }
    }

    /// Each lane that counts, with its index.
    pub fn lanes_on(&self) -> impl Iterator<Item = (usize, &Analysis)> {
        self.on.iter().filter_map(|&lane| Some((lane, &**self.lanes.get(lane)?)))
    }

    /// The numbers of a file of which only the lanes `on` count: they are the union.
    fn of_lanes(&self, on: &Arc<[usize]>, has_arcs: bool) -> Covered {
        let lanes = || on.iter().filter_map(|&lane| self.lanes.get(lane));
        let union = match **on {
            [only] if let Some(lane) = self.lanes.get(only) => Arc::clone(lane),
            _ => {
                let executed = lanes().fold(Executed::default(), |union, lane| union.union(&lane.executed));
                let mut union = Analysis::new(executed, &self.denominator, has_arcs);
                union.is_estimated = matches!(self.denominator, Denominator::Reported(_));
                Arc::new(union)
            }
        };
        let shares = shares::of_file(&self.denominator, &union, &self.lanes, on);
        let (denominator, lanes) = (self.denominator.clone(), Arc::clone(&self.lanes));
        Covered { denominator, union, lanes, on: Arc::clone(on), shares }
    }
}

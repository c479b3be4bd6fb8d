//! The report in Cobertura's xml (`xmlreport.py`), laid out as Python's minidom does.

mod python;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::names::{human, printable};
use super::{Format, Output, ReportError, ReportFile, Settings, VERSION};
use crate::line::{LineArc, LineNo};
use crate::numbers::percent;

/// What the report says about folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The entries of `[run] source` that are there: absolute paths, or with `relative_files` as they are written, without
    /// slashes at their ends.
    pub sources: Vec<String>,
    /// The current directory.
    pub directory: String,
}

/// Cobertura's format.
#[derive(Clone, Copy, Debug)]
pub struct Xml<'a> {
    /// The time in milliseconds since 1970.
    pub timestamp: &'a str,
    /// Where the files are.
    pub place: &'a Place,
}

/// What is written of one file.
#[derive(Clone, Debug)]
pub struct Class {
    name: String,
    path: String,
    counts: Counts,
    lines: String,
}

impl Format for Xml<'_> {
    type Part = Class;

    fn part(&self, file: &ReportFile, settings: Settings<'_>) -> Class {
        let lines = file.source.statements.iter().map(|&number| line(file, number, settings.has_arcs)).collect();
        Class { name: file.name.clone(), path: file.path.clone(), counts: Counts::of(file), lines }
    }

    fn whole(&self, classes: Vec<Class>, settings: Settings<'_>) -> Result<Output, ReportError> {
        let sources = self.place.sources.clone();
        let mut document = Document { place: self.place, sources, packages: IndexMap::new() };
        for class in &classes {
            if !settings.config.skip_empty || class.counts.lines > 0 {
                document.add(class, settings);
            }
        }
        let total = document.packages.values().fold(Counts::default(), |total, package| total.plus(package.counts));
        let points = (total.hits + total.branch_hits, total.lines + total.branches);
        Ok(Output {
            text: document.text(total, settings.has_arcs, self.timestamp),
            pc_covered: if points.1 == 0 { 0.0 } else { percent(points.0, points.1) },
        })
    }
}

/// A folder with its files, by the names shown.
#[derive(Default)]
struct Package {
    classes: BTreeMap<String, String>,
    counts: Counts,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    lines: usize,
    hits: usize,
    branches: usize,
    branch_hits: usize,
}

impl Counts {
    fn of(file: &ReportFile) -> Counts {
        let numbers = &file.analysis.numbers;
        Counts {
            lines: numbers.n_statements,
            hits: numbers.n_executed(),
            branches: numbers.n_branches,
            branch_hits: numbers.n_executed_branches(),
        }
    }

    fn plus(self, other: Counts) -> Counts {
        Counts {
            lines: self.lines + other.lines,
            hits: self.hits + other.hits,
            branches: self.branches + other.branches,
            branch_hits: self.branch_hits + other.branch_hits,
        }
    }

    fn line_rate(self) -> String {
        rate(self.hits, self.lines)
    }

    fn branch_rate(self, has_arcs: bool) -> String {
        if has_arcs { rate(self.branch_hits, self.branches) } else { "0".to_owned() }
    }
}

struct Document<'a> {
    place: &'a Place,
    sources: Vec<String>,
    packages: IndexMap<String, Package>,
}

impl Document<'_> {
    fn add(&mut self, class: &Class, Settings { has_arcs, config }: Settings<'_>) {
        let shown = self.name(class, config.relative_files);
        let shown = printable(&shown).into_owned();
        let folder = Some(python::dirname(&shown)).filter(|folder| !folder.is_empty()).unwrap_or(".");
        let parts: Vec<&str> = folder.split('/').collect();
        let folder = python::first(&parts, config.xml_package_depth).join("/");
        let package = self.packages.entry(folder.replace('/', ".")).or_default();
        let name = python::relpath(&shown, &folder, &self.place.directory);
        package.classes.insert(shown.clone(), class.text(&name, &shown, has_arcs));
        package.counts = package.counts.plus(class.counts);
    }

    /// The name below the source directory that the file is in; if it is in none, what is before the shown name becomes
    /// one.
    fn name(&mut self, class: &Class, relative_files: bool) -> String {
        let path = class.path.replace('\\', "/");
        for source in &self.sources {
            // An empty one stands for the current directory, or with `relative_files` for the root.
            let here = source.is_empty() && !relative_files;
            let source = if here { &self.place.directory } else { source };
            let below = path.strip_prefix(&source.replace('\\', "/")).and_then(|rest| rest.strip_prefix('/'));
            if let Some(below) = below {
                return below.to_owned();
            }
        }
        let name = class.name.replace('\\', "/");
        let kept = path.chars().count().saturating_sub(name.chars().count());
        let source: String = class.path.chars().take(kept).collect();
        let source = source.trim_end_matches(['\\', '/']).to_owned();
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        name
    }

    fn text(mut self, total: Counts, has_arcs: bool, timestamp: &str) -> String {
        let (line_rate, branch_rate) = (total.line_rate(), total.branch_rate(has_arcs));
        let Counts { lines, hits, branches, branch_hits } = total;
        // The order of these two depends on whether there are branches.
        let branches = if has_arcs {
            format!("branches-valid=\"{branches}\" branches-covered=\"{branch_hits}\"")
        } else {
            "branches-covered=\"0\" branches-valid=\"0\"".to_owned()
        };
        self.sources.sort_by(|a, b| human(a, b));
        let sources =
            self.sources.iter().map(|source| format!("\t\t<source>{}</source>\n", python::text(&printable(source))));
        let mut packages: Vec<(String, Package)> = self.packages.into_iter().collect();
        packages.sort_by(|(a, _), (b, _)| human(a, b));
        let packages = packages.into_iter().map(|(name, package)| package.text(&name, has_arcs));
        format!(
            "<?xml version=\"1.0\" ?>\n\
             <coverage version=\"{VERSION}\" timestamp=\"{timestamp}\" lines-valid=\"{lines}\" lines-covered=\"{hits}\" \
             line-rate=\"{line_rate}\" {branches} branch-rate=\"{branch_rate}\" complexity=\"0\">\n\
             \t<!-- Generated by coverage.py: https://coverage.readthedocs.io/en/{VERSION} -->\n\
             \t<!-- Based on https://raw.githubusercontent.com/cobertura/web/master/htdocs/xml/coverage-04.dtd -->\n\
             {}{}</coverage>\n",
            element(1, "sources", &sources.collect::<String>()),
            element(1, "packages", &packages.collect::<String>()),
        )
    }
}

impl Package {
    fn text(self, name: &str, has_arcs: bool) -> String {
        let mut classes: Vec<(String, String)> = self.classes.into_iter().collect();
        classes.sort_by(|(a, _), (b, _)| human(a, b));
        let classes = element(3, "classes", &classes.into_iter().map(|(_, class)| class).collect::<String>());
        format!(
            "\t\t<package name=\"{}\" line-rate=\"{}\" branch-rate=\"{}\" complexity=\"0\">\n{classes}\t\t</package>\n",
            python::attribute(name),
            self.counts.line_rate(),
            self.counts.branch_rate(has_arcs),
        )
    }
}

impl Class {
    fn text(&self, name: &str, filename: &str, has_arcs: bool) -> String {
        format!(
            "\t\t\t\t<class name=\"{}\" filename=\"{}\" complexity=\"0\" line-rate=\"{}\" branch-rate=\"{}\">\n\
             \t\t\t\t\t<methods/>\n{}\t\t\t\t</class>\n",
            python::attribute(name),
            python::attribute(&filename.replace('\\', "/")),
            self.counts.line_rate(),
            self.counts.branch_rate(has_arcs),
            element(5, "lines", &self.lines),
        )
    }
}

/// A statement.
fn line(file: &ReportFile, number: LineNo, has_arcs: bool) -> String {
    let hits = u8::from(!file.analysis.missing.contains(&number));
    let mut text = format!("\t\t\t\t\t\t<line number=\"{number}\" hits=\"{hits}\"");
    let exits = file.source.exit_counts.get(&number).filter(|&&exits| has_arcs && exits > 1);
    if let Some(&exits) = exits {
        let missing = file.analysis.missing_branches.leaving(number);
        let taken = exits.saturating_sub(missing.len());
        let share = 100 * taken / exits;
        // Writing to a string can't fail.
        let _ = write!(text, " branch=\"true\" condition-coverage=\"{share}% ({taken}/{exits})\"");
        if !missing.is_empty() {
            let target = |arc: &LineArc| arc.to.as_line().map_or("exit".to_owned(), |line| line.to_string());
            let targets: Vec<String> = missing.iter().map(target).collect();
            let _ = write!(text, " missing-branches=\"{}\"", targets.join(","));
        }
    }
    text + "/>\n"
}

fn element(depth: usize, name: &str, content: &str) -> String {
    let indent = "\t".repeat(depth);
    if content.is_empty() {
        return format!("{indent}<{name}/>\n");
    }
    format!("{indent}<{name}>\n{content}{indent}</{name}>\n")
}

/// A share of hits, with four digits that count. `0` and `1` are shown only when exact.
fn rate(hits: usize, all: usize) -> String {
    if hits == all {
        return "1".to_owned();
    }
    if hits == 0 {
        return "0".to_owned();
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of lines are far below 2^53")]
    let share = hits as f64 / all as f64;
    python::four_digits(share.clamp(0.0001, 0.9999))
}

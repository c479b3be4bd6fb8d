//! The report in the format of lcov (`lcovreport.py`).

use std::collections::HashSet;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use md5::{Digest as _, Md5};

use super::names::printable;
use super::{Format, Output, ReportError, ReportFile, Settings};
use crate::line::{LineArc, LineNo, Point};
use crate::numbers::Numbers;
use crate::report::narrow::{Narrower, Parts};
use crate::source::{CodeRegion, RegionKind};

/// lcov's format, with the files sorted by the names shown.
#[derive(Clone, Copy, Debug)]
pub struct Lcov;

/// The record of one file.
#[derive(Clone, Debug)]
pub struct Record {
    name: String,
    numbers: Numbers,
    text: String,
}

impl Format for Lcov {
    type Part = Record;

    fn part(&self, file: &ReportFile, settings: Settings<'_>) -> Record {
        let mut text = String::new();
        // Writing to a string can't fail.
        let _ = write_file(&mut text, file, settings);
        Record { name: file.name.clone(), numbers: file.analysis.numbers, text }
    }

    fn whole(&self, mut records: Vec<Record>, settings: Settings<'_>) -> Result<Output, ReportError> {
        records.sort_by(|a, b| a.name.cmp(&b.name));
        let total: Numbers = records.iter().map(|record| record.numbers).sum();
        let is_shown = |record: &&Record| record.numbers.n_statements > 0 || !settings.config.skip_empty;
        let text = records.iter().filter(is_shown).map(|record| record.text.as_str()).collect();
        Ok(Output { text, pc_covered: if total.n_statements == 0 { 0.0 } else { total.pc_covered() } })
    }
}

fn write_file(text: &mut String, file: &ReportFile, settings: Settings<'_>) -> std::fmt::Result {
    let narrower = Narrower::new(&file.source, &file.analysis, settings.has_arcs);
    writeln!(text, "SF:{}", printable(&file.name))?;
    write_lines(text, file, settings.config.lcov_line_checksums)?;
    write_functions(text, file, &narrower)?;
    if settings.has_arcs {
        write_branches(text, file, &narrower)?;
    }
    writeln!(text, "end_of_record")
}

fn write_lines(text: &mut String, file: &ReportFile, with_checksums: bool) -> std::fmt::Result {
    let lines = if with_checksums { file.source.splitlines().collect() } else { Vec::new() };
    for &line in &file.source.statements {
        write!(text, "DA:{line},{}", u8::from(!file.analysis.missing.contains(&line)))?;
        if let Some(source) = (line as usize).checked_sub(1).and_then(|at| lines.get(at)) {
            write!(text, ",{}", STANDARD_NO_PAD.encode(Md5::digest(source)))?;
        }
        writeln!(text)?;
    }
    let numbers = &file.analysis.numbers;
    if numbers.n_statements > 0 {
        writeln!(text, "LF:{}\nLH:{}", numbers.n_statements, numbers.n_executed())?;
    }
    Ok(())
}

/// A function was executed if any of its lines was.
fn write_functions(text: &mut String, file: &ReportFile, narrower: &Narrower<'_>) -> std::fmt::Result {
    let mut functions: Vec<(LineNo, LineNo, &CodeRegion)> = file
        .source
        .regions
        .iter()
        .filter(|region| region.kind == RegionKind::Function)
        .filter_map(|region| {
            let (first, last) = (region.lines.first()?, region.lines.last()?);
            Some((region.start.min(*first), region.start.max(*last), region))
        })
        .collect();
    if functions.is_empty() {
        return Ok(());
    }
    functions.sort();
    let regions: Vec<&CodeRegion> = functions.iter().map(|(.., region)| *region).collect();
    let parts = narrower.parts(&Parts::new(&regions, file.source.lines().count()));
    let (mut found, mut hit) = (0, 0);
    let mut names: HashSet<String> = HashSet::new();
    for ((first, last, region), part) in functions.iter().zip(parts) {
        if part.numbers.n_statements == 0 {
            continue;
        }
        let is_hit = part.numbers.n_executed() > 0;
        found += 1;
        hit += usize::from(is_hit);
        let mut name = printable(&region.name).into_owned();
        if !names.insert(name.clone()) {
            name = format!("{name}@{first}");
        }
        writeln!(text, "FN:{first},{last},{name}\nFNDA:{},{name}", u8::from(is_hit))?;
    }
    writeln!(text, "FNF:{found}\nFNH:{hit}")
}

fn write_branches(text: &mut String, file: &ReportFile, narrower: &Narrower<'_>) -> std::fmt::Result {
    let whole = narrower.whole();
    let of_line = |branches: &[(LineNo, Point)], line: LineNo| -> Vec<Point> {
        let first = branches.partition_point(|&(from, _)| from < line);
        branches.iter().skip(first).take_while(|&&(from, _)| from == line).map(|&(_, to)| to).collect()
    };
    for &line in &file.source.statements {
        let Some(&exits) = file.source.exit_counts.get(&line).filter(|&&exits| exits > 1) else { continue };
        let missing = of_line(&whole.missing_branches, line);
        // If none was taken, the line may have raised each time.
        let mut ways: Vec<(Point, &str)> = if missing.len() == exits {
            missing.into_iter().map(|to| (to, "-")).collect()
        } else {
            let executed = of_line(&whole.executed_branches, line).into_iter().map(|to| (to, "1"));
            executed.chain(missing.into_iter().map(|to| (to, "0"))).collect()
        };
        // Exits last: what happens when the condition is false comes second.
        ways.sort_by_key(|&(to, taken)| (to.signed() < 0, to, taken));
        for (to, taken) in ways {
            let arc = LineArc { from: Point::Line(line), to };
            writeln!(text, "BRDA:{line},0,{},{taken}", printable(&file.source.arc_description(arc)))?;
        }
    }
    if whole.numbers.n_branches > 0 {
        writeln!(text, "BRF:{}\nBRH:{}", whole.numbers.n_branches, whole.numbers.n_executed_branches())?;
    }
    Ok(())
}

//! `coverage xml`: Cobertura as coverage.py writes it.
//!
//! A file's name is relative to one of the `<source>` folders. A branch line says how many of its branches were taken, and
//! names the targets of the others: line numbers, or `exit`.

use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Format, Records, Report};
use crate::error::{Code, Error, Result};
use crate::line::{LineArc, LineNo, Point};
use crate::link::limits::MOST_COUNTED;
use crate::numbers::count;

/// Bytes of all names that the files may have: each is looked for in every source. That is enough for 100,000 files in three.
const MOST_NAMES: u64 = 64 << 20;

pub(super) fn read(bytes: &[u8]) -> Result<Report> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| invalid(format!("It is not UTF-8 from byte {} on.", error.valid_up_to())))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut sources = Vec::new();
    let mut files: Vec<(String, Records)> = Vec::new();
    let mut has_arcs = false;
    let mut is_cobertura = false;
    let mut is_closed = false;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| invalid(format!("It is not well-formed at byte {}: {error}.", reader.error_position())))?;
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "coverage" => {
                    is_cobertura = true;
                    has_arcs |= attribute(&tag, "branches-valid")?.is_some_and(|count| count != "0");
                }
                "source" => {
                    let name = reader
                        .read_text(tag.to_end().name())
                        .map_err(|error| invalid(format!("A <source> is not closed: {error}.")))?;
                    sources.push(name.trim().to_owned());
                }
                "class" => {
                    let name = attribute(&tag, "filename")?;
                    files.push((name.ok_or_else(|| invalid("A <class> has no filename."))?, Records::default()));
                }
                "line" => {
                    if let Some((_, file)) = files.last_mut() {
                        read_line(&tag, file)?;
                    }
                }
                _ => {}
            },
            Event::End(tag) if tag.name().as_ref() == "coverage" => is_closed = true,
            Event::Eof => break,
            _ => {}
        }
    }
    if !is_cobertura {
        return Err(invalid("Expected Cobertura's <coverage> and did not find it."));
    }
    if !is_closed {
        return Err(invalid("It is cut off: </coverage> is missing."));
    }
    // Each name takes some room beside its bytes.
    let length = |names: usize, bytes: usize| bytes as u64 + 50 * names as u64;
    let of_sources = length(sources.len(), sources.iter().map(String::len).sum());
    let of_files = length(files.len(), files.iter().map(|(name, _)| name.len()).sum());
    if of_sources * files.len() as u64 + of_files * sources.len() as u64 > MOST_NAMES {
        let (sources, files) = (count(sources.len()), count(files.len()));
        let cause = format!(
            "With {sources} <source>s and {files} <class>es, each of which can be in each, it names more files than are read here."
        );
        return Err(invalid(cause));
    }
    let mut report = Report { format: Format::Xml, has_arcs, files: std::collections::BTreeMap::new() };
    for (name, records) in files {
        let file = Rc::new(records.into_file());
        // With several sources it isn't said which one a file is in: each is tried when paths are matched.
        for source in &sources {
            report.files.insert(join(source, &name), Rc::clone(&file));
        }
        if sources.is_empty() {
            report.files.insert(name, file);
        }
    }
    Ok(report)
}

fn read_line(tag: &BytesStart<'_>, file: &mut Records) -> Result<()> {
    let number: LineNo = attribute(tag, "number")?
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| invalid("A <line> has no number."))?;
    file.statements.push(number);
    if attribute(tag, "hits")?.is_some_and(|hits| hits != "0") {
        file.executed.push(number);
    }
    if attribute(tag, "branch")?.as_deref() != Some("true") {
        return Ok(());
    }
    let condition = attribute(tag, "condition-coverage")?.unwrap_or_default();
    let (taken, _all) = condition
        .split_once('(')
        .and_then(|(_, counts)| counts.trim_end_matches(')').split_once('/'))
        .and_then(|(taken, all)| Some((taken.parse::<usize>().ok()?, all.parse::<usize>().ok()?)))
        .filter(|(taken, all)| taken <= all && *all <= MOST_COUNTED)
        .ok_or_else(|| {
            invalid(format!("Line {number}: expected condition-coverage=\"50% (1/2)\" and found \"{condition}\"."))
        })?;
    let missing = attribute(tag, "missing-branches")?.unwrap_or_default();
    let missing = missing.split(',').map(str::trim).filter(|target| !target.is_empty());
    let missing = missing.map(|target| target.parse().map_or(Point::Exit(0), Point::Line));
    file.missing.extend(missing.map(|to| LineArc { from: Point::Line(number), to }));
    file.taken_unnamed.push((number, taken));
    Ok(())
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>> {
    let attribute =
        tag.try_get_attribute(name).map_err(|error| invalid(format!("An attribute is malformed: {error}.")))?;
    attribute
        .map(|attribute| {
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned)
        })
        .transpose()
        .map_err(|error| invalid(format!("The attribute {name} is malformed: {error}.")))
}

fn join(source: &str, name: &str) -> String {
    match source.trim_end_matches(['/', '\\']) {
        "" => name.to_owned(),
        source => format!("{source}/{name}"),
    }
}

fn invalid(cause: impl Into<String>) -> Error {
    Error::new(Code::ReportInvalid, cause)
}

//! One configuration file, whichever format it has: sections, options and raw values.

use super::ini::Ini;
use super::messages::unreadable;
use super::values::Raw;
use crate::error::{Code, Error, Result};
use crate::repr::repr;

/// A parsed file, and the prefixes under which it may hold coverage.py's sections.
pub(super) struct File {
    /// As it was given.
    name: String,
    format: Format,
    /// Whether the file is coverage.py's own, so that its sections need no prefix.
    ours: bool,
}

enum Format {
    Ini(Ini),
    Toml(toml::Table),
}

/// A setting, named as its file names it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The file, as it was given.
    pub(super) file: String,
    /// `run`, `coverage:run` or `tool.coverage.run`.
    pub(super) section: String,
    /// `branch`.
    pub(super) option: String,
}

/// A section that is in the file.
pub(super) struct Section<'a> {
    file: &'a File,
    /// Its name in the file.
    pub(super) name: String,
}

impl File {
    /// Parses `text` by the ending of `name`. `ours`: the file is coverage.py's own.
    pub(super) fn parse(name: &str, text: &str, ours: bool) -> Result<File> {
        // Python reads both formats with universal newlines.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        if text.starts_with('\u{feff}') {
            let cause = "It is not UTF-8, or starts with a byte order mark: coverage.py can't read it. Save it as UTF-8 without one.";
            let first = text.split_inclusive('\n').next().unwrap_or_default();
            let message = || match is_toml(base_name(name)) {
                true => "Invalid statement (at line 1, column 1)".to_owned(),
                false => format!("File contains no section headers.\nfile: {}, line: 1\n{}", repr(name), repr(first)),
            };
            return Err(Error::new(Code::ConfigInvalid, cause).with_message(|| unreadable(name, &message())));
        }
        let format = if is_toml(base_name(name)) {
            let toml = parse_toml(&text).map_err(|error| {
                let why = error.message.clone().unwrap_or_else(|| error.cause.as_str().into());
                error.with_message(|| unreadable(name, &why))
            })?;
            Format::Toml(toml)
        } else {
            Format::Ini(Ini::parse(name, &text)?)
        };
        Ok(File { name: name.to_owned(), format, ours })
    }

    /// coverage.py's section of that name, under the first prefix that has it.
    pub(super) fn section(&self, section: &str) -> Result<Option<Section<'_>>> {
        let prefix = if matches!(self.format, Format::Ini(_)) { "coverage:" } else { "tool.coverage." };
        let prefixes = if self.ours { &[prefix, ""][..] } else { &[prefix][..] };
        for prefix in prefixes {
            let name = format!("{prefix}{section}");
            let found = match &self.format {
                Format::Ini(ini) => ini.has_section(&name),
                Format::Toml(table) => toml_table(table, &name)?.is_some(),
            };
            if found {
                return Ok(Some(Section { file: self, name }));
            }
        }
        Ok(None)
    }
}

impl Section<'_> {
    /// The names of the options in the section, in order.
    pub(super) fn options(&self) -> Vec<&str> {
        match &self.file.format {
            Format::Ini(ini) => ini.options(&self.name),
            Format::Toml(_) => self.table().map(|table| table.keys().map(String::as_str).collect()).unwrap_or_default(),
        }
    }

    /// What the file says for an option.
    pub(super) fn get(&self, option: &str) -> Option<Raw<'_>> {
        match &self.file.format {
            Format::Ini(ini) => ini.get(&self.name, option).map(Raw::Ini),
            Format::Toml(_) => self.table()?.get(option).map(Raw::Toml),
        }
    }

    /// The name of an option, for messages.
    pub(super) fn place(&self, option: &str) -> Place {
        Place { file: self.file.name.clone(), section: self.name.clone(), option: option.to_owned() }
    }

    fn table(&self) -> Option<&toml::Table> {
        match &self.file.format {
            Format::Ini(_) => None,
            Format::Toml(table) => toml_table(table, &self.name).ok().flatten(),
        }
    }
}

/// The last part of a path, whichever slash it has.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Whether a file of that name is TOML: by its ending, as coverage.py tells it.
pub(super) fn is_toml(name: &str) -> bool {
    name.strip_suffix(".toml").is_some_and(|stem| !stem.is_empty())
}

/// Parses TOML; an error names the line.
pub(super) fn parse_toml(text: &str) -> Result<toml::Table> {
    text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let why = error.message().trim().replace('\n', ", ");
        // `tomllib` has words of its own for each of these, and says where it gave up.
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let place = match error.span() {
            Some(span) if span.start < text.len() => format!("at line {line}, column {column}"),
            _ => "at end of document".to_owned(),
        };
        Error::new(Code::ConfigInvalid, format!("Line {line} is not valid TOML: {why}."))
            .with_message(|| format!("{why} ({place})"))
    })
}

/// The table under a dotted name; an error when something on the way there is no table.
pub(super) fn toml_table<'a>(root: &'a toml::Table, name: &str) -> Result<Option<&'a toml::Table>> {
    let mut table = root;
    for part in name.split('.') {
        table = match table.get(part) {
            None => return Ok(None),
            Some(toml::Value::Table(inner)) => inner,
            Some(other) => {
                let cause = format!("{part} in [{name}] is {}; expected a table.", other.type_str());
                return Err(Error::new(Code::ConfigInvalid, cause));
            }
        };
    }
    Ok(Some(table))
}

/// coverage.py looks into these for its settings; any other file that it is told to read is its own.
pub(super) fn is_ours(name: &str) -> bool {
    !matches!(base_name(name), "setup.cfg" | "tox.ini" | "pyproject.toml")
}

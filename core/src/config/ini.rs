//! Ini files as Python's `configparser` reads them (CPython 3.13, `interpolation=None`, everything else its default).
//!
//! - Delimiters are `=` and `:`; whole-line comments start with `#` or `;`; there are no inline comments.
//! - A line indented deeper than its option continues the value; blank lines within a value are kept, comments are not.
//! - Option names are lowercased, section names are not. A section or an option given twice is an error, and so is a line
//!   that is neither a section, an option nor a continuation.
//! - The options of `[DEFAULT]` belong to every section.

use super::messages::unreadable;
use super::values::{is_space, strip};
use crate::error::{Code, Error, Result};
use crate::repr::repr;

/// An ini file: its sections and options in the order they were written.
#[derive(Debug, Default)]
pub(super) struct Ini {
    sections: Vec<(String, Vec<(String, String)>)>,
    defaults: Vec<(String, String)>,
}

impl Ini {
    /// Parses `text`, whose line ends are `\n`. `file` is its name, for messages.
    pub(super) fn parse(file: &str, text: &str) -> Result<Ini> {
        let mut ini = Ini::default();
        // Lines that are nothing: Python reads on, and tells them all at the end.
        let mut wrong: Vec<(usize, &str, &str)> = Vec::new();
        // The section being read: its name, and its place in `sections` unless it is DEFAULT.
        let mut section: Option<(&str, Option<usize>)> = None;
        // Whether an option can be continued, and how deep it is indented.
        let mut option_open = false;
        let mut option_indent = 0;
        for (number, whole) in (1..).zip(text.split_inclusive('\n')) {
            let line = whole.strip_suffix('\n').unwrap_or(whole);
            let clean = strip(line);
            if clean.starts_with(['#', ';']) {
                continue;
            }
            let last = section.filter(|_| option_open).and_then(|(_, at)| ini.options_mut(at).last_mut());
            if clean.is_empty() {
                if let Some((_, value)) = last {
                    value.push('\n');
                }
                continue;
            }
            let indent = line.chars().take_while(|c| is_space(*c)).count();
            if let Some((_, value)) = last
                && indent > option_indent
            {
                value.push('\n');
                value.push_str(clean);
                continue;
            }
            option_indent = indent;
            if let Some(name) = header(clean) {
                section = Some((name, ini.open(file, name, number)?));
                option_open = false;
                continue;
            }
            let Some((name, at)) = section else {
                let message = || {
                    format!("File contains no section headers.\nfile: {}, line: {number}\n{}", repr(file), repr(whole))
                };
                let error = invalid(number, clean, "expected a section header such as [run] first");
                return Err(error.with_message(|| unreadable(file, &message())));
            };
            let Some(delimiter) = clean.find(['=', ':']) else {
                wrong.push((number, whole, "expected name = value, or deeper indentation to continue a value"));
                continue;
            };
            let option = strip(&clean[..delimiter]).to_lowercase();
            if option.is_empty() {
                wrong.push((number, whole, "expected a name before the delimiter"));
                continue;
            }
            let options = ini.options_mut(at);
            if options.iter().any(|(other, _)| *other == option) {
                let message = || twice(file, number, &format!("option {} in section {}", repr(&option), repr(name)));
                let error = invalid(number, clean, &format!("{option} stands twice in [{name}]"));
                return Err(error.with_message(message));
            }
            options.push((option, strip(&clean[delimiter + 1..]).to_owned()));
            option_open = true;
        }
        if let Some((number, line, why)) = wrong.first() {
            let lines = wrong.iter().map(|(number, line, _)| format!("\n\t[line {number:2}]: {}", repr(line)));
            let message = || format!("Source contains parsing errors: {}{}", repr(file), lines.collect::<String>());
            return Err(invalid(*number, strip(line), why).with_message(|| unreadable(file, &message())));
        }
        let values = ini.sections.iter_mut().flat_map(|(_, options)| options).chain(&mut ini.defaults);
        for (_, value) in values {
            value.truncate(value.trim_end_matches(is_space).len());
        }
        Ok(ini)
    }

    /// Whether there is a section of that very name.
    pub(super) fn has_section(&self, section: &str) -> bool {
        self.section(section).is_some()
    }

    /// The names of a section's options, those of `[DEFAULT]` last; none for a section that is not there.
    pub(super) fn options(&self, section: &str) -> Vec<&str> {
        let Some(options) = self.section(section) else { return Vec::new() };
        let own = options.iter().map(|(name, _)| name.as_str());
        let inherited = self.defaults.iter().map(|(name, _)| name.as_str());
        own.chain(inherited.filter(|name| !options.iter().any(|(own, _)| own == name))).collect()
    }

    /// The value of an option (a lowercase name), from the section itself or from `[DEFAULT]`.
    pub(super) fn get(&self, section: &str, option: &str) -> Option<&str> {
        let options = self.section(section)?;
        options.iter().chain(&self.defaults).find(|(name, _)| name == option).map(|(_, value)| value.as_str())
    }

    fn section(&self, section: &str) -> Option<&[(String, String)]> {
        self.sections.iter().find(|(name, _)| name == section).map(|(_, options)| options.as_slice())
    }

    /// The place for a section that starts here: `None` for DEFAULT, which alone may be opened twice.
    fn open(&mut self, file: &str, name: &str, number: usize) -> Result<Option<usize>> {
        if name == "DEFAULT" {
            return Ok(None);
        }
        if self.has_section(name) {
            let message = || twice(file, number, &format!("section {}", repr(name)));
            return Err(invalid(number, &format!("[{name}]"), "the section stands twice").with_message(message));
        }
        self.sections.push((name.to_owned(), Vec::new()));
        Ok(Some(self.sections.len() - 1))
    }

    fn options_mut(&mut self, at: Option<usize>) -> &mut Vec<(String, String)> {
        match at.and_then(|at| self.sections.get_mut(at)) {
            Some((_, options)) => options,
            None => &mut self.defaults,
        }
    }
}

/// The name in a section header: up to the last `]`, whatever follows it.
fn header(clean: &str) -> Option<&str> {
    let inner = clean.strip_prefix('[')?;
    inner.rfind(']').filter(|end| *end > 0).map(|end| &inner[..end])
}

fn invalid(number: usize, line: &str, why: &str) -> Error {
    let shown: String = line.chars().take(80).collect();
    Error::new(Code::ConfigInvalid, format!("Line {number} ({shown}) can't be read: {why}."))
}

fn twice(file: &str, number: usize, what: &str) -> String {
    unreadable(file, &format!("While reading from {} [line {number:2}]: {what} already exists", repr(file)))
}

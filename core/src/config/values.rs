//! From what a file says to a value: lists, numbers, switches and environment variables, by coverage.py's and Python's rules.

use std::str::FromStr;

use super::file::Place;
use super::messages::{self, Expected};
use crate::error::{Code, Error, Result};
use crate::regex::refusal;
use crate::repr::repr;

/// What a setting says, as its file format gives it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Raw<'a> {
    /// Ini knows only text.
    Ini(&'a str),
    /// TOML has types.
    Toml(&'a toml::Value),
}

/// The environment, and what was found on the way that is no error.
pub(super) struct Variables<'a> {
    /// Gives a variable's value.
    pub(super) lookup: &'a dyn Fn(&str) -> Option<String>,
    /// Variables without a value and without a default, for which nothing was put.
    pub(super) missing: Vec<String>,
    /// Settings that are left out because of their value; the others count.
    pub(super) left_out: Vec<Error>,
    /// The first regular expression that Python refuses.
    pub(super) refused: Option<Error>,
}

impl Variables<'_> {
    /// Puts in the values of `$VAR`, `${VAR}`, `${VAR-default}` and `${VAR?}`; `$$` is a dollar sign. An unknown
    /// variable is empty, but an error with `?` (coverage.py's `substitute_variables`).
    fn substitute(&mut self, text: &str, place: &Place) -> Result<String> {
        let mut result = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            result.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let Some((variable, length)) = Variable::parse(rest) else {
                result.push('$');
                continue;
            };
            rest = &rest[length..];
            match variable {
                Variable::Dollar => result.push('$'),
                Variable::Named { name, strict, default } => match ((self.lookup)(name), default) {
                    (Some(value), _) => result.push_str(&value),
                    (None, Some(default)) => result.push_str(default),
                    (None, None) if strict => {
                        let error =
                            place.expected(Raw::Ini(text), &format!("the environment variable {name} to be set"));
                        return Err(error.with_message(|| format!("Variable {name} is undefined: {}", repr(text))));
                    }
                    (None, None) => self.missing.push(name.to_owned()),
                },
            }
        }
        result.push_str(rest);
        Ok(result)
    }
}

/// What follows a dollar sign.
enum Variable<'a> {
    Dollar,
    Named { name: &'a str, strict: bool, default: Option<&'a str> },
}

impl<'a> Variable<'a> {
    /// The variable at the start of `text` and its length in bytes; `None` when the dollar sign stands for itself.
    fn parse(text: &'a str) -> Option<(Variable<'a>, usize)> {
        let word = |text: &'a str| &text[..text.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(text.len())];
        if text.starts_with('$') {
            return Some((Variable::Dollar, 1));
        }
        let Some(inner) = text.strip_prefix('{') else {
            let name = word(text);
            return (!name.is_empty()).then_some((Variable::Named { name, strict: false, default: None }, name.len()));
        };
        let name = word(inner);
        let after = &inner[name.len()..];
        let close = after.find('}')?;
        let (strict, default) = match &after[..close] {
            "" => (false, None),
            "?" => (true, None),
            other => (false, Some(other.strip_prefix('-')?)),
        };
        (!name.is_empty()).then_some((Variable::Named { name, strict, default }, 1 + name.len() + close + 1))
    }
}

/// Reads one setting in one of coverage.py's types.
pub(super) type Read<T> = fn(Raw<'_>, &Place, &mut Variables<'_>) -> Result<T>;

/// Any text. coverage.py takes a TOML value of any type here, and may end with a traceback when it uses it; we leave out
/// what is no text.
pub(super) fn string(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>) -> Result<Option<String>> {
    let value = text(raw, place, variables)?;
    if value.is_none() {
        variables.left_out.push(place.expected(raw, "a string in quotes"));
    }
    Ok(value)
}

/// A path, in which a leading `~` is the home directory (`$HOME`).
pub(super) fn file(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>) -> Result<String> {
    let path = text(raw, place, variables)?.ok_or_else(|| place.invalid(raw, None, Expected::Text))?;
    Ok(expand_user(path, variables))
}

/// A switch: in ini one of Python's eight words, in TOML a boolean or `"true"`, `"false"`.
pub(super) fn boolean(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>) -> Result<bool> {
    if let Raw::Toml(toml::Value::Boolean(value)) = raw {
        return Ok(*value);
    }
    let text = text(raw, place, variables)?.unwrap_or_default();
    match (raw, text.to_lowercase().as_str()) {
        (Raw::Ini(_), "1" | "yes" | "true" | "on") => Ok(true),
        (Raw::Ini(_), "0" | "no" | "false" | "off") => Ok(false),
        (Raw::Toml(_), "true") if text == "true" => Ok(true),
        (Raw::Toml(_), "false") if text == "false" => Ok(false),
        _ => Err(place.invalid(raw, Some(&text), Expected::Boolean)),
    }
}

/// A whole number. (A TOML boolean is 0 or 1, as in Python.)
pub(super) fn int(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>) -> Result<i64> {
    match raw {
        Raw::Toml(toml::Value::Integer(value)) => Ok(*value),
        Raw::Toml(toml::Value::Boolean(value)) => Ok(i64::from(*value)),
        _ => number(raw, place, variables, Expected::Int),
    }
}

/// A number.
pub(super) fn float(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>) -> Result<f64> {
    match raw {
        Raw::Toml(toml::Value::Float(value)) => Ok(*value),
        Raw::Toml(toml::Value::Integer(value)) => Ok(*value as f64),
        Raw::Toml(toml::Value::Boolean(value)) => Ok(f64::from(u8::from(*value))),
        _ => number(raw, place, variables, Expected::Float),
    }
}

fn number<T: FromStr>(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>, expected: Expected) -> Result<T> {
    let text = text(raw, place, variables)?;
    let value = text.as_deref().and_then(|text| python_number(text)?.parse().ok());
    value.ok_or_else(|| place.invalid(raw, text.as_deref(), expected))
}

/// A list: in ini separated by commas and line ends, in TOML an array of strings.
pub(super) fn list(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>) -> Result<Vec<String>> {
    match raw {
        Raw::Ini(text) => {
            let text = variables.substitute(text, place)?;
            Ok(unread(Raw::Ini(&text)))
        }
        Raw::Toml(_) => strings(raw, place, variables),
    }
}

/// The entries of a list as they are written, without values for variables.
pub(super) fn unread(raw: Raw<'_>) -> Vec<String> {
    match raw {
        Raw::Ini(text) => {
            text.split(['\n', ',']).map(strip).filter(|value| !value.is_empty()).map(str::to_owned).collect()
        }
        Raw::Toml(value) => {
            value.as_array().into_iter().flatten().filter_map(|value| Some(value.as_str()?.to_owned())).collect()
        }
    }
}

/// A list of regular expressions: one a line in ini, an array of strings in TOML; blank ones are dropped. The first one
/// that Python refuses is noted.
pub(super) fn regexes(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>) -> Result<Vec<String>> {
    let values: Vec<String> = match raw {
        Raw::Ini(text) => variables.substitute(text, place)?.split(is_line_end).map(str::to_owned).collect(),
        Raw::Toml(_) => strings(raw, place, variables)?,
    };
    let values: Vec<_> =
        values.iter().map(|value| strip(value)).filter(|value| !value.is_empty()).map(str::to_owned).collect();
    // The analysis tells it in words of its own.
    if cfg!(feature = "cli")
        && variables.refused.is_none()
        && let Some((value, why)) = values.iter().find_map(|value| Some((value, refusal(value)?)))
    {
        let message = || messages::refused(place, matches!(raw, Raw::Ini(_)), value, &why);
        let error = place.expected(raw, "regular expressions of Python's");
        variables.refused = Some(error.with_message(message));
    }
    Ok(values)
}

/// Puts the home directory for a leading `~`, when `HOME` is known (`os.path.expanduser`; the homes of other users
/// are not known here).
pub(super) fn expand_user(path: String, variables: &Variables<'_>) -> String {
    let Some(rest) = path.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/')) else {
        return path;
    };
    let Some(home) = (variables.lookup)("HOME") else { return path };
    let expanded = format!("{}{rest}", home.trim_end_matches('/'));
    if expanded.is_empty() { "/".to_owned() } else { expanded }
}

/// Without white space at both ends, as Python's `str.strip`.
pub(super) fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Python's `str.isspace`: Unicode's white space and four separators of ASCII.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// Where Python's `str.splitlines` ends a line. (`\r\n` ends two here; the blank one between is dropped anyway.)
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text of a value with its variables put in; `None` when TOML gives another type.
fn text(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>) -> Result<Option<String>> {
    match raw {
        Raw::Ini(text) => variables.substitute(text, place).map(Some),
        Raw::Toml(toml::Value::String(text)) => variables.substitute(text, place).map(Some),
        Raw::Toml(_) => Ok(None),
    }
}

fn strings(raw: Raw<'_>, place: &Place, variables: &mut Variables<'_>) -> Result<Vec<String>> {
    let Raw::Toml(toml::Value::Array(values)) = raw else { return Err(place.invalid(raw, None, Expected::List)) };
    let not_text = |value: &toml::Value| {
        let message = || messages::invalid(place, Raw::Toml(value), None, Expected::Item);
        place.expected(raw, Expected::Item.words()).with_message(message)
    };
    let substitute = |value: &toml::Value| variables.substitute(value.as_str().ok_or_else(|| not_text(value))?, place);
    values.iter().map(substitute).collect()
}

/// A number as Python's `int` and `float` accept it (in ASCII), written as Rust parses it: white space around it and single
/// underscores between digits are left out.
fn python_number(text: &str) -> Option<String> {
    let text = strip(text);
    let digit = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    let between = |(at, _): (usize, &str)| digit(at.checked_sub(1)) && digit(at.checked_add(1));
    text.match_indices('_').all(between).then(|| text.replace('_', ""))
}

impl Place {
    /// The error that the setting has this value; `text` is the value with its variables put in, if it is text.
    pub(super) fn invalid(&self, raw: Raw<'_>, text: Option<&str>, expected: Expected) -> Error {
        self.expected(raw, expected.words()).with_message(|| messages::invalid(self, raw, text, expected))
    }

    /// The same in our words alone: they name section, setting, value and what was expected.
    fn expected(&self, raw: Raw<'_>, expected: &str) -> Error {
        let shown = match raw {
            Raw::Ini(text) => shorten(format!("{text:?}")),
            Raw::Toml(value) => show(value),
        };
        let Place { section, option, .. } = self;
        Error::new(Code::ConfigInvalid, format!("[{section}] {option} is {shown}; expected {expected}."))
    }
}

/// A TOML value as a person would write it, cut short.
pub(super) fn show(value: &toml::Value) -> String {
    shorten(match value {
        toml::Value::String(text) => format!("{text:?}"),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Boolean(value) => value.to_string(),
        toml::Value::Datetime(time) => time.to_string(),
        toml::Value::Array(values) => {
            let values: Vec<_> = values.iter().take(20).map(show).collect();
            format!("[{}]", values.join(", "))
        }
        toml::Value::Table(_) => "a table".to_owned(),
    })
}

fn shorten(text: String) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

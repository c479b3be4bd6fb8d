//! coverage.py 7.17.3's own messages about configuration files, to the letter: people search for them.

use super::file::Place;
use super::values::Raw;
use crate::repr::{float, repr};

/// What a setting should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A switch.
    Boolean,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// Text.
    Text,
    /// Several texts.
    List,
    /// An item of a list.
    Item,
}

impl Expected {
    /// For our own words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Expected::Boolean => "true or false",
            Expected::Int => "a whole number, such as 2",
            Expected::Float => "a number, such as 80",
            Expected::Text => "a path in quotes",
            Expected::List | Expected::Item => "a list of strings, such as [\"one\", \"two\"]",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Expected::Boolean => "a boolean",
            Expected::Int => "an integer",
            Expected::Float => "a float",
            Expected::Text => "a string",
            Expected::List => "a list",
            Expected::Item => "a list of strings",
        }
    }
}

/// That a file can't be read.
pub(super) fn unreadable(file: &str, why: &str) -> String {
    format!("Couldn't read config file {file}: {why}")
}

/// That a setting has a wrong value; `text` is the value with its variables put in, if it is text.
pub(super) fn invalid(place: &Place, raw: Raw<'_>, text: Option<&str>, expected: Expected) -> String {
    let Place { file, section, option } = place;
    let why = match (raw, expected) {
        (Raw::Ini(raw), Expected::Boolean) => format!("Not a boolean: {}", text.unwrap_or(raw)),
        (Raw::Ini(raw), Expected::Float) => format!("could not convert string to float: {}", repr(text.unwrap_or(raw))),
        (Raw::Ini(raw), _) => format!("invalid literal for int() with base 10: {}", repr(text.unwrap_or(raw))),
        (Raw::Toml(toml::Value::String(raw)), Expected::Boolean | Expected::Int | Expected::Float) => {
            let value = repr(text.unwrap_or(raw));
            format!("Option [{section}]{option} couldn't convert to {}: {value}", expected.description())
        }
        (Raw::Toml(value), _) => {
            format!("Option [{section}]{option} is not {}: {}", expected.description(), show(value))
        }
    };
    unreadable(file, &why)
}

/// That Python refuses a regular expression, and why. In ini files the section goes by its short name.
pub(super) fn refused(place: &Place, is_ini: bool, value: &str, why: &str) -> String {
    let section = place.section.rsplit(':').next().filter(|_| is_ini).unwrap_or(&place.section);
    format!("Invalid [{section}].{} value {}: {why}", place.option, repr(value))
}

/// A TOML value as Python's `repr` shows what `tomllib` makes of it.
fn show(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => repr(text),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => float(*number),
        toml::Value::Boolean(value) => if *value { "True" } else { "False" }.to_owned(),
        toml::Value::Datetime(time) => datetime(time),
        toml::Value::Array(values) => format!("[{}]", values.iter().map(show).collect::<Vec<_>>().join(", ")),
        toml::Value::Table(table) => {
            let items: Vec<_> = table.iter().map(|(key, value)| format!("{}: {}", repr(key), show(value))).collect();
            format!("{{{}}}", items.join(", "))
        }
    }
}

fn datetime(value: &toml::value::Datetime) -> String {
    let mut parts = Vec::new();
    if let Some(date) = value.date {
        parts.extend([u32::from(date.year), u32::from(date.month), u32::from(date.day)].map(|part| part.to_string()));
    }
    if let Some(time) = value.time {
        parts.extend([time.hour, time.minute].map(|part| part.to_string()));
        let (second, micro) = (time.second.unwrap_or(0), time.nanosecond.unwrap_or(0) / 1000);
        if second != 0 || micro != 0 {
            parts.push(second.to_string());
        }
        if micro != 0 {
            parts.push(micro.to_string());
        }
    }
    if value.offset.is_some() {
        parts.push("tzinfo=datetime.timezone.utc".to_owned());
    }
    let kind = match (value.date.is_some(), value.time.is_some()) {
        (true, true) => "datetime",
        (true, false) => "date",
        (false, _) => "time",
    };
    format!("datetime.{kind}({})", parts.join(", "))
}
